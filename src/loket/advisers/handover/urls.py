"""The addresses of warm handovers, below a contact."""

from django.urls import URLPattern, path

from loket.advisers.handover import views

urlpatterns: list[URLPattern] = [
    path("<str:reference>/overdragen/", views.handover, name="handover"),
    path("<str:reference>/overdragen/<uuid:handover>/", views.handover_do, name="handover-do"),
    path("<str:reference>/overdragen/<uuid:handover>/brief/", views.handover_paper, name="handover-paper"),
]
