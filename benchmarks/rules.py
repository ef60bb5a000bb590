"""Budgets of the rule language: many rules, an edited code, any search, memory. Ratios are measured in one run.

`python benchmarks/rules.py [FOLDER]` prints them. The folder holds transcripts (md or txt); by default it is the one
that QUALCODE_CORPUS names, else a folder `founderstalk` near the project, else made-up talk of the same size.
"""

from __future__ import annotations

import gc
import os
import random
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from qualcode.model import Code, Codebook, Document, Rule

Row = tuple[str, float, str, float | None, bool]
ROOT = Path(__file__).parents[1]
QUERIES = """
"two worlds" | "different worlds" | culture NEAR/10 different | cultural* AND (clash OR differ*)
pace NEAR/8 (slow OR fast) | size NEAR/10 (big OR small) | (logo OR brand*) AND (money OR dollar OR budget)
brand NEAR/5 guideline* | legitimacy | expertise | "know how" OR know-how | network* NEAR/6 communit* | trust
trust NEAR/10 (build OR lose OR earn) | "from the start" | suspicio* OR distrust* OR mistrust* | "at the table"
role NEAR/8 (clear OR unclear OR defin*) | expectation* | "on the same page" | who AND responsible
ambigu* OR uncertain* | "figure it out" | "figuring it out" OR "figured out" | plan NEAR/5 change | surprise
unexpected* | learn NEAR/6 (mistake OR fail*) | govern* NEAR/10 partner | board AND (approv* OR decision)
regulat* OR compliance | funder OR "funding source" | competitor | compet* NEAR/5 market | stakeholder | accountab*
"long term" | horizon* | "short term" OR quarter* | grow NEAR/6 apart | end NEAR/5 partnership
success NEAR/10 (mean OR measure) | scale NEAR/8 (up OR fast*) | "spin off" OR "spun out"
"must have" OR non-negotiable | minimum NEAR/3 viable | flexib* | adapt* NOT adapter | experiment | iterat*
"two way" OR two-way | dialogue OR conversation | meeting NEAR/5 (weekly OR monthly)
call NEAR/4 (weekly OR daily) | "check in" OR "checked in" | email NEAR/8 (respon* OR reply) | feedback
listen NEAR/10 communit* | hire NEAR/10 experience | recruit* | "both sides"
leader* NEAR/10 (nonprofit OR business) | background AND (business OR nonprofit) | bilingual OR translate
volunteer | time NEAR/5 commit* | in-kind OR donat* | office NEAR/5 space | employee NEAR/10 (give OR help)
invest NOT investor | money NEAR/10 time | customer* AND (feedback OR complain*) | founder NEAR/5 (first OR solo)
open NEAR/2 source | communit* AND support* AND NOT ticket* | "at the end of the day" | "to be honest" OR honestly
afraid OR fear OR scared | risk | conflict OR tension OR friction | disagree* | compromise | negotiat* | contract*
agreement AND sign | "memorandum of" | legal | "not my job" OR "not our job" | responsib* NEAR/10 share
power NEAR/8 (balance OR imbalance) | equal NEAR/6 partner | respect | value* NEAR/6 shared | mission
vision AND (share OR align*) | align* | "win win" | impact NEAR/8 measur* | data AND decision | evaluat*
"""
NASTY = (
    "contract",
    "the",
    "*e*",
    "*ing",
    "a*",
    "*a*e* NEAR/5 *o*",
    "the NEAR/999 a IN turn",
    '"* of *"',
    '"a* * the" OR "the * of the"',
    "(*a* OR *e* OR *i* OR *o*) AND (*s OR *d) AND NOT *zz* IN turn",
    "(the OR a) NEAR/3 (*s OR *ing) AND speaker:adam NOT speaker:guest",
    "zzzz OR qqqq*",
)


def queries() -> list[str]:
    """The hundred rules: words, phrases, wildcards, NEAR, AND, OR, NOT and turns, as researchers mix them."""
    return [part.strip() for line in QUERIES.strip().splitlines() for part in line.split(" | ")]


def codebook() -> Codebook:
    """Twenty-five codes with four rules each."""
    rules = [Rule(f"r{nth}", query) for nth, query in enumerate(queries())]
    codes = (Code(f"c{nth}", f"Code {nth}", rules=tuple(rules[nth * 4 : nth * 4 + 4])) for nth in range(25))
    return Codebook("bench", "Benchmark", tuple(codes))


def corpus_folder(folder: str | Path | None = None) -> Path | None:
    """Where the transcripts are; None when there are none and talk has to be made up."""
    named = folder or os.environ.get("QUALCODE_CORPUS")
    if named:
        return Path(named)
    near = (*ROOT.glob("*/founderstalk"), *ROOT.parent.glob("*/data/transcripts/founderstalk"))
    return next(iter(sorted(near)), None)


def texts(folder: str | Path | None = None) -> list[tuple[str, str]]:
    """Names and texts of the corpus."""
    found = corpus_folder(folder)
    paths = sorted([*found.glob("*.md"), *found.glob("*.txt")]) if found else []
    chosen = [path for path in paths if path.stem.lower() not in ("readme", "license")]
    return [(path.stem, path.read_text("utf-8")) for path in chosen] or made_up()


