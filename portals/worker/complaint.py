"""From the answers of the walk to the complaint that is filed."""

from typing import Any

from cases.vocabulary import ClaimKind, Consent, ContractKind, Naming, Source, Tier
from portals.worker.carried import BOX_OF
from portals.worker.steps import OUTSIDE, WITH_PERIOD, Answers, OvertimeForm, walk
from workflows.filing import (
    ClaimPart,
    Complaint,
    EmployerPart,
    OvertimePart,
    RepresentativePart,
    WorkerPart,
    in_decimals,
)


def complaint_of(answers: Answers, *, language: str) -> Complaint:
    """The complaint that these answers make. Every step must be valid (steps.unfinished is empty)."""
    said: dict[str, Any] = {}
    for step in walk(answers):
        form = step.bind(answers)
        if not form.is_valid():
            raise ValueError(f"Step {step.slug} is not finished")
        said[step.slug] = form.cleaned_data
    return Complaint(
        workers=(_worker(said, answers, language),),
        employers=_employers(said["perusahaan"]),
        story=said["cerita"]["story"],
        region="" if said["perusahaan"]["region"] == OUTSIDE else said["perusahaan"]["region"],
        source=Source.REPRESENTATIVE if answers.for_another else Source.WORKER,
        representative=_representative(said["wakil"], language) if answers.for_another else None,
    )


def _worker(said: dict[str, Any], answers: Answers, language: str) -> WorkerPart:
    person, job, wage, dates, safety, about = (
        said[step] for step in ("diri", "pekerjaan", "upah", "tanggal", "aman", "tentang")
    )
    return WorkerPart(
        name=person["name"],
        nik=person["nik"],
        phone=person["phone"],
        email=person["email"],
        occupation=job["occupation"],
        contract_kind=job["contract_kind"] or ContractKind.UNKNOWN,
        base_wage=wage["base_wage"],
        fixed_allowance=wage.get("fixed_allowance"),
        pay_kind=job["pay_kind"],
        daily_wage=wage.get("daily_wage"),
        work_days=int(wage["work_days"]) if wage["work_days"] else None,
        work_start=dates["work_start"],
        work_end=dates["work_end"],
        contract_end=dates.get("contract_end"),
        phk_notice_on=dates.get("phk_notice_on"),
        naming=safety["naming"] or Naming.NOT_ASKED,
        consent=safety["consent"] or Consent.NOT_ASKED,
        fears_retaliation=safety["fears"] == "yes",
        sex=about["sex"],
        birth_year=about["birth_year"],
        has_disability={"yes": True, "no": False}.get(about["has_disability"]),
        language=language,
        claims=_claims(said.get("jumlah", {}), answers, _overtime(said.get("lembur", {}))),
    )


def _overtime(hours: dict[str, Any]) -> tuple[OvertimePart, ...]:
    return tuple(
        OvertimePart(day, in_decimals(hours[day]), hours[f"{day}_times"])
        for day in OvertimeForm.groups
        if hours.get(day)
    )


def _claims(
    amounts: dict[str, Any], answers: Answers, worked: tuple[OvertimePart, ...]
) -> tuple[ClaimPart, ...]:
    reckoned = _reckoned(answers)
    return tuple(
        ClaimPart(
            part,
            amount=amount,
            period_from=amounts.get("period_from") if kind in WITH_PERIOD else None,
            period_to=amounts.get("period_to") if kind in WITH_PERIOD else None,
            overtime=worked if part == ClaimKind.OVERTIME else (),
        )
        for kind in answers.kinds
        for part, amount in _parts(kind, amounts.get(f"amount_{kind}"), reckoned)
    )


def _reckoned(answers: Answers) -> dict[str, int]:
    """The amounts that were brought from the calculator, by their exact kind."""
    return {
        kind: int(values[-1]) for kind, values in answers.of("hitungan").lists() if values[-1].isdecimal()
    }


def _parts(kind: str, amount: int | None, reckoned: dict[str, int]) -> list[tuple[str, int | None]]:
    """The calculated kinds under one heading of the form, as long as their sum was left as it was."""
    own = {part: rupiah for part, rupiah in reckoned.items() if BOX_OF.get(part, part) == kind}
    return list(own.items()) if own and sum(own.values()) == amount else [(kind, amount)]


def _employers(said: dict[str, Any]) -> tuple[EmployerPart, ...]:
    chain = [(said["name"], Tier.DIRECT), (said["main_contractor"], Tier.MAIN_CONTRACTOR), (said["project_owner"], Tier.PROJECT_OWNER)]  # fmt: skip
    return tuple(
        EmployerPart(name, tier=tier, address=said["address"] if tier == Tier.DIRECT else "")
        for name, tier in chain
        if name
    )


def _representative(said: dict[str, Any], language: str) -> RepresentativePart:
    return RepresentativePart(
        name=said["holder_name"],
        kind=said["holder_kind"],
        phone=said["holder_phone"],
        email=said["holder_email"],
        language=language,
    )
