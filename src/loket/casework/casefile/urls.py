"""The addresses of one case file."""

from django.urls import path

from loket.casework.casefile import act_views, case_views, person_views, steering_views, writing_views

urlpatterns = [
    path("", case_views.case, name="case"),
    path("tijdlijn/", case_views.timeline, name="timeline"),
    path("bestand/<uuid:id_>/", case_views.file, name="file"),
    path("anders/", act_views.others, name="others"),
    path("stap/<str:act>/", act_views.act, name="act"),
    path("notitie/", writing_views.note, name="note"),
    path("taak/", writing_views.task, name="task"),
    path("taak/<int:number>/klaar/", writing_views.task_done, name="task-done"),
    path("stuk/", writing_views.document, name="document"),
    path("stuk/<int:number>/", writing_views.item, name="item"),
    path("bericht/", writing_views.message, name="message"),
    path("persoon/", person_views.person, name="person"),
    path("persoon/<int:number>/", person_views.person_change, name="person-change"),
    path("persoon/<int:number>/naam/", person_views.person_name_shown, name="person-name"),
    path("persoon/<int:number>/verslag/", person_views.hearing, name="hearing"),
    path("melder/", person_views.reporter, name="reporter"),
    path("kenmerken/", steering_views.labels, name="labels"),
    path("behandelaar/", steering_views.assign, name="assign"),
    path("toegang/", steering_views.access, name="access"),
    path("belang/", steering_views.conflict, name="conflict"),
]
