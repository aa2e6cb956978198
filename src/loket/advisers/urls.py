"""The addresses of this room: for anybody the directory and the evaluation, for advisers their desk, for the national
adviser the network."""

from django.urls import include, path

app_name = "advisers"
urlpatterns = [
    path("vertrouwenspersonen/", include("loket.advisers.directory.urls")),
    path("evaluatie/", include("loket.advisers.evaluation.urls")),
    path("beheer/tellijst/", include("loket.advisers.tally.urls")),
    path("beheer/tellijst/", include("loket.advisers.offline.urls")),
    path("beheer/tellijst/inlezen/", include("loket.advisers.importing.urls")),
    path("beheer/tellijst/evaluatie/", include("loket.advisers.evaluation.desk_urls")),
    path("beheer/schrift/", include("loket.advisers.notebook.urls")),
    path("beheer/contact/", include("loket.advisers.contact.urls")),
    path("beheer/contact/", include("loket.advisers.handover.urls")),
    path("beheer/signalen/", include("loket.advisers.signals.urls")),
    path("beheer/wettelijke-plicht/", include("loket.advisers.duty.urls")),
    path("beheer/netwerk/", include("loket.advisers.network.urls")),
    path("beheer/tellijst-totalen/", include("loket.advisers.totals.urls")),
]
