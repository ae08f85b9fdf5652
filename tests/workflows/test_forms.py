"""Every action's form is made from its params, for a page and for a machine alike."""

import dataclasses
from datetime import date, timedelta

import pytest
from django.http import QueryDict
from django.utils.translation import override

from accounts import principals
from accounts.models import Office
from cases.models import AccessLog, Evidence
from core import clock
from ledger.models import ClaimBalance
from tests.conftest import one_complaint, one_worker
from workflows.actions import ACTIONS
from workflows.errors import Invalid
from workflows.filing import ClaimPart, submit
from workflows.forms import form_class, to_params
from workflows.params import asks

pytestmark = pytest.mark.django_db

SAMPLES = {
    "text": "HP-4K7-9QXM", "long_text": "Satu dua tiga", "date": "2026-11-02", "rupiah": 1_500_000, "number": 7,
    "boolean": True, "package": "0" * 64, "email": "siti@contoh.example",
}  # fmt: skip


@pytest.fixture
def by(team):
    return principals.officer(team.officer)


@pytest.fixture
def collective(team):
    """Thirty workers, each with wages of July and August and overtime."""
    july = ClaimPart("unpaid_wage", 1_000_000, date(2025, 7, 1), date(2025, 7, 31))
    august = ClaimPart("unpaid_wage", 4_000_000, date(2025, 8, 1), date(2025, 8, 31))
    workers = tuple(
        one_worker(
            name=f"Pekerja {n}", nik="", phone="", list_id=f"W{n:03}",
            claims=(july, august, ClaimPart("overtime", 500_000)),
        )
        for n in range(1, 31)
    )  # fmt: skip
    return submit(one_complaint(workers=workers), by=principals.ANYONE).case


def post(**values) -> QueryDict:
    query = QueryDict(mutable=True)
    for name, value in ({"seen": "0"} | values).items():
        query.setlist(name, value if isinstance(value, list) else [value])
    return query


def a_file(case) -> Evidence:
    return Evidence.objects.create(
        case=case,
        kind="letter",
        media_type="application/pdf",
        size=9,
        sha256="0" * 64,
        given_by_kind="officer",
    )


def some_values(action, case, team):
    """A JSON object that fits what the action asks for."""
    claimant, claim = case.claimants.first(), case.claims.first()
    ids = {
        "claimants": [claimant.pk], "claims": [claim.pk], "amounts": {str(claim.pk): 250_000}, "payments": [],
        "party": case.parties.get().pk, "evidence": a_file(case).pk, "user": team.officer.pk,
        "office": team.inspectorate.pk,
    }  # fmt: skip
    values = {}
    for name, ask in asks(action.params).items():
        if ask.kind == "payments":
            continue
        if ask.kind == "choice":
            value = next(str(value) for value, _ in getattr(ask.choices, "choices", ask.choices))
            values[name] = [value] if ask.many else value
        elif ask.kind == "office":
            values[name] = Office.objects.create(name="Instansi", kind=ask.office_kinds[0]).pk
        else:
            value = SAMPLES.get(ask.kind, ids.get(ask.kind))
            values[name] = [value] if ask.many and not isinstance(value, list) else value
    return values


@pytest.mark.parametrize("name", sorted(ACTIONS))
def test_every_form_renders_and_parses_what_a_machine_sends(name, case, team, by):
    action = ACTIONS[name]
    form_type = form_class(action, case, by=by)
    html = form_type().as_div() + str(form_type())
    for ask in asks(action.params).values():
        assert str(ask.label) in html
    values = some_values(action, case, team)
    note = {"note": "Karena demikian."} if action.needs_reason else {}
    form = form_class(action, case, by=by)({"seen": case.version} | values | note)
    required = [ask.kind for ask in asks(action.params).values() if ask.required]
    if "payments" in required:
        assert list(form.errors) == ["payments"]
        return
    assert form.is_valid(), form.errors
    params = to_params(form, action)
    assert isinstance(params, action.params)
    for field, value in values.items():
        parsed = getattr(params, field)
        if isinstance(parsed, date):
            parsed = parsed.isoformat()
        if isinstance(parsed, dict):
            parsed = {str(key): amount for key, amount in parsed.items()}
        assert parsed == value, field


@pytest.mark.parametrize("name", sorted(ACTIONS))
def test_every_form_renders_in_english_and_for_the_worker(name, case, claimant):
    with override("en"):
        html = str(form_class(ACTIONS[name], case, by=principals.claimant(claimant.pk))())
    assert 'name="seen"' in html
    assert "Budi Santoso" not in html
    assert not AccessLog.objects.exists()


