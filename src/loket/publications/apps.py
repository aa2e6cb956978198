from django.apps import AppConfig


class PublicationsConfig(AppConfig):
    name = "loket.publications"
    label = "publications"
