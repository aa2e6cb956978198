"""The address of the state of affairs of a body."""

from django.urls import path

from loket.casework.steering import views

urlpatterns = [path("", views.steering, name="steering")]