def made_up(files: int = 51, words: int = 13_000) -> list[tuple[str, str]]:
    """Talk of the size of fifty interviews, drawn from words with the frequencies of speech (Zipf)."""
    draw = random.Random(7)
    roots = [part for query in queries() for part in query.replace("(", " ").split() if part.isalpha()]
    syllables = ("ka", "lo", "mi", "ten", "ru", "sa", "vel", "dor", "pin", "ge")
    vocabulary = ["the", "a", "we", "and", "of", "it", "is", *roots]
    vocabulary += ["".join(draw.choices(syllables, k=draw.randint(1, 4))) for _ in range(12_000)]
    weights = [1 / (rank + 3) for rank in range(len(vocabulary))]
    talk = []
    for nth in range(files):
        turns, left = [], words
        while left > 0:
            lines = []
            for _ in range(draw.randint(1, 9)):
                chosen = draw.choices(vocabulary, weights, k=draw.randint(4, 28))
                left -= len(chosen)
                lines.append(" ".join(chosen).capitalize() + ".")
            turns.append(f"**{draw.choice(('Ana Guest', 'Adam Host'))}:** " + " ".join(lines))
        talk.append((f"interview_{nth:02}", "\n\n".join(turns)))
    return talk


def documents(folder: str | Path | None = None) -> list[Document]:
    """The corpus as documents with turns, as a project stores them."""
    from qualcode.text import document_from

    return [document_from(text, name=name) for name, text in texts(folder)]


def seconds(work: Callable[[], object]) -> float:
    """How long some work takes."""
    gc.collect()
    begin = time.perf_counter()
    work()
    return time.perf_counter() - begin


def hundred_rules(folder: str | Path | None = None, rounds: int = 3) -> list[Row]:
    """100 rules from stored text, and again after one code's rules were edited, against tokenising alone."""
    import spacy

    from qualcode.language import Corpus
    from qualcode.suggesters import rules

    stored, book = documents(folder), codebook()
    spacy.blank("en")("Load what has to be loaded once.")
    rules(Corpus(stored[:1]), book)
    alone, first, edited = [], [], []
    for nth in range(rounds):
        nlp = spacy.blank("en")
        alone.append(seconds(lambda nlp=nlp: [nlp(document.text) for document in stored]))
        kept: list[Corpus] = []

        first.append(seconds(lambda kept=kept: (kept.append(Corpus(stored)), rules(kept[0], book))))
        code = replace(book.codes[3], rules=(Rule("r12", f"budget* NEAR/{nth + 3} cut"), *book.codes[3].rules[1:]))
        again = book.with_code(code)
        edited.append(seconds(lambda kept=kept, again=again: rules(kept[0], again)))
    ratio = statistics.median(f / a for f, a in zip(first, alone, strict=True))
    share = statistics.median(e / f for e, f in zip(edited, first, strict=True))
    return [
        row("tokenising the corpus with spacy.blank('en')", statistics.median(alone), "s", None),
        row("first run of 100 rules from stored text", statistics.median(first), "s", None),
        row("first run of 100 rules / tokenising", ratio, "x", 3),
        row("after editing one code's rules / first run", 100 * share, "%", 5),
    ]


def searches(folder: str | Path | None = None, rounds: int = 3) -> list[Row]:
    """The slowest of some nasty searches with the corpus in memory: the count and the first hundred hits.

    Before each one a document is taken in again, so that nothing is remembered from the searches before.
    """
    from qualcode.language import Corpus
    from qualcode.query import search

    stored = documents(folder)
    corpus = Corpus(stored)
    medians = {}
    for query in NASTY:
        times = []
        for _ in range(rounds):
            corpus.add(stored[0])
            times.append(seconds(lambda query=query: (len(hits := search(corpus, query)), hits[:100])))
        medians[query] = statistics.median(times)
    slowest = max(medians, key=lambda query: medians[query])
    return [row(f"slowest of {len(NASTY)} searches: {slowest}", 1000 * medians[slowest], "ms", 200)]


def memory(folder: str | Path | None = None) -> list[Row]:
    """The largest memory of a process that runs 100 rules and a few searches; nothing on Windows, which keeps none."""
    if sys.platform == "win32":
        return []
    code = "import sys; sys.path.insert(0, sys.argv[1]); import rules; rules.use_memory(*sys.argv[2:])"
    given = [str(folder)] if folder else []
    command = [sys.executable, "-c", code, str(Path(__file__).parent), *given]
    printed = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    return [row("largest memory, 100 rules and searches over the corpus", float(printed), "MB", 1000)]


def use_memory(folder: str | Path | None = None) -> None:
    """Print the largest memory of this process after the work, in MB."""
    import resource

    from qualcode.language import Corpus
    from qualcode.query import search
    from qualcode.suggesters import rules

    corpus = Corpus(documents(folder))
    rules(corpus, codebook())
    for query in NASTY:
        list(search(corpus, query))
    largest = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    print(largest / (1_000_000 if sys.platform == "darwin" else 1_000))


def row(name: str, value: float, unit: str, budget: float | None) -> Row:
    """A line of the table: name, value, unit, budget, met; what has no budget is there to be read."""
    return name, round(value, 3), unit, budget, budget is None or value <= budget


def run(folder: str | Path | None = None) -> list[Row]:
    """All rows."""
    return [*hundred_rules(folder), *searches(folder), *memory(folder)]


if __name__ == "__main__":
    for line in run(*sys.argv[1:2]):
        print(*line, sep="\t")
