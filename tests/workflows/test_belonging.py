"""Whoever calls `perform`, and with whatever ids: what is not of the case, or not theirs, is refused."""

from dataclasses import replace
from datetime import date, timedelta
from uuid import uuid4

import pytest

from accounts import principals
from accounts.models import Role
from accounts.principals import Kind
from cases.models import Claimant, Evidence, Mandate
from core import clock
from ledger import balance
from ledger.models import AmountKind, Commitment, Entry, Instalment, Payment
from tests.conftest import one_complaint, one_worker
from workflows import own
from workflows.choices import Choices
from workflows.errors import Invalid, Refused, Stale
from workflows.filing import ClaimPart, submit
from workflows.models import CaseFlow, OpenClock

pytestmark = pytest.mark.django_db


def today() -> date:
    return clock.today()


@pytest.fixture
def two(team, act):
    """A case of Budi and Siti under review, in that order, as principals by receipt."""
    siti = one_worker(
        name="Siti", nik="6471014101900002", phone="0813", claims=(ClaimPart("thr", 5_000_000),)
    )
    case = submit(one_complaint(workers=(one_worker(), siti)), by=principals.ANYONE).case
    act(case, "accept", team.intake, officer=team.officer.pk)
    case.refresh_from_db()
    return case


@pytest.fixture
def people(two):
    return [principals.claimant(person.pk) for person in two.claimants.order_by("number")]


@pytest.fixture
def elsewhere(team):
    return submit(one_complaint(), by=principals.ANYONE).case


def representing(case, *claimants) -> Mandate:
    mandate = Mandate.objects.create(
        case=case, kind=Mandate.Kind.SPECIAL_POWER, holder_name="Wakil", since=today()
    )
    mandate.claimants.set([person.claimant_id for person in claimants])
    return mandate


def claim_of(person):
    from cases.models import Claim

    return Claim.objects.get(claimant=person.claimant_id)


def stated(case, claim, amount=1_000_000) -> Payment:
    payment = Payment.objects.create(
        case=case, claim=claim, claimant_id=claim.claimant_id, amount=amount, paid_on=today(),
        stated_by_kind="officer", state=Payment.State.STATED, event_seq=case.head_seq,
    )  # fmt: skip
    balance.refresh(case)
    return payment


def test_no_amount_is_put_on_a_claim_of_another_case(two, elsewhere, team, act):
    theirs, party = elsewhere.claims.get(), elsewhere.parties.get()
    CaseFlow.objects.filter(pk=two.pk).update(status="in_clarification")
    own_party = two.parties.get().pk
    with pytest.raises(Invalid) as refused:
        act(
            two,
            "record_answer",
            team.officer,
            party=own_party,
            on=today(),
            stance="offers",
            offered={theirs.pk: 5},
        )
    assert set(refused.value.errors) == {"offered"}
    with pytest.raises(Invalid) as refused:
        act(two, "record_answer", team.officer, party=party.pk, on=today(), stance="disputes")
    assert set(refused.value.errors) == {"party"}
    assert not Entry.objects.filter(kind=AmountKind.OFFERED).exists()


def test_a_file_of_another_case_proves_nothing_here(two, elsewhere, people, team, act):
    file = Evidence.objects.create(
        case=elsewhere, media_type="application/pdf", size=1, sha256="0" * 64, given_by_kind="officer", at=clock.now()
    )  # fmt: skip
    amounts = {claim_of(people[0]).pk: 1}
    with pytest.raises(Invalid) as refused:
        act(two, "record_payment", team.officer, amounts=amounts, paid_on=today(), proof=file.pk)
    assert set(refused.value.errors) == {"proof"}


@pytest.mark.parametrize("amount", [-1, 10**13 + 1, 2**63])
def test_an_amount_that_no_ledger_holds_is_refused_beside_its_field(two, people, team, act, amount):
    with pytest.raises(Invalid):
        act(two, "record_payment", team.officer, amounts={claim_of(people[0]).pk: amount}, paid_on=today())
    with pytest.raises(Invalid):
        act(two, "add_claim", people[0], kind="thr", amount=amount)


def test_a_worker_waives_nothing_of_anothers(two, people, act):
    budi, siti = people
    with pytest.raises(Invalid):
        act(two, "waive", budi, waived={claim_of(siti).pk: 1_000}, written_on=today())
    act(two, "waive", budi, waived={claim_of(budi).pk: 1_000}, written_on=today())
    assert balance.of_claimant(siti.claimant_id).waived == 0


