"""How each clock is found in the history: a track gives every run of its clocks, ended or not."""

from collections.abc import Callable, Iterator

from workflows.clocks.history import History, Run
from workflows.clocks.tracks import court, intake, mediation, money, others, own, talks

Track = Callable[[History], Iterator[Run]]

TRACKS: tuple[Track, ...] = (
    intake.verify_intake, intake.assignment, intake.review, intake.completion, intake.countersign, intake.safety_contact,
    intake.withdrawal, talks.clarification, talks.bipartit, talks.forum_choice, mediation.mediation, mediation.meetings,
    court.court_limit, court.cassation, court.court_watch, own.phk_refusal, own.jkp_claim, money.pb_registration,
    money.instalment, others.referral, others.escalation_request, others.ministry,
)  # fmt: skip
