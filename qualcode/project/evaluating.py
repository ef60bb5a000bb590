"""Measuring suggestions against a coder's own codings, and the tables and files of what was measured."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from qualcode.errors import Refused
from qualcode.evaluation.telling import NAMES
from qualcode.project.speaking import Speaking
from qualcode.store import schema as t
from qualcode.text.stretches import shares_half

if TYPE_CHECKING:
    import pandas as pd

    from qualcode.evaluation import Coded, Evaluation
    from qualcode.evaluation.measure import Progress
    from qualcode.project.project import Project

BY = ("case", "sector", "seniority", "speaker")
VERDICTS = ("accepted", "recoded", "rejected", "skipped")


class Evaluating:
    """`study.evaluation`. The suggester against this coder's own codings; nothing of another coder's is looked at."""

    def __init__(self, study: Project) -> None:
        self._study = study

    def run(
        self,
        *,
        folds: int = 5,
        least: int = 3,
        model: str = "",
        curve: bool = True,
        groups: Sequence[str] = (),
        progress: Progress | None = None,
    ) -> Evaluation:
        """Measure suggestions against this coder's codings, on documents that were held out; see `evaluate`.

        Passages are those that suggesters are asked about, of participants, that this coder gave a code; what was left
        without one is not measured. Where documents have several languages it is the one with most coded passages.
        `groups` are among case, sector, seniority, speaker and document. Added are the decisions on suggestions by
        group. Nothing is written.

        Raises:
            Refused: the study was opened without a coder.
            QualcodeError: no code is used `least` times; the message says how much is coded.
        """
        from qualcode.evaluation import evaluate
        from qualcode.suggesters.cutting import vectors_of

        if not self._study.coder:
            raise Refused("Say whose codings are measured against: qualcode.open(path, coder='ana').")
        matching = self._study.matching
        with matching.lock:
            coded = coded_passages(self._study, least=least, model=model, progress=progress)
            cache = vectors_of(matching.corpus())
        found = evaluate(coded, folds=folds, model=model, curve=curve, groups=groups, cache=cache, progress=progress)
        found.decisions = {name: rows for name in groups or BY if (rows := self.decisions(name))}
        found.warnings += [sentence for name, rows in found.decisions.items() for sentence in _differing(name, rows)]
        return found

    def decisions(self, by: str = "case") -> list[dict[str, Any]]:
        """This coder's decisions on suggestions, one row a group: group, decided, accepted, recoded, rejected, skipped,
        missed, and how groups differ.

        `missed` are codings by hand for whose code nothing was suggested there, where suggestions were made at all;
        `miss_rate` is their share of these codings. `accept_rate` is the share of accepted among accepted, recoded and
        rejected. `p`, `adjusted` and `told` are about the accept rate, see `compare_groups`; `miss_told` about misses.
        """
        from qualcode.evaluation.groups import compare_groups

        decided = self._decided(by)
        missed = self._missed(by)
        final = [(group, verdict) for group, verdict in decided if verdict != "skipped"]
        accepts = compare_groups(
            [group for group, _ in final], [verdict == "accepted" for _, verdict in final], event_name="accepted"
        )
        misses = compare_groups([group for group, _ in missed], [miss for _, miss in missed])
        rows = []
        for group in sorted({group for group, _ in (*decided, *missed) if group}):
            accept = next((row for row in accepts if row["group"] == group), {})
            miss = next((row for row in misses if row["group"] == group), {})
            counts = {verdict: sum(one == (group, verdict) for one in decided) for verdict in VERDICTS}
            rows.append(
                {
                    "group": group,
                    "decided": sum(counts.values()),
                    **counts,
                    "accept_rate": accept.get("rate"),
                    "others": accept.get("others"),
                    "p": accept.get("p"),
                    "adjusted": accept.get("adjusted"),
                    "told": accept.get("told", "too few to tell"),
                    "codings": miss.get("count", 0),
                    "missed": miss.get("missed", 0),
                    "miss_rate": miss.get("rate"),
                    "miss_others": miss.get("others"),
                    "miss_adjusted": miss.get("adjusted"),
                    "miss_told": miss.get("told", "too few to tell"),
                }
            )
        return rows if len(rows) > 1 else []

    def _decided(self, by: str) -> list[tuple[str, str]]:
        speaking = Speaking.now(self._study)
        columns = [t.decisions.c[name] for name in ("document_id", "start_at", "end_at", "verdict")]
        query = select(*columns).join(t.coders).where(t.coders.c.name == self._study.coder)
        rows = self._study.store.rows(query.order_by(t.decisions.c.at, t.decisions.c.id))
        return [
            (_group(speaking, row["document_id"], row["start_at"], row["end_at"], by), row["verdict"]) for row in rows
        ]

    def _missed(self, by: str) -> list[tuple[str, bool]]:
        """This coder's codings in documents with suggestions, and whether nothing had suggested the code there."""
        speaking = Speaking.now(self._study)
        place = ("document_id", "start_at", "end_at", "code_id")
        known: dict[tuple[str, str], list[tuple[int, int]]] = {}
        for table in (t.suggestions, t.decisions):
            for row in self._study.store.rows(select(*(table.c[name] for name in place))):
                spans = known.setdefault((row["document_id"], row["code_id"]), [])
                spans.append((row["start_at"], row["end_at"]))
        asked = {document for document, _ in known}
        query = select(*(t.codings.c[name] for name in (*place, "origin"))).join(t.coders)
        query = query.where(t.coders.c.name == self._study.coder).order_by(t.codings.c.id)
        return [
            (
                _group(speaking, row["document_id"], row["start_at"], row["end_at"], by),
                row["origin"] != "suggestion"
                and not any(
                    shares_half(row["start_at"], row["end_at"], start, end)
                    for start, end in known.get((row["document_id"], row["code_id"]), ())
                ),
            )
            for row in self._study.store.rows(query)
            if row["document_id"] in asked
        ]