def test_a_representative_speaks_about_the_payments_of_those_they_represent(two, people, act):
    budi, siti = people
    first, second = stated(two, claim_of(budi)), stated(two, claim_of(siti))
    by = principals.representative(representing(two, budi).pk)
    with pytest.raises(Invalid):
        act(two, "dispute_payment", by, payments=[second.pk], why="Belum masuk.")
    act(two, "confirm_payment", by)
    first.refresh_from_db()
    second.refresh_from_db()
    assert (first.state, second.state) == ("confirmed", "stated")


def test_a_representative_chooses_among_the_files_of_those_they_represent(two, people):
    budi, _siti = people
    for person in people:
        Evidence.objects.create(
            case=two, claimant_id=person.claimant_id, media_type="application/pdf", size=1, given_by_kind="claimant",
            sha256=str(person.claimant_id).rjust(64, "a"), at=clock.now(),
        )  # fmt: skip
    by = principals.representative(representing(two, budi).pk, budi.claimant_id)
    mine = Evidence.objects.get(claimant=budi.claimant_id).pk
    assert [pk for pk, _label in Choices(two, by).files()] == [mine]


def test_a_program_records_no_reply_for_everybody_and_no_waiver_without_the_statement(
    two, people, team, act, as_officer
):
    from dataclasses import replace

    program = replace(as_officer(team.officer), kind=Kind.API)
    with pytest.raises(Invalid):
        act(two, "waive", program, waived={claim_of(people[0]).pk: 1_000}, written_on=today())
    CaseFlow.objects.filter(pk=two.pk).update(status="recommended")
    with pytest.raises(Invalid):
        act(two, "record_reply", program, answer="agrees", on=today())


def test_a_worker_records_only_what_was_missed_towards_them(two, people, act):
    budi, siti = people
    promise = Commitment.objects.create(
        case=two, promisor=two.parties.get(), made_on=today() - timedelta(60), how="amount", event_seq=2
    )
    due = today() - timedelta(30)
    for person in people:
        Instalment.objects.create(
            case=two, commitment=promise, claim=claim_of(person), amount=1_000, due_on=due
        )
    act(two, "record_breach", budi, due_on=due, asked_on=today() - timedelta(20))
    states = dict(Instalment.objects.values_list("claim__claimant", "state"))
    assert states == {budi.claimant_id: "breached", siti.claimant_id: "open"}


def test_the_same_intent_tells_another_person_nothing(two, people, act):
    intent = uuid4()
    act(two, "report_retaliation", people[0], what="Diancam.", intent=intent)
    with pytest.raises(Stale):
        act(two, "report_retaliation", people[1], what="Diancam.", intent=intent)
    with pytest.raises(Stale):
        act(two, "report_retaliation", replace(people[0], kind=Kind.OFFICER), what="Diancam.", intent=intent)


# --- withdrawing -----------------------------------------------------------------------------------------


def test_one_worker_cannot_take_back_what_another_asked_for(two, people, act):
    act(two, "withdraw", people[0])
    with pytest.raises(Refused):
        act(two, "take_back_withdrawal", people[1])


def test_a_withdrawal_that_was_taken_back_is_not_confirmed_with_anothers(two, people, team, act):
    budi, siti = people
    with clock.at(clock.now() - timedelta(20)):
        act(two, "withdraw", budi)
        act(two, "withdraw", siti)
        act(two, "take_back_withdrawal", budi)
    with pytest.raises(Invalid):
        act(
            two, "confirm_withdrawal", team.officer, claimants=[budi.claimant_id], how="in_person", apart=True
        )
    act(two, "confirm_withdrawal", team.officer, claimants=[siti.claimant_id], how="in_person", apart=True)


def test_who_took_the_wish_down_does_not_confirm_it(two, people, team, act, as_officer):
    wish = as_officer(team.officer).speaking_for(people[0].claimant_id, proof="signed")
    chosen = {"claimants": [people[0].claimant_id], "how": "in_person", "apart": True}
    with clock.at(clock.now() - timedelta(20)):
        act(two, "withdraw", wish)
    with pytest.raises(Invalid):
        act(two, "confirm_withdrawal", team.officer, **chosen)
    act(two, "confirm_withdrawal", team.person("Dian", team.satgas, Role.CASE_OFFICER), **chosen)


