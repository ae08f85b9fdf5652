"""Bare Django pages: what each measured page asks of the database, through the ORM, in the plainest text.

No middleware, no template engine, no forms, no sealing, no hashing, no chain: the floor under each page.
"""

from uuid import uuid4

from django.db import connection, transaction
from django.http import HttpRequest, HttpResponse
from django.urls import path
from django.views.decorators.csrf import csrf_exempt

from accounts import principals
from accounts.models import Office, User
from cases.models import Case, CaseEvent, CaseGrant, Claim, Claimant, Employer, OutboxRow, Party
from cases.vocabulary import Status
from core import clock
from core.ids import new_reference
from ledger.models import CaseBalance, ClaimBalance, Entry
from workflows import lists, selectors
from workflows.models import CaseFlow, OpenClock, QueueEntry


def health(request: HttpRequest) -> HttpResponse:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return HttpResponse("ok")


def officer():
    """The principal of the only officer there is: what the session and its user cost is the page's own."""
    return principals.officer(User.objects.get())


def queue(request: HttpRequest) -> HttpResponse:
    page = lists.queue(officer(), lists.Wanted(holder="ours"))
    return HttpResponse("\n".join(f"{row.case.reference} {row.employer} {row.due_at}" for row in page.rows))


def case(request: HttpRequest, reference: str) -> HttpResponse:
    found = selectors.case_page(officer(), reference)
    parties, handovers, meetings = selectors.beside(found)
    lines = [*parties, *handovers, *meetings, *selectors.clocks_of(found, parties)]
    return HttpResponse("\n".join([found.reference, *map(str, lines)]))


@csrf_exempt
@transaction.atomic
def file(request: HttpRequest) -> HttpResponse:
    """The rows of a complaint of one worker with one claim, written one by one."""
    now = clock.now()
    office = Office.objects.first()
    made = CaseFlow(reference=new_reference(), status=Status.SUBMITTED, source="api", office=office)
    made.save(force_insert=True)
    employer = Employer.objects.filter(name_key="CONTOH 1").first()
    Party.objects.create(case=made, employer=employer, tier="direct")
    person = Claimant.objects.create(case=made, number=1, receipt_hash=uuid4().hex)
    claim = Claim.objects.create(case=made, claimant=person, kind="thr", nature="hak")
    Entry.objects.create(case=made, claim=claim, kind="claimed", amount=1, event_seq=1)
    ClaimBalance.objects.create(claim=claim, case=made, claimant=person, claimed=1, due=1, outstanding=1)
    CaseBalance.objects.create(case=made, workers=1, due=1, outstanding=1)
    CaseGrant.objects.create(case=made, office=office, scope="handle", via="submit")
    event = CaseEvent.objects.create(
        case=made, seq=1, kind="case.submitted", by_kind="anyone", text="{}", hash=""
    )
    Case.objects.filter(pk=made.pk).update(head_seq=1)
    for subscriber in ("feed", "notifications"):
        OutboxRow.objects.create(event=event, case_id=made.pk, subscriber=subscriber, done_at=now)
    OpenClock.objects.create(
        case=made, clock="verify_intake", holder="satgas", office=office, started_on=now.date(), due_on=now.date(),
        due_at=now, rule_version=1, calendar_version=1,
    )  # fmt: skip
    QueueEntry.objects.create(case=made, holder="satgas", office=office, due_at=now)
    return HttpResponse(made.reference)


urlpatterns = [
    path("health", health),
    path("queue", queue),
    path("case/<str:reference>", case),
    path("file", file),
]
