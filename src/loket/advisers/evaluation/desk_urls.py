"""The address at which an adviser gets a code for a reporter."""

from django.urls import path

from loket.advisers.evaluation import desk_views

urlpatterns = [path("", desk_views.ticket, name="evaluation-ticket")]
