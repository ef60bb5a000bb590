"""Themes: claims with a central organising concept, resting on codes, with extracts chosen by hand."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from qualcode.errors import NotFound, Refused
from qualcode.project.find import key_from
from qualcode.project.joining import joined
from qualcode.project.project import Preview
from qualcode.project.recoding import check_key, move_links, next_position
from qualcode.project.speaking import Speaking
from qualcode.project.theme_tables import ThemeTables
from qualcode.store import Act, images
from qualcode.store import schema as t

if TYPE_CHECKING:
    from qualcode.project.project import Project

Row = dict[str, Any]
FIELDS = ("name", "central_organising_concept", "part", "include", "exclude", "memo")


@dataclass(frozen=True, slots=True)
class Summary:
    """What a person wrote into one theme × case cell; `version` is 0 where nobody wrote anything.

    `codings` are the ids of the passages it rests on, `coder` and `at` say who wrote it last, and when.
    """

    text: str = ""
    codings: tuple[str, ...] = ()
    coder: str = ""
    at: str = ""
    version: int = 0


class Themes(ThemeTables):
    """`study.themes`."""

    def __init__(self, study: Project) -> None:
        self._study = study

    def add(
        self,
        name: str,
        *,
        key: str = "",
        codes: str | Iterable[str] = (),
        out_of: str = "",
        why: str = "",
        **fields: str,
    ) -> str:
        """Make a theme of codes; a candidate until it has a central organising concept. Returns its key.

        Args:
            out_of: a theme that the codes leave in the same act: so a theme is split.
            why: the reason, such as why it is split.
            fields: central_organising_concept, part, include, exclude, memo.
        """
        values = _checked({"name": name, **fields})
        check_key(key)
        members = self._codes(codes)
        left = self._study.find.theme(out_of) if out_of else None
        with self._study.act("themes.add", why=why) as current:
            taken = [row["key"] for row in current.rows(select(t.themes.c.key))]
            if key in taken:
                raise Refused(f"There is a theme '{key}' already.")
            row = current.insert(
                t.themes,
                key=key or key_from(name, taken),
                status=_status(values.get("central_organising_concept", "")),
                position=next_position(current, t.themes),
                **values,
            )
            for code in members:
                current.insert(t.theme_codes, theme_id=row["id"], code_id=code["id"])
            if left:
                _take_out(current, left, members)
            origin = f" out of {left['name']}" if left else ""
            current.summary = f"Made the {row['status']} theme {name}{origin}"
        return str(row["key"])

    def define(self, theme: str, *, why: str = "", seen: int | None = None, **fields: str) -> None:
        """Set name, central_organising_concept, part, include, exclude or memo of a theme.

        With a central organising concept a theme is defined; without one it is a candidate again.
        """
        row = self._study.find.theme(theme)
        values = _checked(fields)
        with self._study.act("themes.define", why=why) as current:
            row = current.row(t.themes, row["id"])
            if row["status"] != "discarded":
                concept = str(values.get("central_organising_concept", row["central_organising_concept"]))
                values["status"] = _status(concept)
            current.update(t.themes, row["id"], seen=seen, **values)
            current.summary = f"Set the {' and '.join(name.replace('_', ' ') for name in fields)} of {row['name']}"

    def add_codes(self, theme: str, codes: str | Iterable[str], *, out_of: str = "") -> None:
        """Let a theme rest on further codes; a code may belong to several themes.

        With `out_of` they move: they leave that theme in the same act.
        """
        row = self._study.find.theme(theme)
        wanted = self._codes(codes)
        left = self._study.find.theme(out_of) if out_of else None
        if left and left["id"] == row["id"]:
            raise Refused(f"{row['name']} is where these codes are. Choose another theme to move them to.")
        with self._study.act("themes.add_codes") as current:
            have = {
                r["code_id"] for r in current.rows(select(t.theme_codes).where(t.theme_codes.c.theme_id == row["id"]))
            }
            for code in wanted:
                if code["id"] not in have:
                    current.insert(t.theme_codes, theme_id=row["id"], code_id=code["id"])
            names = ", ".join(code["name"] for code in wanted)
            current.summary = f"Put {names} into {row['name']}"
            if left:
                _take_out(current, left, wanted)
                current.summary = f"Moved {names} from {left['name']} to {row['name']}"

    def remove_codes(self, theme: str, codes: str | Iterable[str], *, why: str = "") -> None:
        """Take codes out of a theme; the codes and their codings stay."""
        row = self._study.find.theme(theme)
        wanted = self._codes(codes)
        with self._study.act("themes.remove_codes", why=why) as current:
            _take_out(current, row, wanted)
            current.summary = f"Took {', '.join(code['name'] for code in wanted)} out of {row['name']}"

    def add_exemplar(self, theme: str, coding: str, *, note: str = "") -> None:
        """Choose a coding as an exemplar quote, after those chosen before. Only participants' words can be chosen."""
        self._choose(theme, coding, "exemplar", note)

    def add_misfit(self, theme: str, coding: str, *, note: str = "") -> None:
        """Put a coding into the theme's tray of what does not fit; `note` says how it speaks against it."""
        self._choose(theme, coding, "does_not_fit", note)

    def remove_extract(self, theme: str, coding: str, *, kind: str = "") -> None:
        """Take a coding out of the exemplars and the tray of a theme, or only out of one: exemplar, does_not_fit."""
        row = self._study.find.theme(theme)
        mine = (t.extracts.c.theme_id == row["id"]) & (t.extracts.c.coding_id == coding)
        if kind:
            mine &= t.extracts.c.kind == kind
        with self._study.act("themes.remove_extract") as current:
            found = current.rows(select(t.extracts.c.id).where(mine))
            if not found:
                raise NotFound(f"The coding '{coding}' is not among the extracts of {row['name']}.")
            current.delete_many(t.extracts, [item["id"] for item in found])
            current.summary = f"Took a quote out of {row['name']}"

    def order_exemplars(self, theme: str, codings: str | Sequence[str]) -> None:
        """Put the exemplar quotes in this order; all of them must be named."""
        wanted = [codings] if isinstance(codings, str) else list(codings)
        row = self._study.find.theme(theme)
        mine = (t.extracts.c.theme_id == row["id"]) & (t.extracts.c.kind == "exemplar")
        with self._study.act("themes.order_exemplars") as current:
            have = {item["coding_id"]: item["id"] for item in current.rows(select(t.extracts).where(mine))}
            if sorted(have) != sorted(wanted):
                raise Refused(f"{row['name']} has {len(have)} exemplar quotes; name each of them once.")
            for position, coding in enumerate(wanted):
                current.update(t.extracts, have[coding], position=position)
            current.summary = f"Ordered the exemplar quotes of {row['name']}"

    def abridge(self, theme: str, coding: str, printed: str, *, seen: int | None = None) -> None:
        """Say how a chosen quote is printed: […] where words are left out, [word] where one is put in; empty: whole.

        The coding stays as it is, and the change is on record; see `qualcode.text.abridging`.

        Raises:
            NotFound: the coding is not among the theme's extracts.
            Refused: it differs from the passage outside brackets.
            Conflict: somebody changed it since version `seen`.
        """
        from qualcode.project.abridging import abridge

        abridge(self._study, theme, coding, printed, seen=seen)

    def summarise(
        self, theme: str, case: str, text: str, *, codings: str | Iterable[str] = (), seen: int | None = None
    ) -> None:
        """Write what a theme looks like in a case; `codings` are the passages it rests on. Empty text takes it away.

        `seen` is the version of the cell that was read (see `cell`), 0 where it was empty.

        Raises:
            NotFound: no such theme, case or coding.
        """
        row, in_case = self._study.find.theme(theme), self._study.find.case(case)
        coder = self._study.coder_id()
        passages = [codings] if isinstance(codings, str) else list(dict.fromkeys(codings))
        with self._study.act("themes.summarise") as current:
            known = images(current.connection, t.codings, passages)
            for coding in passages:
                if coding not in known:
                    raise NotFound(f"There is no coding '{coding}'. It may have been removed.")
            cell = (t.summaries.c.theme_id == row["id"]) & (t.summaries.c.case_id == in_case["id"])
            found = current.rows(select(t.summaries).where(cell))
            values: Row = {"text": text.strip(), "coding_ids": passages, "coder_id": coder, "at": current.at}
            if found and not text.strip():
                current.update(t.summaries, found[0]["id"], seen=seen)  # raises the conflict, changes nothing
                current.delete(t.summaries, found[0]["id"])
            elif found:
                current.update(t.summaries, found[0]["id"], seen=seen, **values)
            elif text.strip():
                current.insert(t.summaries, theme_id=row["id"], case_id=in_case["id"], **values)
            did = "Wrote" if text.strip() else "Removed"
            current.summary = f"{did} the summary of {row['name']} in {in_case['name']}"

    def cell(self, theme: str, case: str) -> Summary:
        """The summary of a theme in a case; its version is what `summarise` takes as `seen`.

        Raises:
            NotFound: no such theme or case.
        """
        row, in_case = self._study.find.theme(theme), self._study.find.case(case)
        query = select(t.summaries, t.coders.c.name.label("coder")).join(t.coders)
        cell = (t.summaries.c.theme_id == row["id"]) & (t.summaries.c.case_id == in_case["id"])
        found = self._study.store.rows(query.where(cell))
        if not found:
            return Summary()
        held = found[0]
        return Summary(held["text"], tuple(held["coding_ids"]), held["coder"], held["at"], held["version"])

    def keep(self, theme: str, *, why: str) -> None:
        """Decide, after a review, that a theme stays as it is; the reason is part of how it came to be."""
        row = self._study.find.theme(theme)
        if not why.strip():
            raise Refused("Say why the theme is kept: what was it tested against?")
        if row["status"] == "discarded":
            raise Refused(f"The theme '{row['key']}' is discarded. Restore it first.")
        with self._study.act("themes.keep", why=why) as current:
            current.update(t.themes, row["id"], kept_because=why.strip())
            current.summary = f"Kept the theme {row['name']}"

    def discard(self, theme: str, *, why: str, preview: bool = False) -> Preview | None:
        """Drop a theme with a reason; it stays in the discard log and can be restored."""
        row = self._study.find.theme(theme)
        if not why.strip() and not preview:
            raise Refused("Say why the theme is discarded: the log of discarded themes is part of the method.")
        with self._study.act("themes.discard", why=why, preview=preview) as current:
            current.update(t.themes, row["id"], status="discarded", discarded_because=why.strip())
            current.summary = f"Discarded the theme {row['name']}"
        return Preview(current.summary, current.changes) if preview else None

    def restore(self, theme: str, *, why: str = "") -> None:
        """Take a discarded theme up again."""
        row = self._study.find.theme(theme)
        with self._study.act("themes.restore", why=why) as current:
            status = _status(row["central_organising_concept"])
            current.update(t.themes, row["id"], status=status, discarded_because="")
            current.summary = f"Restored the theme {row['name']}"

    def merge(self, themes: str | Iterable[str], *, into: str, why: str = "", preview: bool = False) -> Preview | None:
        """Merge themes into another: codes, extracts, summaries and links move, then the themes are discarded."""
        target = self._study.find.theme(into)
        refs = [themes] if isinstance(themes, str) else themes
        sources = list({row["id"]: row for row in map(self._study.find.theme, refs)}.values())
        if not sources or any(source["id"] == target["id"] for source in sources):
            raise Refused("Choose at least one theme to merge, other than the one it goes into.")
        with self._study.act("themes.merge", why=why, preview=preview) as current:
            if current.row(t.themes, target["id"])["status"] == "discarded":
                raise Refused(f"The theme '{target['key']}' is discarded. Restore it first.")
            for source in sources:
                _merge_one(current, source, target, why)
            current.summary = f"Merged {' and '.join(source['name'] for source in sources)} into {target['name']}"
        return Preview(current.summary, current.changes) if preview else None

    def link(self, source: str, target: str, type: str, *, why: str = "") -> None:
        """Relate two themes, or two codes: answered_by, informs, interacts, contradicts, or a word of your own."""
        kind, one, other = self._ends(source, target)
        with self._study.act("themes.link", why=why) as current:
            current.insert(
                t.links, object_type=kind, source_id=one["id"], target_id=other["id"], type=type.strip(), why=why
            )
            current.summary = f"Linked {one['name']} {type.replace('_', ' ')} {other['name']}"

    def unlink(self, source: str, target: str, type: str, *, why: str = "") -> None:
        """Take a link away.

        Raises:
            NotFound: there is no such link in this direction.
        """
        _, one, other = self._ends(source, target)
        ends = (t.links.c.source_id == one["id"]) & (t.links.c.target_id == other["id"])
        with self._study.act("themes.unlink", why=why) as current:
            found = current.rows(select(t.links.c.id).where(ends, t.links.c.type == type.strip()))
            if not found:
                raise NotFound(f"There is no link '{type}' from {one['name']} to {other['name']}.")
            current.delete(t.links, found[0]["id"])
            current.summary = f"Unlinked {one['name']} {type.replace('_', ' ')} {other['name']}"

    def _choose(self, theme: str, coding: str, kind: str, note: str) -> None:
        row, chosen = self._study.find.theme(theme), self._study.codings[coding]
        if not Speaking.now(self._study).of(chosen.document, chosen.start, chosen.end)["eligible"]:
            raise Refused("This passage holds the interviewer's or a researcher's words; it cannot stand as a quote.")
        with self._study.act(f"themes.add_{'exemplar' if kind == 'exemplar' else 'misfit'}") as current:
            mine = (t.extracts.c.theme_id == row["id"]) & (t.extracts.c.kind == kind)
            have = current.rows(select(t.extracts).where(mine))
            same = [item for item in have if item["coding_id"] == coding]
            if same:
                current.update(t.extracts, same[0]["id"], note=note)
            else:
                position = max((item["position"] for item in have), default=-1) + 1
                current.insert(
                    t.extracts, theme_id=row["id"], coding_id=coding, kind=kind, position=position, note=note
                )
            words = "an exemplar quote of" if kind == "exemplar" else "a passage that does not fit"
            current.summary = f"Chose {words} {row['name']}"

    def _codes(self, refs: str | Iterable[str]) -> list[Row]:
        rows = map(self._study.find.code, [refs] if isinstance(refs, str) else refs)
        return list({row["id"]: row for row in rows}.values())

    def _ends(self, source: str, target: str) -> tuple[str, Row, Row]:
        try:
            return "theme", self._study.find.theme(source), self._study.find.theme(target)
        except NotFound as not_themes:
            try:
                return "code", self._study.find.code(source), self._study.find.code(target)
            except NotFound:
                raise NotFound(f"'{source}' and '{target}' are not two themes, nor two codes.") from not_themes