def test_nothing_is_confirmed_while_it_can_be_taken_back(two, people, team, act):
    act(two, "withdraw", people[0])
    with pytest.raises(Invalid):
        act(
            two,
            "confirm_withdrawal",
            team.officer,
            claimants=[people[0].claimant_id],
            how="in_person",
            apart=True,
        )


# --- what others of the case are told --------------------------------------------------------------------


def told(person) -> str:
    lines = own.timeline(Claimant.objects.select_related("case").get(pk=person.claimant_id))
    return "\n".join(f"{line.told} {line.note}" for line in lines)


def test_a_threat_and_the_plan_against_it_are_not_told_to_the_others(two, people, team, act):
    act(two, "report_retaliation", people[0], what="Mandor datang ke rumah.", in_danger=True)
    act(two, "report_retaliation", team.officer, what="Diancam di mes blok C.", in_danger=True)
    contact = {"spoken_on": today(), "plan": "Tinggal di rumah kakak."}
    with pytest.raises(Invalid, match="claimants"):
        act(two, "record_safety_contact", team.officer, **contact)
    act(two, "record_safety_contact", team.officer, claimants=[people[0].claimant_id], **contact)
    other = told(people[1])
    for words in ("Mandor", "blok C", "rumah kakak", "berbicara dengan Anda", "Nama Anda kami sembunyikan"):
        assert words not in other
    assert "berbicara dengan Anda" in told(people[0])


def test_who_was_not_spoken_with_still_waits_to_be(two, people, team, act):
    """Both are afraid; the officer has spoken with one."""
    for person in people:
        act(two, "report_retaliation", person, what="Diancam.", in_danger=False)
    done = act(two, "record_safety_contact", team.officer, claimants=[people[0].claimant_id],
               spoken_on=today(), plan="Aman.")  # fmt: skip
    assert done.event.facts["claimants"] == [people[0].claimant_id]
    assert "berbicara dengan Anda" in told(people[0])
    assert "berbicara dengan Anda" not in told(people[1])
    waiting = OpenClock.objects.filter(case=two, clock="safety_contact")
    assert [row.subject for row in waiting] == [f"claimant:{people[1].claimant_id}"]


def test_those_whom_an_officer_names_as_threatened_are_each_spoken_with(two, people, team, act):
    ids = [person.claimant_id for person in people]
    act(two, "report_retaliation", team.officer, what="Keduanya diancam.", claimants=ids)
    waiting = OpenClock.objects.filter(case=two, clock="safety_contact")
    assert {row.subject for row in waiting} == {f"claimant:{pk}" for pk in ids}
    act(two, "record_safety_contact", team.officer, claimants=ids, spoken_on=today(), plan="Aman.")
    assert not waiting.all().exists()


def test_who_was_made_to_leave_and_says_so_is_hidden_too(two, people, act):
    Claimant.objects.filter(pk=people[0].claimant_id).update(withdrawn_at=clock.now())
    act(two, "report_retaliation", people[0], what="Saya dipaksa mencabut.", in_danger=True)
    assert Claimant.objects.get(pk=people[0].claimant_id).shielded


def test_a_waiver_is_told_to_the_one_who_waived(two, people, team, act):
    act(two, "waive", people[0], waived={claim_of(people[0]).pk: 1_000}, written_on=today())
    paper = Evidence.objects.create(
        case=two, media_type="application/pdf", size=1, sha256="0" * 64, given_by_kind="officer", at=clock.now()
    )  # fmt: skip
    waived = {claim_of(people[0]).pk: 1_000}
    act(two, "waive", team.officer, waived=waived, written_on=today(), evidence=paper.pk)
    assert "melepas" in told(people[0])
    assert "melepas" not in told(people[1])


def test_what_the_employer_told_the_mediator_in_confidence_is_not_told(two, people, team, act):
    CaseFlow.objects.filter(pk=two.pk).update(status="in_clarification")
    said = {"party": two.parties.get().pk, "on": today(), "stance": "disputes"}
    act(two, "record_answer", team.officer, **said, confidential=True, words="Batas kami dua puluh juta.")
    act(two, "record_answer", team.officer, **said, words="Kami tidak berutang.")
    assert "dua puluh juta" not in told(people[0])
    assert "tidak berutang" in told(people[0])
