"""The environment has one reader, and every variable is explained to the person who sets it."""

import ast
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]

# Beside the one reader: who passes an environment on to processes, and who only names Django's settings module.
MAY_TOUCH_THE_ENVIRONMENT = {
    "bench/__main__.py",
    "config/env.py",
    "config/supervisor.py",
    "tests/environment.py",
    "tests/stack.py",
    "tools/test.py",
}
SETTINGS_MODULE_ONLY = re.compile(r'os\.environ\.setdefault\("DJANGO_SETTINGS_MODULE", "config\.settings"\)')


def python_files() -> list[Path]:
    tops = [path for path in ROOT.iterdir() if path.name not in {"node_modules", "var", "data"}]
    folders = [path for path in tops if path.is_dir() and not path.name.startswith(".")]
    files = [path for path in tops if path.suffix == ".py"]
    return files + [
        path for folder in folders for path in folder.rglob("*.py") if "node_modules" not in path.parts
    ]


def variables_read() -> set[str]:
    """The names that config/env.py asks for."""
    names = set()
    for node in ast.walk(ast.parse((ROOT / "config/env.py").read_text())):
        if isinstance(node, ast.Call) and re.fullmatch(r"_env\.\w+", ast.unparse(node.func)):
            names |= {arg.value for arg in node.args[:1] if isinstance(arg, ast.Constant)}
        elif isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == "SECRET_NAMES":
            names |= set(ast.literal_eval(node.value))
    return names


def blocks_explained() -> dict[str, str]:
    """Variable of .env.example -> the comment that stands over it (shared by variables that follow each other)."""
    found, comment = {}, []
    for line in (ROOT / ".env.example").read_text().splitlines():
        if match := re.match(r"(?:# )?([A-Z][A-Z_]+)=", line):
            found[match[1]] = " ".join(comment)
        elif line.startswith("#"):
            comment.append(line.lstrip("# "))
        else:
            comment = []
    return found


def variables_of_compose() -> set[str]:
    return set(re.findall(r"\$\{([A-Z_]+)", (ROOT / "docker-compose.yml").read_text()))


def test_every_variable_that_is_read_is_in_the_example_and_no_other() -> None:
    assert variables_read() | variables_of_compose() == set(blocks_explained())


SET_BY_COMPOSE = {
    "DATABASE_URL", "REDIS_URL", "REDIS_PREFIX", "DATA_DIR", "STATIC_ROOT", "HOST", "PORT", "DEBUG",
}  # fmt: skip


def test_compose_passes_on_whatever_the_system_reads_but_what_it_sets_itself() -> None:
    assert variables_of_compose() - variables_read() == {"POSTGRES_PASSWORD"}
    assert variables_read() - variables_of_compose() == SET_BY_COMPOSE
    named = blocks_explained()["POSTGRES_PASSWORD"]
    assert all(name in named for name in SET_BY_COMPOSE), "the example says so"


def test_the_defaults_of_compose_are_those_of_the_system() -> None:
    """A number that stands in both places must not differ by where it is started."""
    text = (ROOT / "docker-compose.yml").read_text()
    defaults = dict(
        re.findall(r'_env\.\w+\("([A-Z_]+)", default="?([\w]*)"?\)', (ROOT / "config/env.py").read_text())
    )
    given = dict(re.findall(r"\$\{([A-Z_]+):-(\w*)\}", text))
    assert {name: defaults[name].replace("False", "") for name in given if name in defaults} == {
        name: value for name, value in given.items() if name in defaults
    }
    assert {"WEB_WORKERS", "KEEP_DONE_DAYS", "DRAFT_SPACE_MB"} <= given.keys() & defaults.keys()


@pytest.mark.parametrize("name", sorted(variables_read()))
def test_every_variable_is_explained(name: str) -> None:
    assert len(blocks_explained()[name]) > 20


def test_the_example_holds_no_secret() -> None:
    text = (ROOT / ".env.example").read_text()
    for name in (
        "SECRET_KEY",
        "FIELD_KEYS",
        "LOOKUP_KEYS",
        "AUDIT_KEY",
        "DATABASE_URL",
        "EMAIL_URL",
        "POSTGRES_PASSWORD",
    ):
        assert re.search(rf"^{name}=$", text, re.M), f"{name} must stand there without a value"


def test_only_one_module_reads_the_environment() -> None:
    readers = {
        str(path.relative_to(ROOT))
        for path in python_files()
        if path.relative_to(ROOT).parts[0] != "tests"  # a test may ask how it is run
        and re.search(r"os\.(environ|getenv)|from os import", SETTINGS_MODULE_ONLY.sub("", path.read_text()))
    }
    assert readers - MAY_TOUCH_THE_ENVIRONMENT == set()


@pytest.mark.parametrize("settings", ["bench.settings", "bench.bare_settings"])
def test_the_domain_starts_with_the_settings_that_are_measured(settings: str) -> None:
    """The bare twin leaves out the log-in pages: no room may need them in order to start."""
    environment = os.environ | {"DJANGO_SETTINGS_MODULE": settings}
    started = subprocess.run(
        [sys.executable, "-c", "import django; django.setup(); from bench import bare"],
        cwd=ROOT, env=environment, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert started.returncode == 0, started.stderr[-1000:]