@pytest.mark.parametrize(
    "name",
    sorted(name for name, action in ACTIONS.items() if any(a.required for a in asks(action.params).values())),
)
def test_an_empty_post_names_every_required_field(name, case, by):
    action = ACTIONS[name]
    form = form_class(action, case, by=by)(post())
    assert not form.is_valid()
    wanted = {field for field, ask in asks(action.params).items() if ask.required}
    assert wanted <= set(form.errors)
    assert "seen" not in form.errors


def test_what_was_seen_and_a_one_time_intent_go_along_hidden(case, by):
    html = str(form_class(ACTIONS["accept"], case, by=by)())
    assert f'name="seen" value="{case.version}"' in html.replace(' type="hidden"', "")
    assert (
        form_class(ACTIONS["accept"], case, by=by)()["intent"].value()
        != form_class(ACTIONS["accept"], case, by=by)()["intent"].value()
    )
    assert "seen" in form_class(ACTIONS["accept"], case, by=by)({}).errors


# --- people ----------------------------------------------------------------------------------------------


def test_names_are_opened_once_and_logged(collective, by):
    html = str(form_class(ACTIONS["split"], collective, by=by)())
    assert "1. Pekerja 1" in html
    assert "30. Pekerja 30" in html
    assert AccessLog.objects.get().rows == 30


def chosen(case, by, **values):
    form = form_class(ACTIONS["split"], case, by=by)(post(**values))
    return form.cleaned_data["claimants"] if form.is_valid() else dict(form.errors)


def test_people_are_chosen_by_box_and_by_number(collective, by):
    people = {person.number: person.pk for person in collective.claimants.all()}
    assert chosen(collective, by, claimants=[str(people[3]), str(people[5])]) == [people[3], people[5]]
    assert chosen(collective, by, claimants_numbers="1-3, w010 20") == [people[n] for n in (1, 2, 3, 10, 20)]


@pytest.mark.parametrize("numbers", ["99", "3-1", "a", "1-99", "1-999999999", "-", "²"])
def test_a_number_that_is_nobody_is_named(collective, by, numbers):
    with override("id"):
        assert "bukan nomor pekerja" in str(chosen(collective, by, claimants_numbers=numbers)["claimants"])


def test_people_of_another_case_cannot_be_chosen(collective, claimant, by):
    assert "claimants" in chosen(collective, by, claimants=[str(claimant.pk)])
    assert "claimants" in chosen(collective, by, claimants=["x"])


def test_all_is_the_default_and_contradicts_a_tick(collective, by):
    action = ACTIONS["record_consent"]
    given = {"consent": "given", "claimants_which": "all"}
    form = form_class(action, collective, by=by)(post(**given))
    assert form.is_valid()
    assert to_params(form, action).claimants == []
    one = str(collective.claimants.first().pk)
    form = form_class(action, collective, by=by)(post(**given, claimants=[one]))
    assert list(form.errors) == ["claimants"]
    assert f'value="{one}" checked' in str(form)  # what was ticked stays
    form = form_class(action, collective, by=by)(post(**given | {"claimants_which": "chosen"}))
    assert list(form.errors) == ["claimants"]


def test_who_speaks_for_one_is_not_asked_for_whom(collective, by):
    one = collective.claimants.first()
    for speaker in (
        principals.claimant(one.pk),
        dataclasses.replace(by, on_behalf_of=one.pk, proof="read_back"),
    ):
        form = form_class(ACTIONS["add_claim"], collective, by=speaker)({"seen": 0, "kind": "thr"})
        assert "claimants" not in form.fields
        assert form.is_valid(), form.errors
        assert to_params(form, ACTIONS["add_claim"]).claimants == []


# --- amounts ---------------------------------------------------------------------------------------------


def amounts(case, by, action="record_payment", field="amounts", **values):
    dated = {"paid_on_day": "1", "paid_on_month": "9", "paid_on_year": "2025"}
    form = form_class(ACTIONS[action], case, by=by)(post(**dated | values))
    form.is_valid()
    if field in form.errors:
        with override("id"):
            return str(form.errors[field])
    return form.cleaned_data[field]


def test_few_claims_have_a_box_each_filled_with_what_is_left(case, by):
    claim = case.claims.get()
    html = str(form_class(ACTIONS["record_payment"], case, by=by)()["amounts"])
    assert 'value="8.000.000"' in html
    assert amounts(case, by, **{f"amounts_{claim.pk}": "1,5 juta"}) == {claim.pk: 1_500_000}
    assert "bukan jumlah" in amounts(case, by, **{f"amounts_{claim.pk}": "banyak"})


def test_what_was_typed_for_one_claim_stays(case, by):
    claim = case.claims.get()
    form = form_class(ACTIONS["record_payment"], case, by=by)(post(**{f"amounts_{claim.pk}": "banyak"}))
    assert 'value="banyak"' in str(form)


