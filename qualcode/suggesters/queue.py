"""The order in which suggestions are reviewed: a stated mix of likely, uncertain, neglected and random."""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping, Sequence

LIKELY, UNCERTAIN, NEGLECTED, RANDOM = "likely", "uncertain", "neglected", "random"
MIX: dict[str, int] = {LIKELY: 4, UNCERTAIN: 2, NEGLECTED: 2, RANDOM: 2}
"""Of every ten cards: how many are likely, uncertain, from the case that was coded least, and drawn at random."""
LEAST_RANDOM = 2
"""Of ten. Some random reading stays in every mix, so that what the machine misjudges is met as well."""

Item = tuple[str, float, str]


def queue(
    items: Sequence[Item],
    *,
    coded: Mapping[str, float] | None = None,
    mix: Mapping[str, int] | None = None,
    seed: int = 0,
) -> list[tuple[str, str]]:
    """Each suggestion once, in the order in which to review it, with what put it there.

    Args:
        items: (id, score, case) of each suggestion, in document order, which also breaks ties.
        coded: how much of each case is coded, in per cent; the least coded comes first. A case that is not named is 0.
        mix: of ten cards how many are likely, uncertain, neglected and random, in this order; `RANDOM` is at least
            two. When one kind has run out the others go on.
        seed: the same seed draws the same.

    Returns:
        Pairs of id and kind: "likely" (highest score), "uncertain" (score nearest to one half, where a decision
        teaches most: uncertainty sampling, Lewis & Gale 1994), "neglected" (least coded case), "random".

    >>> items = [("a", 0.5, "one"), ("b", 0.9, "one"), ("c", 0.5, "two")]
    >>> queue(items, coded={"one": 40.0, "two": 3.0}, mix={"likely": 1, "neglected": 7, "random": 2})
    [('b', 'likely'), ('c', 'neglected'), ('a', 'neglected')]
    """
    wanted = dict(mix or MIX)
    wanted[RANDOM] = max(wanted.get(RANDOM, 0), LEAST_RANDOM)
    place = {item[0]: number for number, item in enumerate(items)}
    share = coded or {}
    shuffled = [item[0] for item in items]
    random.Random(seed).shuffle(shuffled)
    orders: dict[str, Iterator[str]] = {
        LIKELY: iter([item[0] for item in sorted(items, key=lambda item: (-item[1], place[item[0]]))]),
        UNCERTAIN: iter([item[0] for item in sorted(items, key=lambda item: (abs(item[1] - 0.5), place[item[0]]))]),
        NEGLECTED: iter(
            [item[0] for item in sorted(items, key=lambda item: (share.get(item[2], 0.0), place[item[0]]))]
        ),
        RANDOM: iter(shuffled),
    }
    taken: dict[str, str] = {}
    turns = [kind for kind in (LIKELY, UNCERTAIN, NEGLECTED, RANDOM) for _ in range(wanted.get(kind, 0))]
    while len(taken) < len(items):
        for kind in turns:
            found = next((one for one in orders[kind] if one not in taken), None)
            if found is not None:
                taken[found] = kind
    return list(taken.items())
