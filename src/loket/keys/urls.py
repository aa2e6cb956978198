from django.urls import path

from loket.keys import body_views, own_views, views

app_name = "keys"
urlpatterns = [
    path("beheer/ontgrendelen/", views.unlock, name="unlock"),
    path("beheer/vergrendelen/", views.lock, name="lock"),
    path("beheer/sleutels/", own_views.keys, name="keys"),
    path("beheer/sleutels/wachtzin/", own_views.passphrase, name="passphrase"),
    path("beheer/sleutels/passkey/", own_views.add_passkey, name="add-passkey"),
    path("beheer/sleutels/vernieuwen/", own_views.rotate, name="rotate"),
    path("beheer/sleutels/<slug:body>/geven/", body_views.give, name="give"),
    path("beheer/sleutels/<slug:body>/terugnemen/", body_views.take_back, name="take-back"),
]
