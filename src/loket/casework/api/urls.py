"""The addresses of the API: of reports, of incidents, and of its description; no language, no trailing slash
(API-1)."""

from django.urls import path, re_path

from loket.casework.api import views
from loket.intake.api import urls as reports

app_name = "api"
urlpatterns = [
    *reports.urlpatterns,
    path("v1/incidents", views.incidents, name="incidents"),
    path("v1/openapi.json", views.openapi, name="openapi"),
    re_path("^.*$", views.nothing, name="nothing"),
]
