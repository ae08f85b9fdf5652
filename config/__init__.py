"""How the rooms are put together. Imported by no other room."""

from config.celery import app as celery_app

__all__ = ["celery_app"]
