from django.apps import AppConfig


class GuideConfig(AppConfig):
    name = "loket.guide"
    label = "guide"
