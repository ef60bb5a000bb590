"""Word patterns of a study: what a topic model finds in participants' words, for getting to know them."""

from __future__ import annotations

import contextlib
import hashlib
import os
import tempfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from qualcode.errors import NotFound, Refused
from qualcode.project.speaking import Speaking
from qualcode.topics import Member, Method, Pattern, WordPatterns, in_words

if TYPE_CHECKING:
    import pandas as pd

    from qualcode.project.project import Project
    from qualcode.vectors import Embedder

Progress = Callable[[int, int], None]
FILE = "patterns.json"
SCHEME = 1  # raise it when patterns are found in another way
PER_CENT = 100
UNTIL_VECTORS, UNTIL_GROUPS = 80, 99
COLUMNS = ("pattern", "words", "passages", "voices", "cases", "documents", "stability", "stability_in_words")
PASSAGES = ("pattern", "typical", "document", "document_id", "start", "end", "quote", "speaker", "case", "likeness")
NO_RUN = "No word patterns have been looked for yet. Begin with: qualcode patterns run STUDY, or study.patterns.run()."
NO_MODEL = "No model of sentence vectors is installed, so the patterns rest on word counts alone (nmf)."
EARLIER = (
    "These patterns are of an earlier state of the documents or their speakers. Run again to bring them up to date."
)


