"""The addresses of an adviser's desk of contacts. A reference says nothing of who wrote."""

from django.urls import URLPattern, path

from loket.advisers.contact import mailbox_views, views

urlpatterns: list[URLPattern] = [
    path("", views.contacts, name="contacts"),
    path("nieuw/", mailbox_views.mailbox_new, name="mailbox-new"),
    path("<str:reference>/", views.contact_request, name="contact-request"),
    path("<str:reference>/antwoord/", views.reply, name="contact-reply"),
    path("<str:reference>/naam/", views.identity, name="contact-identity"),
    path("<str:reference>/afronden/", views.end, name="contact-end"),
    path("<str:reference>/bestand/<uuid:id_>/", views.file, name="contact-file"),
]
