"""Every test, in passes: what `make test` runs.

Rooms on SQLite, rooms on PostgreSQL with Redis, browser journeys and faults on PostgreSQL, the embedded start. What
cannot run here is said in one line and counted as skipped; with CI=true it counts as failed. Arguments go to pytest.

The last line is the sum of all passes: `N passed, N failed`, and `, N skipped` where something was skipped.
"""

import os
import re
import signal
import subprocess
import sys
import tempfile
import time
import xml.etree.ElementTree as ET
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

NOT_ROOMS = "not (journey or faults or embedded)"
IN_CI = os.environ.get("CI") == "true"
LONGEST_PASS = (
    40 * 60
)  # seconds; a pass that hangs is ended and counts as failed (the longest takes 11 minutes on a slow machine)


@dataclass
class Pass:
    name: str
    markers: str
    postgres: bool = False
    processes: int = 1
    needs: frozenset[str] = frozenset()


PASSES = [
    Pass("rooms on SQLite", f"{NOT_ROOMS} and not (postgres or redis)", processes=2),
    Pass(
        "rooms on PostgreSQL with Redis",
        f"{NOT_ROOMS} and not (pure and not (postgres or redis))",  # the law is reckoned alike on every database
        postgres=True,
        processes=2,
        needs=frozenset({"postgres", "redis"}),
    ),
    Pass(
        "browser journeys",
        "journey and not embedded",
        postgres=True,
        needs=frozenset({"postgres", "redis", "journey"}),
    ),
    Pass("faults and load", "faults and not journey", postgres=True, needs=frozenset({"postgres", "redis"})),
    Pass("the embedded start", "embedded"),
]


def missing(one: Pass) -> str:
    """Why this pass cannot run here; empty when it can."""
    from tests import environment

    reasons = {
        "postgres": environment.why_no_postgres(),
        "redis": environment.why_no_redis(),
        "journey": environment.why_no_browser(),
    }
    return "; ".join(reasons[need] for need in sorted(one.needs) if reasons[need])


def pytest(one: Pass, *arguments: str) -> list[str]:
    parallel = ["-n", str(one.processes)] if one.processes > 1 else []
    return [sys.executable, "-m", "pytest", "-q", "-m", one.markers, *parallel, *arguments, *sys.argv[1:]]


def environment_of(one: Pass) -> dict[str, str]:
    return os.environ | {"TEST_DATABASE": "postgres" if one.postgres else "sqlite"}


def count_without_running(one: Pass) -> int:
    collected = subprocess.run(
        pytest(Pass(one.name, one.markers), "--collect-only"),
        env=environment_of(one),
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    return len(re.findall(r"^tests/\S+::", collected.stdout, re.M))


def counted(report: Path) -> Counter[str]:
    """passed, failed and skipped of one JUnit report; a test that fails twice (call and teardown) counts once."""
    outcome: dict[tuple, str] = {}
    for number, case in enumerate(ET.parse(report).iter("testcase")):
        kinds = {child.tag for child in case if child.get("type") != "pytest.xfail"}
        name = (case.get("classname"), case.get("name")) if case.get("name") else (number,)
        found = "failed" if kinds & {"failure", "error"} else "skipped" if "skipped" in kinds else "passed"
        outcome[name] = "failed" if "failed" in (found, outcome.get(name)) else found
    return Counter(outcome.values())


def run(one: Pass, report: Path) -> Counter[str]:
    with subprocess.Popen(
        pytest(one, f"--junit-xml={report}"), env=environment_of(one), cwd=ROOT, start_new_session=True
    ) as process:
        try:
            code = process.wait(timeout=LONGEST_PASS)
        except (subprocess.TimeoutExpired, KeyboardInterrupt):
            os.killpg(process.pid, signal.SIGTERM)
            process.wait()
            code = -1
    if code == 5:  # nothing matched the markers
        return Counter()
    counts = counted(report) if report.exists() else Counter()
    if code and not counts["failed"]:
        print(f"pytest ended with {code} without naming a failed test")
        counts["failed"] += 1
    return counts


def main() -> int:
    total: Counter[str] = Counter()
    notes = []
    with tempfile.TemporaryDirectory() as folder:
        for number, one in enumerate(PASSES):
            begin = time.monotonic()
            print(f"\n=== {one.name}", flush=True)
            if why := missing(one):
                counts = Counter({"failed" if IN_CI else "skipped": count_without_running(one)})
                notes.append(f"Not run: {one.name} ({why})")
                print(notes[-1])
            else:
                counts = run(one, Path(folder) / f"{number}.xml")
                if IN_CI and counts["skipped"]:
                    notes.append(f"Skipped in CI, which counts as failed: {counts['skipped']} in {one.name}")
                    counts["failed"] += counts.pop("skipped")
            print(f"=== {one.name}: {dict(counts)} in {time.monotonic() - begin:.0f} s", flush=True)
            total += counts
    print()
    for note in notes:
        print(note)
    skipped = f", {total['skipped']} skipped" if total["skipped"] else ""
    print(f"{total['passed']} passed, {total['failed']} failed{skipped}", flush=True)
    return 1 if total["failed"] or not total["passed"] else 0


if __name__ == "__main__":
    sys.exit(main())
