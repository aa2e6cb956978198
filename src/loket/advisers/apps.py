from django.apps import AppConfig


class AdvisersConfig(AppConfig):
    name = "loket.advisers"
