# One image for web, worker, beat and the set-up step: they differ by their command (docker-compose.yml).
FROM python:3.11-slim AS packages
COPY requirements/base.txt /tmp/base.txt
RUN python -m venv /opt/venv \
    && /opt/venv/bin/pip install --no-cache-dir --disable-pip-version-check --require-hashes --no-deps -r /tmp/base.txt

FROM python:3.11-slim
RUN useradd --system --uid 10001 --home-dir /app --shell /usr/sbin/nologin hakpekerja \
    && install -d -o hakpekerja -g hakpekerja /data
COPY --from=packages /opt/venv /opt/venv
COPY . /app
WORKDIR /app
ENV PATH=/opt/venv/bin:$PATH \
    PYTHONUNBUFFERED=1 \
    PYTHONDONTWRITEBYTECODE=1 \
    DJANGO_SETTINGS_MODULE=config.settings \
    DATA_DIR=/data \
    STATIC_ROOT=/app/static-collected \
    HOST=0.0.0.0
# Static files and translations are built here; the secrets that a start without environment makes stay out.
RUN DATA_DIR=/tmp/build python -m config.prepare --only-static && rm -rf /tmp/build
USER hakpekerja
VOLUME /data
EXPOSE 8000
HEALTHCHECK --interval=15s --timeout=5s --start-period=20s CMD ["python", "-m", "config.probe", "web"]
CMD ["gunicorn", "--config", "python:config.gunicorn"]
