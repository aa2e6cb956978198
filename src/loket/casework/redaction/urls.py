"""The addresses of a redacted copy of one part of a case file."""

from django.urls import path

from loket.casework.redaction import views

urlpatterns = [
    path("afschrift/<str:slug>/", views.copy, name="copy"),
    path("afschrift/<str:slug>/bladzijde/<int:number>/", views.page, name="copy-page"),
]
