"""The addresses of reading in an existing tally, a step each."""

from django.urls import path

from loket.advisers.importing import views

urlpatterns = [
    path("", views.choose, name="import"),
    path("<uuid:draft>/kolommen/", views.columns, name="import-map"),
    path("<uuid:draft>/betekenis/", views.words, name="import-words"),
    path("<uuid:draft>/controle/", views.check, name="import-check"),
    path("<uuid:draft>/inlezen/", views.read_in, name="import-do"),
    path("<uuid:draft>/weg/", views.drop, name="import-drop"),
]