def coded_passages(study: Project, *, least: int = 3, model: str = "", progress: Progress | None = None) -> Coded:
    """The passages of a study with this coder's codes, among the others of their documents, in order."""
    import numpy as np

    from qualcode.evaluation.coded import Coded, nothing_to_measure
    from qualcode.evaluation.order import KNOWN
    from qualcode.project.learning import evidence_of
    from qualcode.suggesters.cutting import cuts
    from qualcode.suggesters.protocol import Evidence

    def told(name: str) -> Callable[[int, int], None] | None:
        return None if progress is None else lambda done, total: progress(name, done, total)

    corpus = study.matching.corpus(progress=told("Words"))
    speaking = Speaking.now(study)
    codes = study.codebook.value().codes
    codings = evidence_of(study, study.coder).codings
    evidence = Evidence(model=model, progress=told("Vectors"))
    made = cuts(
        corpus,
        study.codebook.value(),
        eligible=lambda document, speaker: speaking.is_evidence(document.id, speaker or ""),
        evidence=evidence,
    )
    labelled = [(cut, cut.labels(codings, codes)) for cut in made]
    if not labelled:
        raise nothing_to_measure(least, 0)
    # of several languages the one with most coded passages: each has its own words and vectors
    cut, labels = max(labelled, key=lambda pair: int(pair[1][pair[0].open].any(axis=1).sum()))
    uses = labels[cut.open].sum(axis=0)
    chosen = np.flatnonzero(uses >= least)
    if not len(chosen):
        raise nothing_to_measure(least, int(uses.max(initial=0)))
    measured = cut.open[labels[cut.open][:, chosen].any(axis=1)]
    kept = np.zeros((len(cut.segments), len(chosen)), bool)
    kept[measured] = labels[measured][:, chosen]
    names = {key: str(row["name"]) for key, row in speaking.documents.items()}
    columns = {name: [""] * len(cut.segments) for name in (*BY, "document")}
    columns["speaker"] = [segment.speaker or "" for segment in cut.segments]
    for at in measured.tolist():
        segment = cut.segments[at]
        who = speaking.of(segment.document, segment.start, segment.end)
        for name in columns.keys() - {"speaker"}:
            columns[name][at] = str(who.get(name) or "")
    documents = [names[segment.document] for segment in cut.segments]
    others = sum(int(own[one.open].any(axis=1).sum()) for one, own in labelled if one is not cut)
    note = f"Coded passages in other languages than '{cut.language}', which are not measured: {others}."
    return Coded(
        [f"{name} {segment.start}-{segment.end}" for name, segment in zip(documents, cut.segments, strict=True)],
        documents,
        [segment.text for segment in cut.segments],
        kept,
        [cut.features.codes[at] for at in chosen],
        columns,
        KNOWN,
        cut.language,
        [note] if others else [],
        {
            "codings": len(codings),
            "segments": len(measured),
            "documents": len({documents[at] for at in measured.tolist()}),
            "codes": len(chosen),
            "codes used": int((uses > 0).sum()),
            "codes used too rarely": int(((uses > 0) & (uses < least)).sum()),
        },
        least,
        measured,
    )


