"""The addresses of raising a matter; none holds anything about it."""

from django.urls import path

from loket.intake.wizard import exit, files, sending, views

urlpatterns = [
    path("melden/nieuw/<slug:body>/", views.start, name="start"),
    path("melden/concept/bestanden/<uuid:id_>/verwijderen/", files.remove, name="remove-file"),
    path("melden/concept/bestanden/<uuid:id_>/schonen/", files.clean, name="clean-file"),
    path("melden/concept/bewaren/", sending.save, name="save"),
    path("melden/concept/weggooien/", sending.discard, name="discard"),
    path("melden/concept/versturen/", sending.send, name="send"),
    path("melden/concept/<slug:slug>/", views.step, name="step"),
    path("melden/verstuurd/", sending.sent, name="sent"),
    path("melden/verstuurd/woorden.txt", sending.receipt_file, name="receipt-file"),
    path("melden/verstuurd/klaar/", sending.done, name="done"),
    path("weg/", exit.leave, name="exit"),
]
