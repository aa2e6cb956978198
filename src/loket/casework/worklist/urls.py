"""The addresses of the worklist, below /beheer/zaken/."""

from django.urls import path

from loket.casework.worklist import register_views, views

urlpatterns = [
    path("", views.listing, name="worklist"),
    path("werklijst.csv", views.csv, name="worklist-csv"),
    path("zoeken/", views.search, name="search"),
    path("registreren/", register_views.registration, name="register"),
    path("<str:reference>/neem/", views.take, name="take"),
]
