"""The addresses of the mailbox; none holds a receipt."""

from django.urls import path

from loket.intake.mailbox import views

urlpatterns = [
    path("postvak/", views.at_door, name="mailbox-door"),
    path("postvak/melding/", views.show, name="mailbox"),
    path("postvak/bericht/", views.write, name="mailbox-write"),
    path("postvak/antwoord/<int:number>/", views.answer, name="mailbox-answer"),
    path("postvak/bestand/<uuid:id_>/", views.file, name="mailbox-file"),
    path("postvak/sluiten/", views.close, name="mailbox-close"),
    path("postvak/gesloten/", views.closed, name="mailbox-closed"),
]
