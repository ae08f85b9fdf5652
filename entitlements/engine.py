"""The one door: a request (a JSON object) and a rulebook in, a result out. The same input always gives the same output."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date

from entitlements.kinds import KINDS, Kind
from entitlements.overview import WorkerOverview, opened, worker_overview
from entitlements.request import Invalid, RequestError, read
from entitlements.result import Result
from entitlements.ruleset import Rulebook

ALL_KINDS = {**KINDS, "worker_overview": Kind(WorkerOverview, worker_overview)}


def compute(request: Mapping, rulebook: Rulebook, *, as_of: date | None = None) -> Result:
    """What the law in force gives for ``request``: ``{"kind": …, …}``, as docs/law.md describes each kind.

    ``as_of`` is the caller's today. It only chooses the law for a request that carries no day at all; fines and open-ended
    claims run to the ``as_of`` that the request itself says, so that the same request has the same answer tomorrow.
    Raises :class:`RequestError`, which names each field that is wrong and what was expected.
    """
    if not isinstance(request, Mapping):
        raise RequestError([Invalid("object")])
    named = request.get("kind")
    spec = ALL_KINDS.get(named) if isinstance(named, str) else None
    if spec is None:
        raise RequestError([Invalid("one_of", "kind", choices=", ".join(ALL_KINDS))])
    facts = {name: value for name, value in request.items() if name != "kind"}
    asked_for = read(spec.facts, facts)
    sheet = opened(request["kind"], asked_for, rulebook, today=as_of)
    spec.calculate(asked_for, sheet)
    sheet.result.ref = asked_for.ref
    return sheet.result


def compute_each(
    requests: Iterable[Mapping], rulebook: Rulebook, *, as_of: date | None = None
) -> Iterator[Result | RequestError]:
    """The result of each request in order, or the error in its place, so that one bad row stops nobody else's."""
    for request in requests:
        try:
            yield compute(request, rulebook, as_of=as_of)
        except RequestError as error:
            yield error
