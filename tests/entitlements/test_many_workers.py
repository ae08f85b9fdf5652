"""A collective case: all of ten thousand workers at once, on one core. Seconds are printed, not asserted."""

import time

import pytest

from entitlements import Result, compute_each


def worker(n):
    return {
        "kind": "worker_overview",
        "ref": f"W-{n}",
        "wage": {"base": 3_000_000 + n * 137, "fixed_allowances": 250_000},
        "service": {"start": f"20{10 + n % 10}-0{1 + n % 9}-1{n % 9}", "end": "2026-09-15"},
        "ground": "43(1)",
        "place": "Balikpapan",
        "work_days_per_week": 6,
        "as_of": "2026-10-20",
        "severance": {"leave_days": n % 12},
        "thr": {"holiday": "2026-03-21"},
        "unpaid_wage": {"periods": [{"owed": 3_000_000 + n, "due_date": "2026-07-31"}], "last_wage": {"days_worked": 12, "due_date": "2026-09-30"}},
    }  # fmt: skip


@pytest.mark.slow
def test_ten_thousand_workers_are_reckoned_one_by_one(rulebook):
    requests = [worker(n) for n in range(10_000)]
    begun = time.process_time()
    done = [
        (r.ref, r.total, sum(row.amount for row in r.rows))
        for r in compute_each(requests, rulebook)
        if isinstance(r, Result)
    ]
    print(f"\n10,000 workers: {time.process_time() - begun:.2f} s of one core")
    assert [ref for ref, _, _ in done] == [f"W-{n}" for n in range(10_000)]
    assert all(total == added > 0 for _, total, added in done)
