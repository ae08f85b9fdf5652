"""The same database and nothing else: no sessions, no middleware, no components."""

from config.settings import *  # noqa: F403
from config.settings import INSTALLED_APPS

INSTALLED_APPS = [
    name for name in INSTALLED_APPS if not name.startswith("allauth")
]  # it insists on its middleware
MIDDLEWARE: list[str] = []
ROOT_URLCONF = "bench.bare"
