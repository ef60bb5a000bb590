"""The codebook of a study: codes, their rules, and the acts that reshape them over all documents."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from sqlalchemy import func, select

from qualcode.errors import CodebookError, NotFound, Refused
from qualcode.model import LEVELS, ORIGINS, Attribute, Code, Codebook, Dimension, Link, Rule, ThemeEntry
from qualcode.project import recoding
from qualcode.project.adopting import adopt, check_patterns, check_value
from qualcode.project.find import key_from, near
from qualcode.project.project import Preview
from qualcode.store import schema as t

if TYPE_CHECKING:
    import pandas as pd

    from qualcode.codebook import Crosswalk
    from qualcode.project.project import Project

Row = dict[str, Any]
SPEAKERS = ("sector", "seniority", "organisation", "kind", "role")
FIELDS = ("name", "definition", "include", "exclude", "examples", "level", "origin", "dimension", "color", "memo")


class ProjectCodebook:
    """`study.codebook`."""

    def __init__(self, study: Project) -> None:
        self._study = study

    def use(
        self,
        book: Codebook | str | Path,
        *,
        themes: bool = True,
        revive: bool = False,
        why: str = "",
        preview: bool = False,
    ) -> Preview | None:
        """Take a codebook (a value or a file) into the study; what has the same id is brought up to date.

        Codes of the study that the codebook does not have stay; retire them if they should go. A theme of the
        codebook with a central organising concept comes in as defined, one without as a candidate. A code that
        was edited here and in the file takes the file's wording. What an earlier version of the codebook brought and
        this one has no more goes: rules, and the places of codes in themes. Rules and places made by hand stay.

        A code that was merged or retired here stays so, with its rules where they are, and is not brought up to
        date. With `revive` it comes back into use; codings that a merge moved stay with the other code.

        Raises:
            CodebookError: the codebook has problems; all of them are named.
        """
        value = self._read(book)
        if isinstance(book, Codebook):
            check_value(value, check_rule)
            if problems := check_patterns(value):
                raise CodebookError(problems)
        with self._study.act("codebook.use", why=why, preview=preview) as current:
            words = adopt(current, value, themes=themes, revive=revive)
            current.summary = f"Took in the codebook {value.name} ({words})"
        return Preview(current.summary, current.changes) if preview else None

    def value(self) -> Codebook:
        """The codebook as it stands, retired codes left out; save it, compare it, or use it elsewhere."""
        memory = self._study.memory
        with memory.building:
            state = self._state()
            known = memory.frames.get("codebook")
            if known is None or known[0] != state:
                known = memory.frames["codebook"] = (state, value_of(self._study))
            value: Codebook = known[1]
            return value

    def _state(self) -> tuple[Any, ...]:
        """Changes whenever something of the codebook does."""
        tables = (t.codes, t.rules, t.themes, t.theme_codes, t.links, t.attributes, t.project)
        counted = [
            select(column).select_from(table).scalar_subquery()
            for table in tables
            for column in (func.count(), func.max(table.c.version))
        ]
        with self._study.store.reading() as connection:
            return tuple(connection.execute(select(*counted)).one())

    def save(self, path: str | Path) -> None:
        """Write the codebook to a YAML file; comments of a file that is there already survive."""
        from qualcode.codebook import save

        save(self.value(), Path(path))

    def diff(self, book: Codebook | str | Path) -> str:
        """What would change if the study took in this codebook, in sentences. Codes that are retired here stay so, and
        so do codes and themes that the codebook does not have."""
        from qualcode.project.comparing import compare

        return compare(self._study, self._read(book))

    def add(self, name: str, *, key: str = "", parent: str = "", theme: str = "", **fields: Any) -> str:
        """Make a code. Returns its key, which is made from the name unless given.

        Args:
            fields: definition, include, exclude, examples, level, origin, dimension, color, memo.
        """
        values = _checked({"name": name, **fields})
        recoding.check_key(key)
        above = self._study.find.code(parent) if parent else None
        under = self._study.find.theme(theme) if theme else None
        with self._study.act("codebook.add") as current:
            taken = [row["key"] for row in current.rows(select(t.codes.c.key))]
            if key in taken:
                raise Refused(f"There is a code '{key}' already.")
            row = current.insert(
                t.codes,
                key=key or key_from(name, taken),
                parent_id=above["id"] if above else None,
                position=recoding.next_position(current, t.codes),
                **values,
            )
            if under:
                current.insert(t.theme_codes, theme_id=under["id"], code_id=row["id"])
            current.summary = f"Made the code {name}"
        return str(row["key"])

    def edit(self, code: str, *, why: str = "", seen: int | None = None, **fields: Any) -> None:
        """Change fields of a code: name, definition, include, exclude, examples, level, origin, dimension, color, memo.

        Accepted codings stay as they are.
        """
        row = self._study.find.code(code)
        values = _checked(fields)
        with self._study.act("codebook.edit", why=why) as current:
            current.update(t.codes, row["id"], seen=seen, **values)
            current.summary = f"Changed the {' and '.join(values)} of the code {row['name']}"

    def rename(
        self, code: str, name: str, *, why: str = "", seen: int | None = None, preview: bool = False
    ) -> Preview | None:
        """Give a code another name; its key stays, so rules, files and exports still find it."""
        row = self._study.find.code(code)
        with self._study.act("codebook.rename", why=why, preview=preview) as current:
            current.update(t.codes, row["id"], seen=seen, **_checked({"name": name}))
            current.summary = f"Renamed the code {row['name']} to {name}"
        return Preview(current.summary, current.changes) if preview else None

    def move(self, code: str, *, parent: str = "", why: str = "", preview: bool = False) -> Preview | None:
        """Put a code under another, or at the top when `parent` is empty."""
        return recoding.move(self._study, code, parent, why=why, preview=preview)

    def merge(self, codes: str | Iterable[str], *, into: str, why: str = "", preview: bool = False) -> Preview | None:
        """Merge codes into another: codings, rules, children and theme places move, then the codes are retired.

        Where a coder has both codes on a passage, the two codings join and keep both memos.
        """
        return recoding.merge(self._study, codes, into, why=why, preview=preview)

    def split(self, code: str, *, into: str | Iterable[str], why: str = "", preview: bool = False) -> Preview | None:
        """Begin to split a code: new codes are made, and all its codings of all documents go on a board, undecided.

        Decide each with `assign`, see them with `board`; `close_split` ends it once none is undecided. Codings that
        come onto the code meanwhile go on the board too. Until then neither the code nor its parts can be merged
        or retired.
        """
        return recoding.split(self._study, code, into, why=why, preview=preview)

    def splits(self) -> dict[str, list[str]]:
        """The codes that are being split, each with the codes that it is split into; all are keys."""
        return recoding.splits(self._study)

    def board(self, code: str) -> pd.DataFrame:
        """The board of a split: every coding the code had, with `decided` ("" while undecided, else keys of codes).

        Columns: coding, document, case, speaker, quote, memo, coder, decided.
        """
        return recoding.board(self._study, code)

    def assign(self, code: str, codings: str | Iterable[str], to: str | Iterable[str], *, why: str = "") -> int:
        """Decide codings on the board of a split: `to` is one or several codes, the split one included (it stays).

        A coding that was decided already is decided anew: copies that the earlier decision made go when they are not
        wanted any more. Returns how many are still undecided.
        """
        return recoding.assign(self._study, code, codings, to, why=why)

    def close_split(self, code: str, *, why: str = "") -> None:
        """End a split; refused while codings are undecided. A code that kept none is retired."""
        recoding.close_split(self._study, code, why=why)

    def retire(self, code: str, *, why: str = "", preview: bool = False) -> Preview | None:
        """Take a code out of use; its codings stay and it can be restored."""
        return recoding.retire(self._study, code, why=why, preview=preview)

    def restore(self, code: str, *, why: str = "") -> None:
        """Bring a retired code back into use."""
        recoding.restore(self._study, code, why=why)

    # -- rules

    def add_rule(self, code: str, query: str, *, key: str = "", note: str = "") -> str:
        """Give a code another rule; the query is checked first. Returns the rule's key."""
        self.check_rule(query)
        recoding.check_key(key)
        row = self._study.find.code(code)
        with self._study.act("codebook.add_rule") as current:
            taken = [found["key"] for found in current.rows(select(t.rules.c.key))]
            if key in taken:
                raise Refused(f"There is a rule '{key}' already.")
            number = 1
            while not key and f"{row['key']}.r{number}" in taken:
                number += 1
            made = current.insert(
                t.rules,
                code_id=row["id"],
                key=key or f"{row['key']}.r{number}",
                query=query,
                note=note,
                position=recoding.next_position(current, t.rules),
            )
            current.summary = f"Gave the code {row['name']} the rule {query}"
        return str(made["key"])

    def edit_rule(
        self, rule: str, query: str, *, note: str | None = None, why: str = "", seen: int | None = None
    ) -> None:
        """Change the query of a rule: a new version, which may ask again about what was rejected. Codings stay."""
        self.check_rule(query)
        row = self._rule(rule)
        with self._study.act("codebook.edit_rule", why=why) as current:
            noted = {} if note is None else {"note": note}
            current.update(t.rules, row["id"], seen=seen, query=query, spacy=[], **noted)
            current.summary = f"Changed the rule {rule} to {query}"

    def remove_rule(self, rule: str, *, why: str = "") -> None:
        """Take a rule away; what it suggested goes with the next run, codings stay."""
        row = self._rule(rule)
        with self._study.act("codebook.remove_rule", why=why) as current:
            current.delete(t.rules, row["id"])
            current.summary = f"Removed the rule {rule}"

    def rules(self, code: str) -> list[Row]:
        """The rules of a code in order: key, query, spacy, note, and the `version` that `edit_rule` takes as `seen`."""
        mine = t.rules.c.code_id == self._study.find.code(code)["id"]
        return self._study.store.rows(select(t.rules).where(mine).order_by(t.rules.c.position))

    def check_rule(self, query: str) -> None:
        """Raise a `QueryError` that points at the character when the query cannot be understood."""
        check_rule(query)

    def table(self) -> pd.DataFrame:
        """One row a code, retired ones included, with voices, cases and codings."""
        from qualcode.project.frames import code_table

        return code_table(self._study)

    def recent(self, most: int = 9) -> list[str]:
        """The keys of the active codes that this coder used last, newest first."""
        columns = (t.codes.c.key, t.codings.c.version)
        mine = select(*columns).join(t.codes, t.codings.c.code_id == t.codes.c.id).join(t.coders)
        mine = mine.where(t.coders.c.name == self._study.coder, t.codes.c.status == "active")
        rows = self._study.store.rows(mine.order_by(t.codings.c.version.desc()).limit(300))
        return list(dict.fromkeys(row["key"] for row in rows))[:most]

    def by_case(self) -> pd.DataFrame:
        """Every code in every case; see `qualcode.analysis.code_by_case`."""
        from qualcode.analysis import code_by_case
        from qualcode.project.frames import cases, codes, codings, documents

        study = self._study
        active = codes(study).query("status == 'active'")
        return code_by_case(active, codings(study), cases(study), documents(study))

    def by_attribute(self, attribute: str, *, on: str = "") -> pd.DataFrame:
        """How many people speak of each code, for each value of an attribute; see `qualcode.analysis.crosstab`.

        Args:
            attribute: sector, seniority, organisation or kind of the speaker, or any attribute of cases.
            on: the date for which a dated attribute of cases is looked up (the latest value when none is given).

        Raises:
            NotFound: no such attribute.
        """
        from qualcode.analysis import crosstab
        from qualcode.project.frames import codings

        frame = codings(self._study)
        codes = [row["key"] for row in self._study.store.rows(select(t.codes).order_by(t.codes.c.position))]
        if attribute in SPEAKERS:
            return crosstab(frame, attribute, codes=codes)
        known = self._study.store.rows(select(t.attributes).where(t.attributes.c.applies_to == "case"))
        found = next((row for row in known if row["key"] == attribute), None)
        if found is None:
            raise NotFound(
                f"There is no attribute '{attribute}'.{near(attribute, [*SPEAKERS, *(r['key'] for r in known)])}"
            )
        table = self._study.cases.attributes(on=on)
        values = dict(zip(table["case"], table[attribute], strict=True))
        return crosstab(frame, attribute, values=values, order=found["values"], codes=codes)

    def co_occurrence(self, *, within: Literal["segment", "document"] = "segment") -> pd.DataFrame:
        """How often two codes fall on the same passage or document; see `qualcode.analysis.co_occurrence`."""
        from qualcode.analysis import co_occurrence
        from qualcode.project.frames import codings

        return co_occurrence(codings(self._study), within=within)

    def crosswalk(self, walk: Crosswalk | str | Path) -> pd.DataFrame:
        """What the codings say of links between codebooks (a value or a file); see `qualcode.analysis.crosswalk`.

        Several codebooks come into one study by `use`, one after the other. Ends are found by their ids alone.
        """
        from qualcode.project.crosswalk import crosswalk

        return crosswalk(self._study, walk)

    def crosswalk_passages(
        self, walk: Crosswalk | str | Path, a: str, b: str, *, granularity: str = "publication"
    ) -> pd.DataFrame:
        """The passages behind a row of `crosswalk`, where both ends meet first, then those of a, then those of b.

        Columns: side ("both", "a", "b"), quote (of both: the words that they share), attribution, case, document,
        document_id, start, end. `a` and `b` are written as in the file, or as ids alone.

        Raises:
            NotFound: the crosswalk has no such link.
        """
        from qualcode.project.crosswalk import passages

        return passages(self._study, walk, a, b, granularity=granularity)

    def _rule(self, key: str) -> Row:
        found = self._study.store.rows(select(t.rules).where((t.rules.c.key == key) | (t.rules.c.id == key)))
        if not found:
            raise NotFound(f"There is no rule '{key}'.")
        return found[0]

    def _read(self, book: Codebook | str | Path) -> Codebook:
        if isinstance(book, Codebook):
            return book
        return read_codebook(book)


