"""The rows of the ledger under the daily roots: whoever lifts the triggers changes none of them unnoticed."""

from datetime import date, timedelta

import pytest
from django.db import connection

from accounts import principals
from cases import audit, triggers
from cases.models import AuditRoot, Case, Claim
from core import clock
from ledger import balance
from ledger.models import Entry, Payment
from tests.conftest import one_complaint, one_worker
from workflows.filing import ClaimPart, submit
from workflows.perform import decide

pytestmark = pytest.mark.django_db


def forge(sql, *values):
    triggers.remove()
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
    triggers.install()


def forge_whole(sql, *values):
    """Whoever changes a row makes the sums agree with it."""
    forge(sql, *values)
    for case in Case.objects.all():
        balance.refresh(case)


def night(days=1):
    """The days that have ended `days` from now are sealed."""
    with clock.at(clock.now() + timedelta(days=days)):
        return audit.seal_due_days()


def told() -> list[tuple[str, str]]:
    return [(broken.where, broken.what) for broken in audit.verify_all()]


@pytest.fixture(autouse=True)
def _folder_of_its_own(settings, tmp_path):
    settings.DATA_DIR = tmp_path


@pytest.fixture(autouse=True)
def _at_noon():
    """In the office's day, so that an hour later is the same one, whenever the tests are run."""
    with clock.at(clock.now().replace(hour=4, minute=0)):
        yield


@pytest.fixture
def paid(team, act):
    """Two claims, something paid of the first, and the night after."""
    worker = one_worker(claims=(ClaimPart("unpaid_wage", 8_000_000), ClaimPart("thr", 4_000_000)))
    case = submit(one_complaint(workers=(worker,)), by=principals.ANYONE).case
    act(case, "accept", team.intake, officer=team.officer.pk)
    act(case, "accept_assignment", team.officer)
    wage = case.claims.get(kind="unpaid_wage")
    act(case, "record_payment", team.officer, amounts={wage.pk: 3_000_000}, paid_on=date(2026, 10, 1))
    night()
    assert told() == []
    return case


ENTRY = "UPDATE ledger_entry SET {} WHERE amount = 8000000"
PAYMENT = "UPDATE ledger_payment SET {}"


@pytest.mark.parametrize(
    ("statement", "event", "what"),
    [
        (ENTRY.format("amount = 1"), 1, "entry {entry} was changed (amount 8000000 -> 1)"),
        (ENTRY.format("kind = 'offered'"), 1, "entry {entry} was changed (kind claimed -> offered)"),
        (ENTRY.format("claim_id = {thr}"), 1, "entry {entry} was changed (claim {wage} -> {thr})"),
        (ENTRY.format("event_seq = 2"), 1, "entry {entry} was changed (event_seq 1 -> 2)"),
        ("DELETE FROM ledger_entry WHERE amount = 8000000", 1, "entry {entry} was removed"),
        (PAYMENT.format("amount = 8000000"), 4, "payment {payment} was changed (amount 3000000 -> 8000000)"),
        (PAYMENT.format("claim_id = {thr}"), 4, "payment {payment} was changed (claim {wage} -> {thr})"),
        (PAYMENT.format("paid_on = '2026-09-01'"), 4,
         "payment {payment} was changed (paid_on 2026-10-01 -> 2026-09-01)"),
        (PAYMENT.format("stated_by_kind = 'claimant'"), 4,
         "payment {payment} was changed (stated_by_kind officer -> claimant)"),
        ("DELETE FROM ledger_payment", 4, "payment {payment} was removed"),
    ],
)  # fmt: skip
def test_a_row_that_is_changed_removed_or_moved_is_named(paid, statement, event, what):
    names = {
        "wage": paid.claims.get(kind="unpaid_wage").pk,
        "thr": paid.claims.get(kind="thr").pk,
        "entry": Entry.objects.get(amount=8_000_000).pk,
        "payment": Payment.objects.get().pk,
    }
    forge_whole(statement.format(**names))
    assert told() == [
        (f"{paid.reference}#{event}", f"{what.format(**names)} since its day was sealed"),
    ]


@pytest.mark.parametrize(
    ("statement", "what"),
    [
        ("UPDATE ledger_claimbalance SET outstanding = 0 WHERE claim_id = {wage}",
         "claim {wage} says outstanding 0, its entries and payments 8000000"),
        ("DELETE FROM ledger_claimbalance WHERE claim_id = {thr}", "claim {thr} is missing"),
        ("UPDATE ledger_payment SET state = 'confirmed'",
         "claim {wage} says stated 3000000, its entries and payments 0"),
        ("UPDATE ledger_casebalance SET outstanding = 0",
         "the case says outstanding 0, its entries and payments 12000000"),
        ("DELETE FROM ledger_casebalance", "the case is missing"),
    ],
)  # fmt: skip
def test_a_balance_that_its_rows_do_not_add_up_to_is_named(paid, statement, what):
    names = {kind: paid.claims.get(kind=kind).pk for kind in ("unpaid_wage", "thr")}
    names["wage"] = names.pop("unpaid_wage")
    forge(statement.format(**names))
    assert told() == [(paid.reference, f"the balance of {what.format(**names)}")]


