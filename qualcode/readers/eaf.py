"""ELAN annotations."""

from __future__ import annotations

from dataclasses import dataclass, field

from qualcode.model import Document
from qualcode.readers.archives import parse_xml
from qualcode.readers.original import Original
from qualcode.text import Speech


@dataclass(slots=True)
class _Tier:
    name: str
    participant: str
    parent: str | None
    annotations: list[tuple[str, float | None, str]] = field(default_factory=list)  # id, seconds, words

    @property
    def words(self) -> int:
        return sum(len(text.split()) for _, _, text in self.annotations)


def read(original: Original) -> Document:
    """Read one tier for each participant, in order of time, an annotation a turn.

    That is the participant's independent tier with the most words (a dependent one where that is empty); the others,
    such as glosses and translations, are named in a warning. Without participants every independent tier speaks.
    """
    root = parse_xml(original.data, original, "the file")
    if root.tag != "ANNOTATION_DOCUMENT":
        raise original.refusal(f"this is XML, but not ELAN: it begins with <{root.tag}>, not <ANNOTATION_DOCUMENT>.")
    order = root.find("TIME_ORDER")
    header = root.find("HEADER")
    unit = 1.0 if header is not None and header.get("TIME_UNITS") == "sec" else 1000.0
    slots = _slots(order, unit)
    tiers = _tiers(root, slots)
    spoken, left_out = _spoken(tiers)
    if not spoken:
        raise original.refusal("no tier has words in it.")
    warnings = [f"The tiers {', '.join(repr(tier.name) for tier in left_out)} were left out"] if left_out else []
    untimed = sum(1 for tier in spoken for _, time, text in tier.annotations if time is None and text.strip())
    if untimed:
        warnings.append(f"{untimed} annotations have no time and stand after the one before them")
    lines: list[tuple[float, int, Speech]] = []
    for number, tier in enumerate(spoken):
        last = 0.0
        for _, time, text in tier.annotations:
            last = time if time is not None else last
            label = tier.participant or tier.name
            lines.append((last, number, Speech(" ".join(text.split()), label, time)))
    lines.sort(key=lambda line: line[:2])
    return original.document_of((speech for _, _, speech in lines), original.source(encoding="xml", warnings=warnings))


def _slots(order, unit: float) -> dict[str, float | None]:  # type: ignore[no-untyped-def]
    """Seconds of each time slot; one without a value stands at the next one before it that has a value."""
    slots: dict[str, float | None] = {}
    last: float | None = None
    for slot in order if order is not None else ():
        value = slot.get("TIME_VALUE")
        if value is not None and value.strip().lstrip("-").isdecimal():
            last = int(value) / unit
        slots[slot.get("TIME_SLOT_ID")] = last
    return slots


def _tiers(root, slots: dict[str, float | None]) -> list[_Tier]:  # type: ignore[no-untyped-def]
    times: dict[str, float | None] = {}
    waiting: list[tuple[_Tier, int, str]] = []
    tiers: list[_Tier] = []
    for element in root.findall("TIER"):
        tier = _Tier(
            element.get("TIER_ID", "").strip(),
            element.get("PARTICIPANT", "").strip(),
            element.get("PARENT_REF") or None,
        )
        tiers.append(tier)
        for annotation in element.findall("ANNOTATION"):
            for inner in annotation:
                text = "".join(inner.findtext("ANNOTATION_VALUE") or "")
                key = inner.get("ANNOTATION_ID", "")
                if inner.tag == "ALIGNABLE_ANNOTATION":
                    times[key] = slots.get(inner.get("TIME_SLOT_REF1", ""))
                    tier.annotations.append((key, times[key], text))
                elif inner.tag == "REF_ANNOTATION":
                    waiting.append((tier, len(tier.annotations), inner.get("ANNOTATION_REF", "")))
                    tier.annotations.append((key, None, text))
    parents = {tier.annotations[at][0]: ref for tier, at, ref in waiting}
    for tier, at, ref in waiting:
        seen: set[str] = set()
        while ref not in times and ref in parents and ref not in seen:  # a reference to a reference
            seen.add(ref)
            ref = parents[ref]
        key, _, text = tier.annotations[at]
        tier.annotations[at] = (key, times.get(ref), text)
    return tiers


def _spoken(tiers: list[_Tier]) -> tuple[list[_Tier], list[_Tier]]:
    by_name = {tier.name: tier for tier in tiers}
    groups: dict[str, list[_Tier]] = {}
    for tier in tiers:
        top, seen = tier, {tier.name}
        while top.parent in by_name and top.parent not in seen:
            top = by_name[top.parent]
            seen.add(top.name)
        groups.setdefault(tier.participant or top.participant or top.name, []).append(tier)
    spoken: list[_Tier] = []
    for group in groups.values():
        filled = [tier for tier in group if tier.words]
        if filled:
            spoken.append(max(filled, key=lambda tier: (tier.parent is None, tier.words)))
    chosen = {id(tier) for tier in spoken}
    return spoken, [tier for tier in tiers if id(tier) not in chosen and tier.words]
