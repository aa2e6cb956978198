"""The addresses of raising a matter; none holds anything about it."""

from django.urls import path

from loket.intake import exit, sending, wizard, wizard_files

urlpatterns = [
    path("melden/nieuw/<slug:body>/", wizard.start, name="start"),
    path("melden/concept/bestanden/<uuid:id_>/verwijderen/", wizard_files.remove, name="remove-file"),
    path("melden/concept/bestanden/<uuid:id_>/schonen/", wizard_files.clean, name="clean-file"),
    path("melden/concept/bewaren/", sending.save, name="save"),
    path("melden/concept/weggooien/", sending.discard, name="discard"),
    path("melden/concept/versturen/", sending.send, name="send"),
    path("melden/concept/<slug:slug>/", wizard.step, name="step"),
    path("melden/verstuurd/", sending.sent, name="sent"),
    path("melden/verstuurd/woorden.txt", sending.receipt_file, name="receipt-file"),
    path("melden/verstuurd/klaar/", sending.done, name="done"),
    path("weg/", exit.leave, name="exit"),
]
