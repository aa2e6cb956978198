from django.urls import path

from loket.advisers.evaluation import desk_views

urlpatterns = [path("", desk_views.ticket, name="evaluation-ticket")]
