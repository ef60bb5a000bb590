"""Questions about names and wording, with the words that they are about."""

from __future__ import annotations

from collections.abc import Iterator

from qualcode.analysis.advisories import advisories
from qualcode.analysis.checking.finding import Finding, Material
from qualcode.analysis.frames import records, take

REMEDY = "Only think about it; nothing is blocked."


def questions(data: Material) -> Iterator[Finding]:
    """What `advisories` asks about themes, codes, summaries and the case narratives that are not private."""
    written = take(data.summaries, "summaries")
    texts = {f"summary of {row['theme']} in {row['case']}": row["text"] for row in records(written)}
    memos = take(data.memos, "memos")
    for memo in records(memos[(memos["kind"] == "case narrative") & ~memos["private"]]):
        texts[f"case narrative of {', '.join(memo['about'])}"] = memo["text"]
    asked = advisories(data.themes, data.codes, theme_codes=data.theme_codes, texts=texts)
    for row in records(asked):
        yield Finding("question", row["about"], row["question"], REMEDY, row["evidence"], row["evidence"])