def test_a_row_that_is_added_under_an_old_event_is_named_whatever_moment_it_bears(paid):
    for at in (Entry.objects.earliest("id").at, clock.now() + timedelta(days=3)):
        made = Entry.objects.create(
            case=paid, claim=paid.claims.get(kind="thr"), kind="waived", amount=4_000_000, event_seq=1, at=at
        )
        what = f"entry {made.pk} was added since its day was sealed"
        assert (f"{paid.reference}#1", what) in told()


def test_a_row_of_no_event_is_named_before_its_day_is_sealed(paid):
    made = Entry.objects.create(
        case=paid, claim=paid.claims.get(kind="thr"), kind="waived", amount=4_000_000, event_seq=9
    )
    balance.refresh(paid)
    assert told() == [(f"{paid.reference}#9", f"entry {made.pk} belongs to no event")]


def test_what_was_done_today_waits_for_the_night(paid, team, act):
    with clock.at(clock.now() + timedelta(days=1, hours=1)):
        thr = paid.claims.get(kind="thr")
        act(paid, "record_payment", team.officer, amounts={thr.pk: 1_000_000}, paid_on=date(2026, 10, 2))
    assert told() == []
    [root] = night(2)
    assert root.rows.count("\n") == 0
    assert told() == []
    forge_whole("UPDATE ledger_payment SET amount = 4000000 WHERE amount = 1000000")
    assert [what for _, what in told()] == [
        f"payment {Payment.objects.get(claim=thr).pk} was changed (amount 1000000 -> 4000000) since its day was sealed"
    ]


def test_the_rows_of_a_root_are_under_its_signature(paid):
    root = AuditRoot.objects.get()
    entry = Entry.objects.get(amount=8_000_000)
    forge_whole("UPDATE ledger_entry SET amount = 1 WHERE id = %s", entry.pk)
    forge("UPDATE cases_auditroot SET rows = replace(rows, '8000000', '1')")
    assert told() == [(f"root {root.day}", "does not follow from the root before, its heads and its rows")]
    for rows in ("bukan daftar", '["gaji",1,1,1]', '["entry",1]', "7"):
        forge("UPDATE cases_auditroot SET rows = %s", rows)
        assert told()[0][0] == f"root {root.day}"
    forge("UPDATE cases_auditroot SET rows = NULL")  # as if it had been sealed before rows were covered
    assert told()[0][0] == f"root {root.day}"


def test_a_row_follows_its_claim_through_a_split_and_a_join_and_stays_what_it_was(team, act):
    two = submit(
        one_complaint(workers=(one_worker(), one_worker(name="Ani", nik="", phone="", email=""))),
        by=principals.ANYONE,
    ).case
    lead = submit(one_complaint(), by=principals.ANYONE).case
    for case in (two, lead):
        act(case, "accept", team.intake, officer=team.officer.pk)
        act(case, "accept_assignment", team.officer)
    claims = Claim.objects.filter(case=two).order_by("claimant__number")
    leaves, stays = claims
    act(two, "record_payment", team.officer, amounts={leaves.pk: 1_000_000, stays.pk: 2_000_000},
        paid_on=date(2026, 10, 1))  # fmt: skip
    night()
    with clock.at(clock.now() + timedelta(days=1)):
        act(two, "split", team.officer, claimants=[leaves.claimant_id])
        asked = act(two, "merge_into", team.officer, lead=lead.reference)
        decide(
            asked.approval.pk, by=principals.officer(team.supervisor), give=True,
            shown=asked.approval.shown_digest,
        )  # fmt: skip
        leaves.refresh_from_db()
        stays.refresh_from_db()
        assert two.pk not in (leaves.case_id, stays.case_id)
        assert stays.case_id == lead.pk
        assert told() == []
        act(Case.objects.get(pk=leaves.case_id), "record_payment", team.officer, amounts={leaves.pk: 500_000},
            paid_on=date(2026, 10, 2))  # fmt: skip
    night(2)
    assert told() == []
    moved = Payment.objects.get(amount=1_000_000)
    forge_whole("UPDATE ledger_payment SET amount = 9 WHERE amount = 1000000")
    assert [where for where, _ in told()] == [f"{two.reference}#{moved.event_seq}"]


# --- days that were sealed before rows were covered ---------------------------------------------------------------


def test_a_root_of_before_is_what_it_was():
    before = "35c59cfd27a1afcbfa4797cf00e7985480643c77c7a8fb0e5ab3e8a4d1b45311"
    assert audit._root("", date(2026, 11, 1), "1:2:abc", None) == before


@pytest.fixture
def upgraded(paid):
    """The night's root as the version before made it."""
    root = AuditRoot.objects.get()
    value = audit._root("", root.day, root.heads, None)
    signature = audit._sign(value, audit.settings.AUDIT_KEYS[0])
    forge("UPDATE cases_auditroot SET rows = NULL, root = %s, signature = %s", value, signature)
    audit.export_file().unlink(missing_ok=True)
    return paid


def test_a_day_that_was_sealed_before_holds_and_the_next_root_covers_its_rows(upgraded):
    assert told() == []
    forge_whole("UPDATE ledger_entry SET amount = 8000001 WHERE amount = 8000000")
    assert told() == []  # nothing knew better then
    night(2)
    assert told() == []
    forge_whole("UPDATE ledger_entry SET amount = 1 WHERE amount = 8000001")
    entry = Entry.objects.get(amount=1)
    assert told() == [
        (f"{upgraded.reference}#1", f"entry {entry.pk} was changed (amount 8000001 -> 1) since its day was sealed")
    ]  # fmt: skip