class StudyPatterns:
    """`study.patterns`. The last run is kept beside the project file and may be deleted at any time.

    Word patterns are no themes and make no codings. A person may make a code that one of them inspired.
    """

    def __init__(self, study: Project) -> None:
        self._study = study

    def run(
        self,
        method: Method | None = None,
        *,
        patterns: int | None = None,
        seed: int = 0,
        progress: Progress | None = None,
    ) -> WordPatterns:
        """Look for word patterns in participants' words. The same documents, settings and seed give the same patterns.

        Args:
            method: "bertopic" (sentence vectors) or "nmf" (word counts, lighter); unless given, bertopic where a
                model of sentence vectors is installed that knows the language of the documents.
            patterns: how many; unless given, as many as are stable over several runs.
            seed: of what is drawn.
            progress: called with how far the work is, of 100; when it raises, nothing is kept but vectors.

        Raises:
            Refused: too few passages, a number of patterns that they do not allow, or a model that does not know
                the language.
            MissingModel: bertopic was asked for and no model is installed.
        """
        from qualcode.topics.finding import check, find_patterns

        method, model, notes = self._way(method)
        state = self._state()
        known = self._kept()
        name = model.name if model else ""
        settings = (method, patterns, seed, name, state)
        if known and settings == (known.method, known.asked, known.seed, known.model, dict(known.state)):
            return known
        report = progress or (lambda done, total: None)
        report(0, PER_CENT)
        found = self._passages()
        check(len(found), method, patterns)
        vectors = None
        if model is not None:
            from qualcode.vectors import VectorCache

            vectors = VectorCache(self._study.matching.cache).vectors(
                model,
                [segment.text for segment in found.segments],
                progress=lambda done, total: report(done * UNTIL_VECTORS // max(total, 1), PER_CENT),
            )
        begun = UNTIL_VECTORS if model else 0
        result = find_patterns(
            found,
            vectors,
            method=method,
            patterns=patterns,
            seed=seed,
            progress=lambda done, total: report(begun + (UNTIL_GROUPS - begun) * done // total, PER_CENT),
        )
        result = replace(result, model=name, notes=notes, state=state)
        self._keep(result)
        report(PER_CENT, PER_CENT)
        return result

    def latest(self) -> WordPatterns:
        """The last run.

        Raises:
            NotFound: there was none, or a document of it was removed since.
        """
        known = self._kept()
        if known is None:
            raise NotFound(NO_RUN)
        return known

    @property
    def ready(self) -> bool:
        """Whether there are patterns to look at."""
        return self._kept() is not None

    def current(self) -> bool:
        """Whether the last run is of the documents and speakers as they are now."""
        return dict(self.latest().state) == self._state()

    def notes(self) -> list[str]:
        """What to know of the last run, in sentences: how it was made, what was left out, whether it is up to date."""
        run = self.latest()
        used = len(run.members) + len(run.outside)
        way = f"BERTopic over sentence vectors ({run.model})" if run.method == "bertopic" else "NMF over word counts"
        found = [f"{len(run.patterns)} word patterns in {used:,} passages, by {way}, seed {run.seed}."]
        if run.outside:
            found.append(f"{len(run.outside):,} passages are in no pattern.")
        left = [f"{count:,} {reason}" for reason, count in run.left_out.items() if count]
        if left:
            found.append(f"Passages left out: {'; '.join(left)}.")
        found += run.notes
        return found if dict(run.state) == self._state() else [EARLIER, *found]

    def table(self) -> pd.DataFrame:
        """One row a pattern: pattern, words, passages, voices, cases, documents, stability, stability_in_words.

        Stability is between 0 and 1, see `topics.stability`; its words are stable, partly stable and unstable.
        """
        import pandas as pd

        speaking = Speaking.now(self._study)
        run, inside = self.latest(), self._members(speaking)
        rows = []
        for pattern in run.patterns:
            own = inside.get(pattern.number, [])
            where = [speaking.documents[member.document] for member in own]
            cases = {speaking.case_of(row) for row in where} - {""}
            documents = {row["id"] for row in where}
            words = ", ".join(word for word, _ in pattern.words)
            stable = in_words(pattern.stability)
            voices = {self._voice(speaking, member) for member in own} - {""}
            rows.append(
                (pattern.number, words, len(own), len(voices), len(cases), len(documents), pattern.stability, stable)
            )
        return pd.DataFrame(rows, columns=list(COLUMNS))

    def one(self, pattern: int) -> Pattern:
        """One pattern of the last run, by its number."""
        run = self.latest()
        try:
            return run[pattern]
        except KeyError as error:
            raise NotFound(
                f"There is no word pattern {pattern}. They are numbered 1 to {len(run.patterns)}."
            ) from error

    def passages(self, pattern: int, *, most: int = 5) -> pd.DataFrame:
        """The most typical passages of a pattern, then the most atypical ones that are still in it.

        Each person is quoted once before anybody is quoted twice. Columns: pattern, typical, document, document_id,
        start, end, quote, speaker, case, likeness (to the middle of the pattern).
        """
        import pandas as pd

        self.one(pattern)
        speaking = Speaking.now(self._study)
        inside = sorted(
            self._members(speaking).get(pattern, []), key=lambda item: (-item.likeness, item.document, item.start)
        )
        typical = self._spread(speaking, inside, min(most, (len(inside) + 1) // 2))
        taken = set(typical)
        others = [member for member in reversed(inside) if member not in taken]
        rows = []
        for is_typical, members in ((True, typical), (False, self._spread(speaking, others, most))):
            for member in members:
                about = speaking.of(member.document, member.start, member.end)
                text = self._study.documents.content(speaking.documents[member.document]["content_id"])[0]
                place = (about["document"], member.document, member.start, member.end, text[member.start : member.end])
                rows.append((pattern, is_typical, *place, about["speaker"], about["case"], member.likeness))
        return pd.DataFrame(rows, columns=list(PASSAGES))

    def by_case(self) -> pd.DataFrame:
        """How patterns spread over cases: pattern, case, passages, voices, and the share of the case's passages."""
        speaking = Speaking.now(self._study)
        frame = self._counted(speaking, lambda member: speaking.case_of(speaking.documents[member.document]))
        return frame.rename(columns={"place": "case"})

    def over_time(self) -> pd.DataFrame:
        """How large patterns are over time: pattern, when, passages, voices, and the share of that time's passages.

        `when` is the year of the documents, or the month where all are of one year; documents without a date have
        "no date". Where no document has one, `when` is the name of each document, in the study's order.
        """
        speaking = Speaking.now(self._study)
        dates = {row["id"]: str(row["date"] or "") for row in speaking.documents.values()}
        known = sorted({date for date in dates.values() if date})
        length = 4 if len({date[:4] for date in known}) > 1 else 7

        def when(member: Member) -> str:
            if not known:
                return str(speaking.documents[member.document]["name"])
            return dates[member.document][:length] or "no date"

        frame = self._counted(speaking, when).rename(columns={"place": "when"})
        if known:
            return frame.sort_values(["pattern", "when"], kind="stable").reset_index(drop=True)
        return frame

    def make_code(self, pattern: int, name: str | None = None) -> str:
        """Make a code that a word pattern inspired: your name, an empty definition, origin data. Returns its key.

        No passage is coded by it. The memo says which words gave the idea.
        """
        found = self.one(pattern)
        if not name or not name.strip():
            raise Refused("Give the code a name of your own: the words of a pattern are no name.")
        run = self.latest()
        words = ", ".join(word for word, _ in found.words)
        memo = (
            f"A word pattern gave the idea: {words} (pattern {pattern} of {len(run.patterns)}, {run.method}, "
            f"seed {run.seed}, {in_words(found.stability)}). To define: what counts, and what does not."
        )
        return self._study.codebook.add(name.strip(), origin="data", memo=memo)

    def forget(self) -> None:
        """Delete what is kept of the last run: the words of its patterns are participants' words."""
        self._study.memory.frames.pop(FILE, None)
        if self._path is not None:
            self._path.unlink(missing_ok=True)

    # -- inside

    def _way(self, method: Method | None) -> tuple[Method, Embedder | None, tuple[str, ...]]:
        """Which method, with which model, and what to say about the choice."""
        from qualcode.language import language_code
        from qualcode.vectors import embedder, installed

        if method == "nmf":
            return "nmf", None, ()
        if method is None and not installed():
            return "nmf", None, (NO_MODEL,)
        if method not in (None, "bertopic"):
            from qualcode.topics.finding import check

            check(0, method, None)
        model = embedder() or embedder("minilm")  # the second one says how to install it
        assert model is not None
        used = {language_code(row["language"]) for row in Speaking.now(self._study).documents.values()}
        strange = sorted(used - model.languages) if model.languages is not None else []
        if not strange:
            return "bertopic", model, ()
        said = f"The model {model.name} does not know the language of some documents ({', '.join(strange)})"
        if method is None:
            return "nmf", None, (f"{said}, so the patterns rest on word counts alone (nmf).",)
        raise Refused(f"{said}. Take the other way: nmf.")

    def _passages(self) -> Any:
        from qualcode.topics import passages

        speaking = Speaking.now(self._study)
        names = [str(row["name"]) for row in speaking.people.values() if row["name"]]
        return passages(
            self._study.documents,
            lambda document, label: speaking.is_evidence(document.id, label or ""),
            names=names,
        )

    def _state(self) -> dict[str, str]:
        """What a run is made of, by document: changes with text, language, place and who speaks."""
        speaking = Speaking.now(self._study)
        labels: dict[str, list[str]] = {}
        for (document, label), row in sorted(speaking.speakers.items()):
            labels.setdefault(document, []).append(f"{label}\0{row['role']}")
        people = sorted(str(row["name"]) for row in speaking.people.values())
        found = {}
        for place, (document, row) in enumerate(speaking.documents.items()):
            said = [SCHEME, place, row["content_id"], row["language"], *people, *labels.get(document, [])]
            found[document] = hashlib.sha256("\0".join(map(str, said)).encode("utf-8", "surrogatepass")).hexdigest()[
                :16
            ]
            found[document] += f" {row['content_id']}"
        return found

    def _members(self, speaking: Speaking) -> dict[int, list[Member]]:
        """The passages of each pattern that still are what they were, and still are evidence."""
        run = self.latest()
        same = {
            document
            for document, row in speaking.documents.items()
            if run.state.get(document, "").endswith(f" {row['content_id']}")
        }
        found: dict[int, list[Member]] = {}
        for member in run.members:
            if member.document in same:
                label = speaking.turn_at(member.document, member.start).speaker or ""
                if speaking.is_evidence(member.document, label):
                    found.setdefault(member.pattern, []).append(member)
        return found

    @staticmethod
    def _voice(speaking: Speaking, member: Member) -> str:
        return speaking.voice(member.document, speaking.turn_at(member.document, member.start).speaker or "")

    def _spread(self, speaking: Speaking, members: Sequence[Member], most: int) -> list[Member]:
        """The first members, each voice once before any comes twice."""
        rounds: dict[str, int] = {}
        ranked = []
        for place, member in enumerate(members):
            voice = self._voice(speaking, member) or member.document
            rounds[voice] = rounds.get(voice, 0) + 1
            ranked.append((rounds[voice], place, member))
        chosen = sorted(ranked, key=lambda item: item[:2])[:most]
        return [member for *_, member in sorted(chosen, key=lambda item: item[1])]

    def _counted(self, speaking: Speaking, place_of: Callable[[Member], str]) -> pd.DataFrame:
        import pandas as pd

        counts: dict[tuple[int, str], int] = {}
        voices: dict[tuple[int, str], set[str]] = {}
        totals: dict[str, int] = {}
        order = {document: at for at, document in enumerate(speaking.documents)}
        inside = self._members(speaking)
        for pattern, members in sorted(inside.items()):
            for member in sorted(members, key=lambda item: (order[item.document], item.start)):
                key = (pattern, place_of(member))
                counts[key] = counts.get(key, 0) + 1
                voices.setdefault(key, set()).add(self._voice(speaking, member))
                totals[key[1]] = totals.get(key[1], 0) + 1
        rows = [
            (*key, count, len(voices[key] - {""}), round(count / totals[key[1]], 4)) for key, count in counts.items()
        ]
        return pd.DataFrame(rows, columns=["pattern", "place", "passages", "voices", "share"])

    @property
    def _path(self) -> Path | None:
        folder = self._study.matching.cache
        return folder / FILE if folder else None

    def _kept(self) -> WordPatterns | None:
        """The last run; that of a document which is gone is deleted."""
        known = self._read()
        if known and not set(known.state) <= set(Speaking.now(self._study).documents):
            self.forget()
            return None
        return known

    def _read(self) -> WordPatterns | None:
        frames = self._study.memory.frames
        stamp, known = frames.get(FILE, (None, None))
        seen = _stamp(self._path)
        if seen is None or seen == stamp:  # without a file: of a run in memory, or in a folder that cannot be written
            return known if seen == stamp else None
        try:
            known = WordPatterns.from_json(self._path.read_text("utf-8", "surrogatepass")) if self._path else None
        except (OSError, ValueError, KeyError, TypeError):  # damaged: as good as none
            known = None
        frames[FILE] = (seen, known)
        return known

    def _keep(self, run: WordPatterns) -> None:
        if self._path is not None:
            with contextlib.suppress(OSError), _replacing(self._path) as file:
                file.write(run.as_json().encode("utf-8", "surrogatepass"))
        self._study.memory.frames[FILE] = (_stamp(self._path), run)


def _stamp(path: Path | None) -> tuple[int, int, int] | None:
    """What changes whenever a file does; None where there is none."""
    with contextlib.suppress(OSError):
        if path is not None:
            found = path.stat()
            return found.st_mtime_ns, found.st_size, found.st_ino
    return None


@contextlib.contextmanager
def _replacing(path: Path) -> Iterator[Any]:
    """Write a file whole or not at all."""
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=path.parent, suffix=".part")
    try:
        with os.fdopen(handle, "wb") as file:
            yield file
        Path(name).replace(path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
