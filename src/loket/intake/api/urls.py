"""The addresses of the API; no language, no trailing slash (API-1)."""

from django.urls import path, re_path

from loket.intake.api import views

app_name = "api"
urlpatterns = [
    path("v1/reports", views.reports, name="reports"),
    path("v1/reports/<str:reference>", views.report, name="report"),
    path("v1/reports/<str:reference>/files", views.report_files, name="files"),
    path("v1/openapi.json", views.openapi, name="openapi"),
    re_path("^.*$", views.nothing, name="nothing"),
]