def _group(speaking: Speaking, document: str, start: int, end: int, by: str) -> str:
    return str(speaking.of(document, start, end).get(by) or "")


def _differing(name: str, rows: Sequence[dict[str, Any]]) -> list[str]:
    """A sentence for each group that is served worse: fewer suggestions accepted, or more codings not suggested."""
    from qualcode.evaluation.groups import shown

    told = []
    for row in rows:
        for rate, others, adjusted, said, what, more_is in (
            ("accept_rate", "others", "adjusted", "told", "decided suggestions were accepted", "better"),
            ("miss_rate", "miss_others", "miss_adjusted", "miss_told", "codings had not been suggested", "worse"),
        ):
            if row[said] == "differs" and (row[rate] > row[others]) == (more_is == "worse"):
                told.append(
                    f"{name} '{row['group']}': {row[rate]:.0%} of the {what}, against {row[others]:.0%} in the other "
                    f"groups (adjusted {shown(row[adjusted])})."
                )
    return told


def json_text(found: Evaluation) -> str:
    """The whole result but the passages, as one JSON object."""
    return json.dumps(found.summary(), ensure_ascii=False, indent=2, allow_nan=False)


def ways_table(found: Evaluation) -> pd.DataFrame:
    """One row a way of suggesting, with its figures."""
    import pandas as pd

    return pd.DataFrame([{"way": NAMES[way], **figures} for way, figures in found.ways.items()])


def codes_table(found: Evaluation) -> pd.DataFrame:
    """One row a code; see `qualcode.evaluation.figures.code_rows`."""
    import pandas as pd

    return pd.DataFrame(found.codes)


def tables_of(found: Evaluation) -> dict[str, pd.DataFrame]:
    """The tables codes, segments, groups and curve; of a study with decisions, decisions too."""
    import pandas as pd

    groups = [{"column": column, **row} for column, rows in found.groups.items() for row in rows]
    tables = {
        "codes": codes_table(found),
        "segments": pd.DataFrame(found.segments),
        "groups": pd.DataFrame(groups, columns=None if groups else ["column", "group", "count"]),
        "curve": pd.DataFrame(found.curve, columns=None if found.curve else ["documents", "hit@1", "hit@3"]),
    }
    if decisions := [{"by": by, **row} for by, rows in found.decisions.items() for row in rows]:
        tables["decisions"] = pd.DataFrame(decisions)
    return tables


def files_of(found: Evaluation) -> dict[str, bytes]:
    """The files that `qualcode evaluate --out` writes, by name; the same result gives the same bytes."""
    from qualcode.evaluation.page import page
    from qualcode.export import csv_bytes

    files = {"summary.json": f"{json_text(found)}\n".encode("utf-8", "backslashreplace")}
    files |= {f"{name}.csv": csv_bytes(frame) for name, frame in tables_of(found).items()}
    return files | {"page.html": page(found).encode("utf-8", "backslashreplace")}
