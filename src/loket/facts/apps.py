from django.apps import AppConfig


class FactsConfig(AppConfig):
    name = "loket.facts"
    label = "facts"
