"""Addresses of the functional administrator's pages about people; ``accounts.urls`` includes them."""

from django.urls import path

from loket.accounts import access_views, people

urlpatterns = [
    path("beheer/toegang/", people.people, name="people"),
    path("beheer/toegang/controle.csv", people.access_review, name="access-review"),
    path("beheer/toegang/nieuw/", people.new_person, name="new-person"),
    path("beheer/toegang/<str:username>/", access_views.person, name="person"),
    path("beheer/toegang/<str:username>/rol/", access_views.give_role, name="give-role"),
    path("beheer/toegang/<str:username>/rol/<int:number>/", access_views.end_role, name="end-role"),
    path("beheer/toegang/<str:username>/uitnodigen/", access_views.invite, name="invite"),
    path("beheer/toegang/<str:username>/vergeten/", access_views.forget, name="forget-factors"),
    path("beheer/toegang/<str:username>/sluiten/", access_views.close, name="close-account"),
    path("beheer/toegang/<str:username>/openen/", access_views.reopen, name="reopen-account"),
]
