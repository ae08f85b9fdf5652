from django.apps import AppConfig


class SatgasConfig(AppConfig):
    name = "portals.satgas"
