"""The address of the facts of a case."""

from django.urls import path

from loket.casework.closing import views

urlpatterns = [path("feiten/", views.facts, name="facts")]
