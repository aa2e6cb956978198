from django.urls import path

from loket.publications.recommendations import views

urlpatterns = [
    path("", views.overview, name="recommendations"),
    path("<int:year>/nieuw/", views.new, name="recommendation-new"),
    path("<int:pk>/", views.change, name="recommendation"),
    path("<int:pk>/opvolging/", views.follow_up, name="recommendation-follow-up"),
    path("<int:pk>/plaats/", views.move, name="recommendation-move"),
    path("<int:pk>/meenemen/", views.carry_over, name="recommendation-carry"),
    path("<int:pk>/weg/", views.remove, name="recommendation-remove"),
]
