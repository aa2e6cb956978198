"""The addresses where anybody reads how a body works."""

from django.urls import path

from loket.casework.explained import views

urlpatterns = [
    path("", views.procedures, name="procedures"),
    path("<str:code>/", views.procedure, name="procedure"),
]
