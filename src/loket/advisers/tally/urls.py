"""The addresses of an adviser's own tally."""

from django.urls import path

from loket.advisers.tally import entry_views, hours_views, list_views, proposing, register_views

urlpatterns = [
    path("", register_views.tally, name="tally"),
    path("register/", register_views.register, name="register"),
    path("mijn-lijst/", list_views.mine, name="mine"),
    path("mijn-lijst/<uuid:entry>/", entry_views.entry, name="entry"),
    path("mijn-lijst/<uuid:entry>/contact/", entry_views.contact, name="entry-contact"),
    path("mijn-lijst/<uuid:entry>/afdoening/", entry_views.settlement, name="entry-settlement"),
    path("mijn-lijst/<uuid:entry>/situatie/", entry_views.situation, name="entry-situation"),
    path("mijn-lijst/<uuid:entry>/heropenen/", entry_views.reopen, name="entry-reopen"),
    path("mijn-lijst/<uuid:entry>/terugnemen/", entry_views.take_back, name="entry-take-back"),
    path("mijn-lijst/<uuid:entry>/verbeteren/", entry_views.correct, name="entry-correct"),
    path("mijn-lijst/<uuid:entry>/overig/", entry_views.other, name="entry-other"),
    path("mijn-lijst/<uuid:entry>/evaluatie/", entry_views.evaluation, name="entry-evaluation"),
    path("jaar/", list_views.year, name="this-year"),
    path("jaar/<int:year>/", list_views.year, name="year"),
    path("uren/", hours_views.hours, name="hours"),
    path("voorstel/", proposing.propose, name="propose"),
]
