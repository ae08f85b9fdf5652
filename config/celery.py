"""The Celery application. Tasks are hints; what must happen is recorded in the database."""

import os

from celery import Celery

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

app = Celery("hak_pekerja")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
