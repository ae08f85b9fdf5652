from pathlib import Path

import pytest
import schemathesis
import yaml
from django.conf import settings
from django.core.cache import cache
from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from drf_spectacular.generators import SchemaGenerator
from drf_spectacular.renderers import OpenApiYamlRenderer
from hypothesis import HealthCheck
from hypothesis import settings as hypothesis_settings
from schemathesis import checks

from config.wsgi import application

COMMITTED = Path(settings.BASE_DIR, "api", "openapi.yaml")


def test_the_committed_description_is_what_the_code_says():
    schema = SchemaGenerator().get_schema(request=None, public=True)
    fresh = OpenApiYamlRenderer().render(schema, renderer_context={}).decode()
    assert yaml.safe_load(fresh) == yaml.safe_load(COMMITTED.read_text()), (
        "stale: python manage.py spectacular --validate --file api/openapi.yaml"
    )


@pytest.fixture
def described(team):
    """The API as a plain WSGI program; its connection is the test's, so that what it writes is rolled back."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield schemathesis.openapi.from_wsgi("/api/v1/schema/", application)
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


public = schemathesis.pytest.from_fixture("described")


@pytest.mark.slow
@public.include(path_regex="^/api/v1/complaints/").parametrize()
@hypothesis_settings(max_examples=50, deadline=None, suppress_health_check=list(HealthCheck))
def test_whatever_is_sent_gets_an_answer_that_the_description_names(case):
    cache.clear()  # the throttle is tested by itself
    case.call_and_validate(
        checks=[
            checks.not_a_server_error,
            checks.status_code_conformance,
            checks.content_type_conformance,
            checks.response_schema_conformance,
        ]
    )
