"""The addresses of the calls about reports; no language, no trailing slash (API-1)."""

from django.urls import path

from loket.intake.api import views

urlpatterns = [
    path("v1/reports", views.reports, name="reports"),
    path("v1/reports/<str:reference>", views.report, name="report"),
    path("v1/reports/<str:reference>/files", views.report_files, name="files"),
]
