"""The addresses of the directory, and of writing to somebody in it; none holds anything about who writes."""

from django.urls import URLPattern, path

from loket.advisers.directory import contact_views, views

urlpatterns: list[URLPattern] = [
    path("", views.directory, name="directory"),
    path("contact/verstuurd/", contact_views.sent, name="contact-sent"),
    path("contact/verstuurd/woorden.txt", contact_views.words_file, name="contact-words"),
    path("contact/klaar/", contact_views.done, name="contact-done"),
    path("<slug:slug>/", views.profile, name="profile"),
    path("<slug:slug>/contact/", contact_views.contact, name="contact"),
    path("<slug:slug>/contact/controleren/", contact_views.check, name="contact-check"),
]
