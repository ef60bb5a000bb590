"""What a coder has done, as evidence for the suggesters that learn from it."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from sqlalchemy import select

from qualcode.store import schema as t
from qualcode.suggesters.protocol import Evidence

if TYPE_CHECKING:
    from qualcode.project.project import Project

AGREED, DECIDED = ("accepted",), ("accepted", "recoded", "rejected")
WEIGHT = 2  # so many accepted and so many refused suggestions are taken as given, so that a first decision is not all


def evidence_of(
    study: Project, coder: str, *, precision: float = 0.5, progress: Callable[[int, int], None] | None = None
) -> Evidence:
    """A coder's own codings, refusals and readings; nothing of another coder's, and no suggestion undecided.

    Codings of retired codes do not count. Without a coder there is no evidence.
    """
    if not coder:
        return Evidence(precision=precision, progress=progress)
    rows = study.store.rows
    mine = t.coders.c.name == coder
    place = ("document_id", "start_at", "end_at")
    columns = [t.codings.c[name] for name in place]
    query = select(*columns, t.codes.c.key).join(t.codes, t.codings.c.code_id == t.codes.c.id)
    query = query.join(t.coders, t.codings.c.coder_id == t.coders.c.id).where(mine, t.codes.c.status == "active")
    codings = [(*(row[name] for name in place), row["key"]) for row in rows(query)]
    decided = select(
        *(t.decisions.c[name] for name in (*place, "verdict", "suggester", "code_id")), t.codes.c.key.label("key")
    )
    decided = decided.join(t.codes, t.decisions.c.code_id == t.codes.c.id)
    decided = decided.join(t.coders, t.decisions.c.coder_id == t.coders.c.id).where(mine)
    decisions = [row for row in rows(decided) if row["verdict"] in DECIDED]
    refused = [
        (*(row[name] for name in place), row["key"]) for row in decisions if row["verdict"] in ("rejected", "recoded")
    ]
    kept = set(codings)
    return Evidence(
        codings=tuple(sorted(codings)),
        rejected=tuple(sorted(one for one in set(refused) if one not in kept)),
        read=frozenset(study.documents.read_by(coder)),
        coder=coder,
        accepted=tuple(_accepted([(row["suggester"], row["verdict"]) for row in decisions]).items()),
        precision=precision,
        progress=progress,
    )


def _accepted(decisions: list[tuple[str, str]]) -> dict[str, float]:
    """The share of each suggester's suggestions that were accepted, drawn towards one half while there are few.

    >>> _accepted([("rules", "accepted"), ("rules", "rejected"), ("rules", "rejected")])
    {'rules': 0.4286}
    """
    found = {}
    for suggester in sorted({name for name, _ in decisions}):
        verdicts = [verdict for name, verdict in decisions if name == suggester]
        agreed = sum(verdict in AGREED for verdict in verdicts)
        found[suggester] = round((agreed + WEIGHT) / (len(verdicts) + 2 * WEIGHT), 4)
    return found
