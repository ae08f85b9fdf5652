"""One page for every action: what it does, what it asks, why it is not possible, and what came of it.

A portal gives it a base template and says where its cases stand; everything else comes from the table of moves.
"""

from collections.abc import Iterable
from typing import Any
from uuid import uuid4

from django import forms
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views import View

from accounts.principals import Principal
from cases.access import case_for
from cases.models import Case, CaseEvent, Claimant
from cases.vocabulary import GrantScope, Status
from core.errors import NotFound
from portals.shared import history
from portals.shared.officers import officer_page
from portals.shared.views import conflict
from workflows.actions import ACTIONS
from workflows.approvals import approval_for
from workflows.choices import Choices
from workflows.errors import Busy, Invalid, NotAllowed, Refused, Stale
from workflows.forms import ActionForm, form_class, to_params
from workflows.perform import Performed, Possible, decide, perform, possible_actions, repeated
from workflows.selectors import claimant_of, events_since, may_state, speaking_for
from workflows.subjects import find_record
from workflows.table import INTAKE, Action, Who

STATEMENTS = [
    ("signed", gettext_lazy("Dibacakan kembali, lalu ditandatangani")),
    ("thumbprint", gettext_lazy("Dibacakan kembali, lalu cap jempol")),
    ("witness", gettext_lazy("Dibacakan kembali di depan saksi")),
]


def statement_actions(case: Case, by: Principal, shown: Iterable[Possible]) -> list[Action]:
    """What only a worker may do, and an officer may write down for them, at this stage of the case."""
    known = {possible.action.name for possible in shown}
    if not by.has_role(*INTAKE):
        return []
    return [
        action
        for action in ACTIONS.values()
        if Who.CLAIMANT in action.who
        and not action.hidden
        and not action.subject
        and action.name not in known
        and case.status in action.sources
    ]


