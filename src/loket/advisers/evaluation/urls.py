"""The addresses of the evaluation, for whoever has a code."""

from django.urls import path

from loket.advisers.evaluation import views

urlpatterns = [
    path("", views.door, name="evaluation"),
    path("dank/", views.done, name="evaluation-done"),
    path("<str:code>/", views.fill_in, name="evaluation-form"),
]
