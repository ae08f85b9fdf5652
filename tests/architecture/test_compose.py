"""docker-compose.yml describes the system that tests/faults/test_processes.py starts without an engine."""

import json
import re
import shutil
import subprocess

import pytest
import yaml

from tests.architecture.test_settings import ROOT, variables_of_compose

GIVEN = {
    "POSTGRES_PASSWORD": "onlyfortests",
    "SECRET_KEY": "only-for-tests",
    "FIELD_KEYS": "only-for-tests",
    "LOOKUP_KEYS": "only-for-tests",
    "AUDIT_KEY": "only-for-tests",
}


def compose(tmp_path, **variables: str) -> subprocess.CompletedProcess[str]:
    """What docker-compose makes of the file, with these variables and no .env beside it."""
    if not shutil.which("docker-compose"):
        pytest.skip("docker-compose is not installed")
    return subprocess.run(
        [
            "docker-compose",
            "--file",
            str(ROOT / "docker-compose.yml"),
            "--project-directory",
            str(tmp_path),
            "config",
        ],
        env={"PATH": "/usr/bin:/bin:/usr/local/bin", "HOME": str(tmp_path), **variables},
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.fixture
def services(tmp_path) -> dict:
    done = compose(tmp_path, **GIVEN)
    assert done.returncode == 0, done.stderr
    return yaml.safe_load(done.stdout)["services"]


def test_docker_compose_accepts_the_file(services: dict) -> None:
    assert set(services) == {"db", "redis", "setup", "web", "worker", "beat", "mail"}


def test_everything_that_stays_up_has_a_health_check(services: dict) -> None:
    unchecked = {name for name, service in services.items() if service["healthcheck"]["test"] == ["NONE"]}
    assert unchecked == {"setup"}


def test_web_worker_and_beat_are_one_image_with_one_environment(services: dict) -> None:
    ours = [services[name] for name in ("setup", "web", "worker", "beat")]
    assert {service["image"] for service in ours} == {"hak-pekerja"}
    assert len({json.dumps(service["environment"], sort_keys=True) for service in ours}) == 1


@pytest.mark.parametrize("name", sorted(GIVEN))
def test_it_starts_with_no_secret_of_its_own(tmp_path, name: str) -> None:
    done = compose(tmp_path, **{key: value for key, value in GIVEN.items() if key != name})
    assert done.returncode != 0
    assert name in done.stderr


def test_no_secret_has_a_default() -> None:
    text = (ROOT / "docker-compose.yml").read_text()
    assert set(GIVEN) <= variables_of_compose()
    for name in GIVEN:
        assert not re.search(rf"\${{{name}(?!:\?)", text)
