"""Made-up interviews in which groups of words are planted, to see whether they are found."""

import random

import qualcode

GROUPS = {
    "garden": "garden soil seed tomato shovel rain compost harvest weed flower hedge rake orchard bee root",
    "clinic": "nurse doctor hospital fever needle bandage ward surgery pill pulse vaccine fracture scan wound virus",
    "ocean": "sailor harbour wave anchor tide mast whale compass storm island captain lighthouse reef rope deck",
}
FILLERS = "we really saw that they had been there with it and then you know so it was like".split()


def sentence(chance: random.Random, words: list[str]) -> str:
    said = chance.sample(words, 5) + chance.sample(FILLERS, 6)
    chance.shuffle(said)
    return " ".join(said).capitalize() + "."


def planted(files: int = 6, turns: int = 15, *, seed: int = 1, noise: bool = False):
    """Documents, and the group of each participant's turn: {(document id, start): group}."""
    chance = random.Random(seed)
    every = [word for words in GROUPS.values() for word in words.split()]
    documents, truth = [], {}
    for nth in range(files):
        lines, groups = [], []
        for turn in range(turns):
            group = list(GROUPS)[(turn + nth) % 3]
            words = every if noise else GROUPS[group].split()
            lines.append(
                "Interviewer: Zebra zebra giraffe giraffe elephant elephant? Zebra giraffe elephant lion tiger."
            )
            lines.append(f"Kim{nth}: " + " ".join(sentence(chance, words) for _ in range(3)))
            groups.append(group)
        document = qualcode.read_text("\n\n".join(lines), name=f"P{nth}")
        said = [turn for turn in document.turns if turn.speaker != "Interviewer"]
        truth |= {(document.id, turn.start): group for turn, group in zip(said, groups, strict=True)}
        documents.append(document)
    return documents, truth
