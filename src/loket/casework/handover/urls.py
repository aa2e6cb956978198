"""The addresses of handing a case over, and of deciding on it."""

from django.urls import path

from loket.casework.handover import decision_views, views

urlpatterns = [
    path("overdragen/", views.handover, name="handover"),
    path("overdragen/<int:number>/", views.plan, name="plan"),
    path("naar-buiten/", views.outside, name="outside"),
    path("naar-buiten/<int:number>/pakket.zip", views.outside_package, name="outside-package"),
    path("toestemming/", views.consent, name="consent"),
    path("wettelijk/", views.disclosure, name="disclosure"),
    path("besluit/", decision_views.decision, name="decision"),
    path("besluit/<int:number>/", decision_views.decide, name="decide"),
    path("vergelijk/", decision_views.comparable_cases, name="comparable"),
    path("terug/", decision_views.send_back, name="return"),
]
