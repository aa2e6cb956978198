"""Addresses of the tally on a phone: the page without a connection and what brings it there, the devices, and the
queue."""

from django.urls import path

from loket.advisers.offline import views

urlpatterns = [
    path("sw.js", views.worker, name="worker"),
    path("app.webmanifest", views.manifest, name="manifest"),
    path("zonder-verbinding/", views.shell, name="shell"),
    path("toestellen/", views.devices, name="devices"),
    path("toestellen/nieuw/", views.device_new, name="device-new"),
    path("toestellen/<uuid:device>/weg/", views.device_remove, name="device-remove"),
    path("wachtrij/", views.queue, name="queue"),
]
