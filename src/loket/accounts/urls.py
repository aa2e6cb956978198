from django.urls import include, path

from loket.accounts import own_account, trail, views

app_name = "accounts"
urlpatterns = [
    path("aanmelden/", views.sign_in, name="sign-in"),
    path("aanmelden/code/", views.code, name="code"),
    path("aanmelden/passkey/", views.passkey_sign_in, name="passkey-sign-in"),
    path("aanmelden/passkey/vraag/", views.passkey_options, name="passkey-options"),
    path("aanmelden/eenmalig/<str:token>/", views.link, name="link"),
    path("afmelden/", views.sign_out, name="sign-out"),
    path("afgemeld/", views.signed_out, name="signed-out"),
    path("beheer/account/", own_account.account, name="account"),
    path("beheer/account/bevestigen/", own_account.prove, name="prove"),
    path("beheer/account/bevestigen/vraag/", own_account.prove_options, name="prove-options"),
    path("beheer/account/wachtwoord/", own_account.password, name="account-password"),
    path("beheer/account/app/", own_account.app, name="account-app"),
    path("beheer/account/herstelcodes/", own_account.recovery_codes, name="recovery-codes"),
    path("beheer/account/passkeys/nieuw/", own_account.add_passkey, name="add-passkey"),
    path("beheer/account/passkeys/nieuw/vraag/", own_account.add_passkey_options, name="add-passkey-options"),
    path("beheer/account/passkeys/<int:number>/verwijderen/", own_account.remove_passkey, name="remove-passkey"),
    path("beheer/account/sessies/beeindigen/", own_account.end_session, name="end-session"),
    path("beheer/account/sessies/andere-beeindigen/", own_account.end_other_sessions, name="end-other-sessions"),
    path("beheer/logboek/", trail.trail, name="trail"),
    path("beheer/logboek/logboek.csv", trail.export, name="export-trail"),
    path("beheer/logboek/controleren/", trail.verify, name="verify-trail"),
    path("", include("loket.accounts.access_urls")),
]
