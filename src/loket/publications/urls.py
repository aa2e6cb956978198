from django.urls import include, path

from loket.publications import staff, views
from loket.publications.contradictions import views as contradictions
from loket.publications.ledger import views as ledger
from loket.publications.monthly import views as monthly
from loket.publications.protection import views as protection
from loket.publications.restated import views as restated

app_name = "publications"
urlpatterns = [
    path("publicaties/", views.public_list, name="list"),
    path("publicaties/toeval/", views.chance, name="chance"),
    path("publicaties/nagerekend/<int:year>/", contradictions.printed_report, name="contradictions"),
    path("publicaties/<int:year>/", views.publication, name="publication"),
    path("publicaties/<slug:slug>/<int:year>/", views.publication, name="publication"),
    path("beheer/onderdeel/<str:unit>/", monthly.unit_month, name="unit-month"),
    path("beheer/onderdeel/<str:unit>/maandoverzicht.pdf", monthly.unit_month_pdf, name="unit-month-pdf"),
    path("beheer/", staff.overview, name="overview"),
    path("beheer/aanbevelingen/", include("loket.publications.recommendations.urls")),
    path("beheer/publicaties/", staff.staff_list, name="staff-list"),
    path("beheer/publicaties/vastleggen/", staff.freeze, name="freeze"),
    path("beheer/publicaties/bescherming/", protection.tables, name="protection"),
    path("beheer/publicaties/bescherming/<slug:table_id>/", protection.table, name="protection-table"),
    path("beheer/publicaties/verschenen/", ledger.pages, name="ledger"),
    path("beheer/publicaties/controles/", staff.checks, name="checks"),
    path("beheer/publicaties/<int:year>/bouwen/", staff.start_build, name="start-build"),
    path("beheer/publicaties/<int:year>/herzien/<int:number>/", restated.revision, name="restated"),
    path("beheer/publicaties/bouw/<int:build_id>/", staff.build_status, name="build"),
    path("beheer/publicaties/bouw/<int:build_id>/voortgang/", staff.build_progress, name="build-progress"),
    path("beheer/publicaties/bouw/<int:build_id>/stoppen/", staff.stop_build, name="stop-build"),
]