def _merge_one(current: Act, source: Row, target: Row, why: str) -> None:
    for table, keys in (
        (t.theme_codes, ("code_id",)),
        (t.extracts, ("coding_id", "kind")),
        (t.summaries, ("case_id",)),
    ):
        mine = current.rows(select(table).where(table.c.theme_id == target["id"]))
        have = {tuple(row[key] for key in keys): row for row in mine}
        rows = current.rows(select(table).where(table.c.theme_id == source["id"]))
        if table is t.extracts:
            rows.sort(key=lambda row: row["position"])
        for row in rows:
            twin = have.get(tuple(row[key] for key in keys))
            if twin is None:
                place: Row = {"theme_id": target["id"]}
                if table is t.extracts:
                    others = [other["position"] for other in mine if other["kind"] == row["kind"]]
                    place["position"] = max(others, default=-1) + 1
                mine.append(current.update(table, row["id"], **place))
            elif table is t.summaries:
                passages = list(dict.fromkeys([*twin["coding_ids"], *row["coding_ids"]]))
                current.update(table, twin["id"], text=joined(twin["text"], row["text"]), coding_ids=passages)
                current.delete(table, row["id"])
            elif table is t.extracts:
                current.update(table, twin["id"], note=joined(twin["note"], row["note"]))
                current.delete(table, row["id"])
    move_links(current, source["id"], target["id"])
    reason = f"merged into {target['name']}{f': {why}' if why else ''}"
    current.update(t.themes, source["id"], status="discarded", discarded_because=reason)


def _take_out(current: Act, theme: Row, codes: Iterable[Row]) -> None:
    rows = current.rows(select(t.theme_codes).where(t.theme_codes.c.theme_id == theme["id"]))
    have = {row["code_id"]: row["id"] for row in rows}
    current.delete_many(t.theme_codes, [have[code["id"]] for code in codes if code["id"] in have])


def _checked(fields: dict[str, str]) -> Row:
    unknown = [name for name in fields if name not in FIELDS]
    if unknown:
        raise Refused(f"A theme has no '{unknown[0]}'. It may have: {', '.join(FIELDS)}.")
    if "name" in fields and not fields["name"].strip():
        raise Refused("A theme needs a name.")
    return dict(fields)


def _status(concept: str) -> str:
    return "defined" if concept.strip() else "candidate"