def read_codebook(path: str | Path) -> Codebook:
    """The codebook of a file (YAML, JSON, csv or xlsx), its rules checked too.

    Raises:
        CodebookError: the file has problems; all of them are named, with line and remedy.
    """
    from qualcode.codebook import read_codebook as read

    book = read(Path(path), check_rule=check_rule)
    problems = [f"{Path(path).name}: {problem}" for problem in check_patterns(book)]
    if problems:
        raise CodebookError(problems)
    return book


def check_rule(query: str) -> None:
    """Raise a `QueryError` when a query cannot be understood."""
    from qualcode.query import parse

    parse(query)


def value_of(study: Project) -> Codebook:
    """The codebook that a study holds, as a value."""
    rows = study.store.rows
    about = study.row()
    meta: Mapping[str, Any] = about["codebook"]
    keys = {row["id"]: row["key"] for row in rows(select(t.codes))}
    rules: dict[str, list[Rule]] = {}
    for row in rows(select(t.rules).order_by(t.rules.c.position)):
        rules.setdefault(row["code_id"], []).append(Rule(row["key"], row["query"], tuple(row["spacy"]), row["note"]))
    in_theme: dict[str, str] = {}
    by_theme = select(t.theme_codes.c.code_id, t.themes.c.key).join(t.themes).order_by(t.themes.c.position.desc())
    for row in rows(by_theme.where(t.themes.c.status != "discarded")):
        in_theme[row["code_id"]] = row["key"]
    active = rows(select(t.codes).where(t.codes.c.status == "active").order_by(t.codes.c.position))
    here = {row["key"] for row in active}
    codes = tuple(
        Code(
            id=row["key"],
            name=row["name"],
            definition=row["definition"],
            include=row["include"],
            exclude=row["exclude"],
            examples=tuple(row["examples"]),
            parent=keys.get(row["parent_id"], "") if keys.get(row["parent_id"], "") in here else "",
            theme=in_theme.get(row["id"], ""),
            dimension=row["dimension"],
            level=row["level"],
            origin=row["origin"],
            rules=tuple(rules.get(row["id"], ())),
            color=row["color"],
            memo=row["memo"],
        )
        for row in active
    )
    kept = rows(select(t.themes).where(t.themes.c.status != "discarded").order_by(t.themes.c.position))
    themes = tuple(
        ThemeEntry(
            row["key"],
            row["name"],
            row["central_organising_concept"],
            row["part"],
            row["include"],
            row["exclude"],
            row["memo"],
        )
        for row in kept
    )
    objects = {**{row["id"]: row["key"] for row in kept}, **{row["id"]: row["key"] for row in active}}
    links = tuple(
        Link(objects[row["source_id"]], objects[row["target_id"]], row["type"], row["why"])
        for row in rows(select(t.links))
        if row["source_id"] in objects and row["target_id"] in objects
    )
    attributes = tuple(
        Attribute(
            row["key"], row["name"], row["type"], tuple(row["values"]), row["dated"], row["applies_to"], row["note"]
        )
        for row in rows(select(t.attributes))
    )
    return Codebook(
        id=meta.get("id") or key_from(about["name"]),
        name=meta.get("name") or about["name"],
        codes=codes,
        themes=themes,
        links=tuple(sorted(links, key=lambda link: (link.source, link.target, link.type))),
        dimensions=tuple(Dimension(**item) for item in meta.get("dimensions", ())),
        attributes=tuple(sorted(attributes, key=lambda item: (item.applies_to, item.id))),
        displays=tuple(meta.get("displays", ())),
        description=meta.get("description", ""),
        citation=meta.get("citation", ""),
        approach=about["approach"],
        language=about["language"],
    )


def _checked(fields: Mapping[str, Any]) -> Row:
    unknown = [name for name in fields if name not in FIELDS]
    if unknown:
        raise Refused(f"A code has no '{unknown[0]}'. It may have: {', '.join(FIELDS)}.")
    if "name" in fields and not str(fields["name"]).strip():
        raise Refused("A code needs a name.")
    if fields.get("level", "") not in ("", *LEVELS):
        raise Refused(f"'{fields['level']}' is not a level. Choose one of: {', '.join(LEVELS)}.")
    if fields.get("origin", "") not in ("", *ORIGINS):
        raise Refused(f"'{fields['origin']}' is not an origin. Choose one of: {', '.join(ORIGINS)}.")
    values = {name: value for name, value in fields.items() if value is not None}
    if "examples" in values:
        values["examples"] = [values["examples"]] if isinstance(values["examples"], str) else list(values["examples"])
    return values
