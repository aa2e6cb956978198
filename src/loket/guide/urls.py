from django.urls import path

from loket.guide import views

app_name = "guide"
urlpatterns = [
    path("", views.home, name="home"),
    path("bespreken/", views.discuss, name="discuss"),
    path("signaleren/", views.signal, name="signal"),
    path("melden/", views.report, name="report"),
    path("welke-deur/", views.which_door, name="which-door"),
    path("melden-buiten/", views.external_routes, name="external-routes"),
    path("gegevens/", views.privacy, name="privacy"),
    path("toegankelijkheid/", views.accessibility, name="accessibility"),
]