class StatementForm(forms.Form):
    """Whose statement is written down, and how it was made sure that it is theirs."""

    untuk = forms.TypedChoiceField(
        label=gettext_lazy("Pernyataan siapa"),
        coerce=int,
        error_messages={"required": gettext_lazy("Pilih pekerjanya.")},
    )
    cara = forms.ChoiceField(
        label=gettext_lazy("Bagaimana dipastikan"),
        choices=STATEMENTS,
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Pilih bagaimana pernyataan ini dipastikan.")},
    )

    def __init__(self, *args, people: list[tuple[int, str]], **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["untuk"].choices = [("", _("Pilih pekerja")), *people]


@method_decorator(officer_page(), name="dispatch")
class ActionPage(View):
    """Perform an action on a case, or on a record of it. A portal sets `base`, `scopes` and `back`."""

    base = ""
    scopes: tuple[str, ...] = (GrantScope.HANDLE,)
    template = "shared/action.html"

    def back(self, case: Case, subject: str) -> str:
        """Where the case, or the record, is looked at."""
        raise NotImplementedError

    def setup(self, request: HttpRequest, *args, **kwargs) -> None:
        super().setup(request, *args, **kwargs)
        self.by: Principal = request.principal

    def dispatch(self, request: HttpRequest, reference: str, name: str, record: str = "") -> HttpResponse:
        self.case = case_for(self.by, reference, *self.scopes)
        self.subject = record.replace("-", ":", 1)
        self.action = ACTIONS.get(name)
        if self.action is None or bool(self.subject) != bool(self.action.subject):
            raise NotFound(name)
        self.as_statement = self._statement(request)
        return super().dispatch(request)

    def _statement(self, request: HttpRequest) -> bool:
        """Whether a worker's statement is written down; `by` then acts for them."""
        given = request.POST if request.method == "POST" else request.GET
        wanted, means = given.get("untuk", ""), given.get("cara", "")
        if wanted.isdigit() and means in dict(STATEMENTS) and may_state(self.case, int(wanted)):
            self.by = self.by.speaking_for(int(wanted), proof=means)
            return True
        return False

    # --- pages ---------------------------------------------------------------------------------------------

    def get(self, request: HttpRequest) -> HttpResponse:
        if "pernyataan" in request.GET and not self.as_statement:
            return self._ask_whose(request)
        possible = self._possible()
        if possible is None:
            if Who.CLAIMANT in self.action.who and not self.as_statement and self.by.has_role(*INTAKE):
                return self._ask_whose(request)
            raise NotAllowed
        return self._page(self._form(), reasons=possible.reasons)

    def post(self, request: HttpRequest) -> HttpResponse:
        form = self._form(request.POST)
        if not form.is_valid():
            if done := self._done_already(form):
                return done
            if "seen" in form.errors:
                form = self._form(self._fresh(request))
                return self._page(form, changed=[], status=409)
            return self._page(form, status=400)
        given = form.cleaned_data
        try:
            done = perform(
                self.case.pk,
                self.action.name,
                by=self.by,
                params=to_params(form, self.action),
                seen=given["seen"],
                intent=given["intent"],
                note=given.get("note", ""),
                subject=self.subject,
            )
        except Invalid as error:
            form.take(error)
            return self._page(form, status=400)
        except Refused as error:
            return self._page(form, reasons=error.reasons, status=409)
        except Stale:
            return self._stale(request)
        except Busy:
            return self._page(form, busy=True, status=503)
        if done.receipt:
            return self._receipt(done)
        messages.success(request, said(done, self.case.status))
        return redirect(self.back(done.case, self.subject))

    def _receipt(self, done: Performed) -> HttpResponse:
        """Shown to be printed or written down, once: a reload asks again and finds that it was done."""
        person = claimant_of(done.case, done.event.facts["claimant"])
        speakers = speaking_for(done.case, person, by=self.by)
        context = {
            "base": self.base,
            "case": done.case,
            "receipt": done.receipt,
            "number": person.number,
            "holder": next((row for row in speakers if f"mandate:{row.pk}" == done.event.subject), None),
            "page": settings.PUBLIC_URL + reverse("worker:follow"),
            "back": self.back(done.case, ""),
        }
        answer = render(self.request, "shared/new_receipt.html", context)
        answer["Cache-Control"] = "no-store"
        return answer

    def _done_already(self, form: ActionForm) -> HttpResponse | None:
        """A double click: what the second one names may be gone because the first one took it."""
        intent = form.cleaned_data.get("intent")
        done = repeated(self.case.pk, intent, by=self.by) if intent else None
        if done is None:
            return None
        messages.success(self.request, said(done, done.case.status))
        return redirect(self.back(done.case, self.subject))

    def _stale(self, request: HttpRequest) -> HttpResponse:
        """What has changed since, and the form still filled: press again, knowing it."""
        seen = request.POST.get("seen_seq", "")
        self.case.refresh_from_db()
        events = self.changes(int(seen)) if seen.isdigit() else []
        form = self._form(self._fresh(request))
        form.is_valid()
        possible = self._possible()
        return self._page(
            form,
            changed=history.lines(events),
            reasons=possible.reasons if possible else [_("Anda tidak lagi dapat melakukan ini.")],
            status=409,
        )

    def _ask_whose(self, request: HttpRequest) -> HttpResponse:
        if not self.by.has_role(*INTAKE):
            raise NotAllowed
        asked = request.GET if "untuk" in request.GET else None
        choices, worker = Choices(self.case, self.by), self._worker()
        living = {person.pk for person in choices.people if not person.died_on}
        people = [(pk, name) for pk, name in choices.named_people() if pk in living]
        if worker is not None:
            people = [(pk, name) for pk, name in people if pk == worker.pk]
        if not people:
            reason = _(
                "Pekerjanya sudah meninggal atau mencabut. Ahli waris bertindak sendiri dengan tanda terimanya."
            )
            return conflict(request, [reason], self.back(self.case, self.subject))
        form = StatementForm(asked, people=people)
        return render(request, "shared/statement.html", self._context() | {"form": form})

    def changes(self, seq: int) -> list[CaseEvent]:
        """What this reader is told of what has happened since event `seq`."""
        return events_since(self.case, seq)

    # --- parts ---------------------------------------------------------------------------------------------

    def _possible(self) -> Possible | None:
        shown = possible_actions(self.case, by=self.by, subject=self.subject)
        return next((possible for possible in shown if possible.action is self.action), None)

    def _form(self, data=None) -> ActionForm:
        return form_class(self.action, self.case, by=self.by, subject=self.subject)(data)

    def _worker(self) -> Claimant | None:
        """The worker whose facts, or whose claim, the action is about."""
        if self.action.subject not in ("claimant", "claim"):
            return None
        record = find_record(self.case, self.subject)
        return record if isinstance(record, Claimant) else record.claimant

    def _fresh(self, request: HttpRequest):
        """What was typed, with the version that is looked at now."""
        data = request.POST.copy()
        data["seen"], data["intent"] = str(self.case.version), str(uuid4())
        return data

    def _targets(self) -> frozenset[Status]:
        """Where the case may go by this: nowhere with a hand-over that runs beside it."""
        if self.action.beside and not find_record(self.case, self.subject).carries(self.case):
            return frozenset()
        return self.action.possible_targets - {self.case.status}

    def _context(self) -> dict[str, Any]:
        action = self.action
        return {
            "base": self.base,
            "case": self.case,
            "action": action,
            "subject": self.subject,
            "worker": self._worker(),
            "targets": [Status(target).label for target in sorted(self._targets())],
            "countersigned": bool(action.countersign),
            "back": self.back(self.case, self.subject),
            "statement_possible": Who.CLAIMANT in action.who and self.by.has_role(*INTAKE),
            "statement": dict(STATEMENTS).get(self.by.proof),
            "statement_of": Choices(self.case, self.by).named_people()[:1] if self.as_statement else [],
            "by": self.by,
        }

    def _page(self, form: ActionForm, *, status: int = 200, **more) -> HttpResponse:
        context = self._context() | {"form": form} | more
        return render(self.request, self.template, context, status=status)


def said(done: Performed, before: str) -> str:
    """What happened, and what happens next."""
    if done.repeated:
        return _("Ini sudah tercatat sebelumnya; tidak dicatat dua kali.")
    if done.approval is not None and done.event.kind == "approval.asked":
        return _("Persetujuan sudah diminta. Perkara belum berubah sampai penyelia memutuskan.")
    if done.split_from:
        return _(
            "Tercatat. Bagian yang berubah kini perkara sendiri, %(reference)s; pekerja lain tetap di %(before)s."
        ) % {"reference": done.case.reference, "before": done.split_from}
    if done.case.status != before:
        return _("Tercatat. Perkara sekarang: %(status)s.") % {"status": Status(done.case.status).label}
    return _("Tercatat dalam riwayat perkara.")


# --- countersignature --------------------------------------------------------------------------------------


class DecisionForm(forms.Form):
    """Agree or not, and what was looked at when deciding."""

    shown = forms.CharField(max_length=64, widget=forms.HiddenInput)
    intent = forms.UUIDField(required=False, widget=forms.HiddenInput, initial=uuid4)
    decision = forms.ChoiceField(
        label=gettext_lazy("Keputusan Anda"),
        choices=[
            ("give", gettext_lazy("Setuju; tindakan langsung dijalankan")),
            ("refuse", gettext_lazy("Tidak setuju")),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Pilih setuju atau tidak setuju.")},
    )
    answer = forms.CharField(
        label=gettext_lazy("Alasan"),
        help_text=gettext_lazy("Wajib bila tidak setuju. Dibaca pengusul; pekerja tidak membacanya."),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


@method_decorator(officer_page(), name="dispatch")
class ApprovalPage(View):
    """What was asked, shown as it was asked, to be given or refused by another person."""

    base = ""
    template = "shared/approval.html"

    def back(self, case: Case, subject: str) -> str:
        raise NotImplementedError

    def after(self, case: Case) -> str:
        """Where a decision leads."""
        return self.back(case, "")

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        asked = approval_for(request.principal, pk)
        return self._page(asked, DecisionForm(initial={"shown": asked.approval.shown_digest}))

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        asked = approval_for(request.principal, pk)
        form = DecisionForm(request.POST)
        if not form.is_valid():
            return self._page(asked, form, status=400)
        given = form.cleaned_data
        try:
            done = decide(
                pk,
                by=request.principal,
                give=given["decision"] == "give",
                shown=given["shown"],
                answer=given["answer"],
                intent=given["intent"],
            )
        except Invalid as error:
            for name, message in error.errors.items():
                form.add_error(name if name in form.fields else None, message)
            return self._page(asked, form, status=400)
        except Refused as error:
            return self._page(asked, form, reasons=error.reasons, status=409)
        except Stale:
            asked = approval_for(request.principal, pk)
            form.data = form.data.copy()
            form.data["shown"] = asked.approval.shown_digest
            return self._page(asked, form, stale=True, status=409)
        except Busy:
            return self._page(asked, form, busy=True, status=503)
        if done.event.kind == "approval.refused":
            messages.success(request, _("Penolakan dicatat. Pengusul membaca alasan Anda."))
        else:
            messages.success(request, said(done, asked.case.status))
        return redirect(self.after(done.case))

    def _page(self, asked, form: DecisionForm, *, status: int = 200, **more) -> HttpResponse:
        context = {
            "base": self.base,
            "asked": asked,
            "case": asked.case,
            "back": self.back(asked.case, ""),
            "statement": dict(STATEMENTS).get(asked.approval.proof),
            "form": form if asked.may_decide else None,
        }
        return render(self.request, self.template, context | more, status=status)
