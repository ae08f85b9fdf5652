"""Gunicorn's settings, the same for `make run` and for a web server of its own."""

from config import env

wsgi_app = "config.wsgi"
bind = f"{env.HOST}:{env.PORT}"
worker_class = "gthread"
workers = env.WEB_WORKERS
threads = env.WEB_THREADS
timeout = 60
graceful_timeout = 4
keepalive = 5
# Paths of pages hold case references: the access log stays off, errors are told.
accesslog = None
loglevel = "warning"
control_socket_disable = True
