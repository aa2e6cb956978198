from django.urls import path

from loket.accounts import trail, views

app_name = "accounts"
urlpatterns = [
    path("aanmelden/", views.sign_in, name="sign-in"),
    path("afmelden/", views.sign_out, name="sign-out"),
    path("afgemeld/", views.signed_out, name="signed-out"),
    path("beheer/logboek/", trail.trail, name="trail"),
    path("beheer/logboek/controleren/", trail.verify, name="verify-trail"),
]
