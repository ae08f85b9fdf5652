"""The clocks of the law and of the office."""

STATUTORY: frozenset[str] = frozenset(
    {"bipartit", "first_session", "recommendation", "replies", "agreement_drafting", "mediation_total"}
)
