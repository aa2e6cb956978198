"""The addresses of an adviser's notebook."""

from django.urls import path

from loket.advisers.notebook import views

urlpatterns = [
    path("", views.notebook, name="notebook"),
    path("nieuw/", views.page_new, name="page-new"),
    path("<uuid:page>/", views.page, name="page"),
    path("<uuid:page>/weg/", views.page_delete, name="page-delete"),
]
