from django.apps import AppConfig


class KeysConfig(AppConfig):
    name = "loket.keys"
    label = "keys"
