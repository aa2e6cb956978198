"""The address of the duty to break confidentiality."""

from django.urls import URLPattern, path

from loket.advisers.duty import views

urlpatterns: list[URLPattern] = [
    path("", views.duty, name="duty"),
]
