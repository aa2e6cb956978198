"""The addresses of the API; no language, no trailing slash (API-1)."""

from django.urls import path, re_path

from loket.intake import api

app_name = "api"
urlpatterns = [
    path("v1/reports", api.reports, name="reports"),
    path("v1/reports/<str:reference>", api.report, name="report"),
    path("v1/reports/<str:reference>/files", api.report_files, name="files"),
    path("v1/openapi.json", api.openapi, name="openapi"),
    re_path("^.*$", api.nothing, name="nothing"),
]
