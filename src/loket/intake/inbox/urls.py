"""The addresses of the inbox."""

from django.urls import path

from loket.intake.inbox import views

urlpatterns = [
    path("beheer/meldingen/", views.listing, name="inbox"),
    path("beheer/meldingen/registreren/", views.registration, name="register"),
    path("beheer/meldingen/<slug:reference>/", views.report, name="report"),
    path("beheer/meldingen/<slug:reference>/bericht/", views.write, name="write"),
    path("beheer/meldingen/<slug:reference>/identiteit/", views.identity, name="identity"),
    path("beheer/meldingen/<slug:reference>/bestand/<uuid:id_>/", views.file, name="file"),
    path("beheer/meldingen/<slug:reference>/stand/", views.state, name="state"),
]
