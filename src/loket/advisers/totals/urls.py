"""The addresses of the totals, below /beheer/tellijst-totalen/."""

from django.urls import path

from loket.advisers.totals import views

urlpatterns = [
    path("", views.totals, name="totals"),
    path("totalen.csv", views.totals_csv, name="totals-csv"),
]
