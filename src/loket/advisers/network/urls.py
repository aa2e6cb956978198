"""The addresses of the network, below /beheer/netwerk/."""

from django.urls import path

from loket.advisers.network import views, work_views

urlpatterns = [
    path("", views.listing, name="network"),
    path("overzicht/", views.summary, name="network-overview"),
    path("aanstellen/", views.appoint, name="network-appoint"),
    path("persoon/<slug:slug>/", views.file, name="network-adviser"),
    path("persoon/<slug:slug>/plek/", views.place, name="network-change"),
    path("persoon/<slug:slug>/certificaat/", views.certificate, name="certificate"),
    path("persoon/<slug:slug>/beeindigen/", views.end, name="network-end"),
    path("mijn-certificaat/", views.own_file, name="own-file"),
    path("mijn-certificaat/nieuw/", work_views.requirement, name="requirement"),
    path("mijn-certificaat/<int:number>/weg/", work_views.requirement_remove, name="requirement-remove"),
    path("mijn-profiel/", views.own_profile, name="own-profile"),
    path("intervisie/", work_views.groups, name="groups"),
    path("intervisie/nieuw/", work_views.group_new, name="group-new"),
    path("intervisie/<int:number>/", work_views.group, name="group"),
    path("intervisie/<int:number>/<int:meeting>/weg/", work_views.meeting_remove, name="meeting-remove"),
    path("voorlichting/", work_views.activity, name="activity"),
    path("voorlichting/<int:number>/", work_views.activity_change, name="activity-change"),
    path("voorlichting/<int:number>/weg/", work_views.activity_remove, name="activity-remove"),
    path("voorstellen/", work_views.proposals, name="proposals"),
    path("voorstellen/<int:number>/", work_views.proposal, name="proposal"),
    path("jaar-afsluiten/", work_views.close_year, name="close-year"),
]