def test_everything_left_is_one_choice(collective, by):
    found = amounts(collective, by, amounts_how="all")
    assert len(found) == 90
    assert sum(found.values()) == 30 * 5_500_000


def test_a_percentage_is_rounded_down_claim_by_claim(collective, by):
    found = amounts(collective, by, amounts_how="percent", amounts_percent="33")
    assert sum(found.values()) == 30 * (330_000 + 1_320_000 + 165_000)
    for wrong in ("", "0", "101", "8,5", "x"):
        assert "persen" in amounts(collective, by, amounts_how="percent", amounts_percent=wrong)


@pytest.mark.parametrize("typed", [{"amounts_lines": "1;5"}, {"amounts_percent": "50"}])
def test_what_was_typed_beside_another_choice_is_asked_about(collective, by, typed):
    assert "Pilih satu cara" in amounts(collective, by, amounts_how="all", **typed)
    optional = amounts(collective, by, action="record_commitment", amounts_how="none", **typed)
    assert "Pilih satu cara" in optional


def test_lines_fill_the_oldest_claim_first_or_the_one_named(collective, by):
    lines = 'W001;1.200.000\n2\t500000\n\n"3";Upah lembur;Rp 250.000'
    found = amounts(collective, by, amounts_how="lines", amounts_lines=lines)
    by_number = {}
    for claim in collective.claims.select_related("claimant"):
        by_number.setdefault(claim.claimant.number, []).append(claim.pk)
    assert found == {
        by_number[1][0]: 1_000_000, by_number[1][1]: 200_000, by_number[2][0]: 500_000, by_number[3][2]: 250_000,
    }  # fmt: skip


def test_every_bad_line_is_named(collective, by):
    said = amounts(
        collective, by, amounts_how="lines", amounts_lines="1;100\n99;100\n2;banyak\n3\n1;200\n4;THR;1"
    )
    for words in ("Baris 2", "“99”", "Baris 3", "“banyak”", "Baris 4", "Baris 5", "Baris 6"):
        assert words in said
    assert "Baris 1:" not in said


def test_everything_left_follows_the_workers_chosen(collective, by):
    one = collective.claimants.get(number=7)
    values = {"claimants_which": "chosen", "claimants": [str(one.pk)], "how": "amount", "amounts_how": "all"}
    found = amounts(collective, by, action="record_commitment", **values)
    assert set(found) == set(one.claims.values_list("pk", flat=True))


def test_a_machine_sends_a_mapping(collective, by):
    claim = collective.claims.first()
    action = ACTIONS["record_payment"]
    whole = {"seen": 0, "paid_on": "2025-09-01"}
    form = form_class(action, collective, by=by)(whole | {"amounts": {str(claim.pk): 5}})
    assert form.is_valid(), form.errors
    assert to_params(form, action).amounts == {claim.pk: 5}
    for wrong in (
        [1],
        "5",
        {"x": 1},
        {str(claim.pk): 1.5},
        {str(claim.pk): -1},
        {str(claim.pk): True},
        {"999999": 1},
    ):
        assert "amounts" in form_class(action, collective, by=by)(whole | {"amounts": wrong}).errors, wrong


def test_what_the_law_of_the_action_says_stands_beside_the_field(case, by):
    form = form_class(ACTIONS["accept"], case, by=by)({"seen": 0, "officer": str(by.id)})
    assert form.is_valid()
    form.take(Invalid({"officer": "Pilih petugas lain.", "elsewhere": "Dan ini."}))
    assert form.errors["officer"] == ["Pilih petugas lain."]
    assert form.non_field_errors() == ["Dan ini."]


def test_a_day_that_has_not_come_is_said_with_everything_else_that_is_wrong(case, by):
    late = clock.today() + timedelta(days=1)
    days = {"died_on_day": late.day, "died_on_month": late.month, "died_on_year": late.year}
    errors = form_class(ACTIONS["record_heir"], case, by=by)(days).errors
    assert {"died_on", "holder_name", "proof"} <= set(errors)


def test_the_balance_that_all_is_taken_of_is_one_the_ledger_has():
    for action in ACTIONS.values():
        for ask in asks(action.params).values():
            assert ask.of in {field.name for field in ClaimBalance._meta.fields}


@pytest.mark.parametrize("action", ["record_mandate", "record_heir"])
@pytest.mark.parametrize(
    "address", ["a@x.example\nBcc: b@y.example", "a@x.example, b@y.example", "bukan surel"]
)
def test_an_address_for_mail_is_one_address(case, team, as_officer, action, address):
    form = form_class(ACTIONS[action], case, by=as_officer(team.officer))(
        {"holder_email": address, "seen": 0}
    )
    assert "holder_email" in form.errors
