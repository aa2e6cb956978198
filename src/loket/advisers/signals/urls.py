"""The addresses of signals: for advisers to send one, for directors to read theirs."""

from django.urls import URLPattern, path

from loket.advisers.signals import views

urlpatterns: list[URLPattern] = [
    path("", views.signals, name="signals"),
    path("sturen/", views.signal, name="signal"),
    path("verstuurd/", views.signal_sent, name="signal-sent"),
    path("<uuid:signal>/gelezen/", views.signal_read, name="signal-read"),
]
