"""Which of the possible labels of a text are speakers: decided with the whole text in view."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from qualcode.text.labels import PERSON_NOUNS, is_person_noun, ordinary, stem
from qualcode.text.marks import Form, Mark

SURE: tuple[Form, ...] = ("colon", "bold", "header")
# Share of the text's units that a form must label before it is believed; alone on a line it labels every second one.
STRICT: dict[Form, float] = {
    "bracket": 0.3, "paren": 0.15, "tab": 0.3, "dash": 0.4, "dot": 0.4, "spaced": 0.3, "bare": 0.2,
}  # fmt: skip
PEOPLE = frozenset({"role", "code", "name", "person"})
SHORT = 16
# One word that more often heads a paragraph than names who speaks in it.
_HEADINGS_TEXT = """
abstract action advice agenda aim aims answer background benefit benefits challenge challenges comment comments
concern context cost costs data design event example fact feedback focus goal goals hint idea ideas impact issue
issues lesson lessons limits link memo method methods motto next now often outcome outcomes outlook plan point
points policy problem problems purpose quote reason reasons remark response result results risk risks rule scope
setting site so source step strength strengths task theme themes thesis thought thoughts tip title today tool
topic trust update value values verdict view warning weakness weaknesses wish work yes
"""
HEADINGS = frozenset(_HEADINGS_TEXT.split())
_FINISHED = frozenset(".?!…。！？؟।\"”’')]»—–-:*#}")


@dataclass(frozen=True, slots=True)
class Scene:
    """The text that a decision looks at: its lines, which of them belong to its head, and how much it holds."""

    lines: list[str]
    units: int
    lower_words: set[str]
    cautious: bool = False

    @classmethod
    def of(cls, text: str, lines: list[str], candidates: Iterable[Mark], *, cautious: bool = False) -> Scene:
        wanted = {mark.key for mark in candidates if mark.shape in ("name", "uncased") and " " not in mark.key}
        lower: set[str] = set()
        if wanted:
            lower = {word for word in wanted if word in text and _written_small(word, text)}
        return cls(lines, _units(lines), lower, cautious)

    def well_placed(self, mark: Mark) -> bool:
        """Whether the line before is over, so that this one begins something."""
        if mark.line == 0 or mark.timed:
            return True
        before = self.lines[mark.line - 1].rstrip()
        return not before or before[-1] in _FINISHED or len(before) < 40


def _written_small(word: str, text: str) -> bool:
    at = text.find(word)
    while at >= 0:
        end = at + len(word)
        if not text[at - 1 : at].isalnum() and not text[end : end + 1].isalnum() and text[at].islower():
            return True
        at = text.find(word, end)
    return False


def _units(lines: list[str]) -> int:
    """Paragraphs where blank lines part them, else lines."""
    filled = sum(1 for line in lines if line and not line.isspace())
    paragraphs = sum(
        1 for at, line in enumerate(lines) if line and not line.isspace() and (at == 0 or not lines[at - 1].strip())
    )
    return paragraphs if paragraphs > max(1, filled // 4) else filled


def speakers_of(scene: Scene, candidates: list[Mark]) -> list[Mark]:
    """The marks that begin a turn, at most one a line, in order."""
    by_form: dict[Form, list[Mark]] = defaultdict(list)
    for mark in candidates:
        if mark.shape not in ("meta", "break", "stop"):
            by_form[mark.form].append(mark)
    sure = [mark for form in ("colon", "bold") for mark in by_form[form]]
    keys = _colon_labels(scene, sure, candidates)
    accepted: dict[Form, list[Mark]] = {
        form: [mark for mark in by_form[form] if mark.key in keys] for form in ("colon", "bold")
    }
    accepted["header"] = _headers(scene, by_form["header"])
    settled = {mark.line for form in SURE for mark in accepted[form]}
    for form, share in STRICT.items():
        rest = [mark for mark in by_form[form] if mark.line not in settled]
        accepted[form] = _strict(scene, form, rest, share)
    return _combined(scene, by_form, accepted)


def _combined(scene: Scene, by_form: dict[Form, list[Mark]], accepted: dict[Form, list[Mark]]) -> list[Mark]:
    """One form leads; the sure forms stand beside it, the others only where they name the leading form's people."""
    weight = {form: len(found) for form, found in accepted.items()}
    leading = max(weight, key=lambda form: (weight[form], form in SURE))
    sure_count = sum(weight[form] for form in SURE)
    if (
        leading in STRICT
        and sure_count * 3 >= weight[leading]
        and any(mark.shape == "role" for form in SURE for mark in accepted[form])
    ):
        leading = max(SURE, key=lambda form: weight[form])
    chosen: dict[int, Mark] = {}
    own = {form: {mark.line for mark in found} for form, found in accepted.items()}
    people = {mark.key for mark in accepted[leading]}
    if leading not in STRICT:
        people |= {mark.key for form in SURE for mark in accepted[form]}
    order: list[Form] = [leading, *(form for form in (*SURE, *STRICT) if form != leading)]
    for form in order:
        for mark in by_form[form]:
            if mark.line in chosen:
                continue
            if form == leading:
                good = mark.line in own[form]
            elif form in SURE:
                told = mark.line in own[form] and (leading in SURE or mark.shape == "role")
                good = told or mark.key in people
            else:
                good = mark.key in people and form not in ("bare", "dash", "dot")
            if good:
                chosen[mark.line] = mark
    return [chosen[line] for line in sorted(chosen)]


def _colon_labels(scene: Scene, found: list[Mark], candidates: list[Mark]) -> set[str]:
    count = Counter(mark.key for mark in found)
    families = Counter(stem(mark.label) for mark in found if mark.shape in ("role", "code"))
    first = {mark.key: mark for mark in reversed(found)}
    core: set[str] = set()
    for label, mark in first.items():
        number = count[label]
        if mark.shape == "role":
            good = True
        elif mark.shape == "code":
            good = number >= 2 or families[stem(mark.label)] >= 2
        elif mark.shape == "name":
            good = number >= 3 or (number == 2 and not ordinary(mark.label, scene.lower_words))
        elif mark.shape in ("uncased", "person"):
            good = number >= 2
        else:
            good = False
        if good:
            core.add(label)
    for kind, least in (("number", 2), ("lower", 3)):
        small = {label for label, mark in first.items() if mark.shape == kind and count[label] >= least}
        labelled = sum(count[label] for label in small | core)
        if len(small | core) >= 2 and labelled * 2 >= scene.units:
            core |= small
    if len(core) == 1:
        (only,) = core
        if first[only].shape != "role" and count[only] < 3 and count[only] * 10 < scene.units * 3:
            core = set()
    singles = [mark for mark in first.values() if mark.key not in core and mark.shape in PEOPLE]
    if core:
        return core | _once_in_a_dialogue(scene, core, singles, found)
    return _short_dialogue(scene, list(first.values()), found, candidates)


def _once_in_a_dialogue(scene: Scene, core: set[str], singles: list[Mark], found: list[Mark]) -> set[str]:
    """A label that occurs once or twice is believed where nearly every paragraph has one."""
    labelled = len({mark.line for mark in found if mark.key in core})
    if labelled + len(singles) < max(2, scene.units * 0.4):
        return set()
    return {
        mark.key
        for mark in singles
        if scene.well_placed(mark)
        and not (ordinary(mark.label, scene.lower_words) and mark.form != "bold")
        and not (mark.shape == "person" and mark.label[0].islower())
    }


def _short_dialogue(scene: Scene, labels: list[Mark], found: list[Mark], candidates: list[Mark]) -> set[str]:
    """No label recurs: two or more people who each speak once or twice, when nearly all lines are theirs."""
    if scene.cautious or not labels or scene.units > SHORT:
        return set()
    other = {mark.line for mark in candidates if mark.shape in ("stop", "meta") and mark.form in ("colon", "bold")}
    people = [
        mark
        for mark in labels
        if mark.shape in (*PEOPLE, "uncased")
        and not ordinary(mark.label, scene.lower_words)
        and scene.well_placed(mark)
    ]
    keys = {mark.key for mark in people}
    lines = {mark.line for mark in found if mark.key in keys}
    lines |= {mark.line + 1 for mark in found if mark.key in keys and mark.alone}
    if len(keys) >= 2 and len(keys) == len(labels) and not other and len(lines) >= 0.6 * scene.units:
        return keys if any(_is_speech(scene, mark) for mark in people) else set()
    if len(labels) == len(people) == 1 and len(found) == 1 and min(lines) == _first_filled(scene.lines):
        mark = people[0]
        telling = (mark.shape == "code" and mark.label[-1:].isdigit()) or (mark.shape == "name" and " " in mark.key)
        # A text of one paragraph is mostly one answer: `Cat: We never argued.`
        alone = scene.units == 1 and mark.shape == "name" and mark.key not in HEADINGS and _is_speech(scene, mark)
        return keys if telling or alone or is_person_noun(mark.label) else set()
    return set()


def _is_speech(scene: Scene, mark: Mark) -> bool:
    if mark.time is not None:
        return True
    rest = scene.lines[mark.line][mark.speech :].strip()
    if not rest and mark.line + 1 < len(scene.lines):
        rest = scene.lines[mark.line + 1].strip()
    return len(rest.split()) >= 5 or rest[-1:] in _FINISHED


def _first_filled(lines: list[str]) -> int:
    return next((at for at, line in enumerate(lines) if line.strip()), 0)


def _headers(scene: Scene, found: list[Mark]) -> list[Mark]:
    """`Name  0:13` alone on a line, with words below it."""
    found = [mark for mark in found if mark.shape != "number" and _has_words_below(scene, mark, found)]
    telling = [mark for mark in found if mark.shape in ("role", "code")]
    if len(found) >= 2 or telling:
        return found
    return found if found and not scene.cautious and not ordinary(found[0].label, scene.lower_words) else []


def _has_words_below(scene: Scene, mark: Mark, found: list[Mark]) -> bool:
    others = {other.line for other in found}
    for at in range(mark.line + 1, min(mark.line + 4, len(scene.lines))):
        if scene.lines[at].strip():
            return at not in others
    return False


def _strict(scene: Scene, form: Form, found: list[Mark], share: float) -> list[Mark]:
    allowed = {"role", "code", "name", "uncased"} - ({"uncased"} if form in ("paren", "bare", "dash") else set())
    found = [mark for mark in found if mark.shape in allowed]
    if form in ("paren", "bare"):
        found = [mark for mark in found if _has_words_below(scene, mark, found)]
    if not found:
        return []
    if form in ("bare", "spaced"):
        timed = [mark for mark in found if mark.time is not None]
        if len(timed) >= share * scene.units and len({mark.key for mark in timed}) < len(timed):
            return timed
    count = Counter(mark.key for mark in found)
    families = Counter(stem(mark.label) for mark in found if mark.shape in ("role", "code"))
    shapes = {mark.key: mark for mark in reversed(found)}
    core = {
        label
        for label, mark in shapes.items()
        if (
            count[label] >= 2
            or (mark.shape in ("role", "code") and families[stem(mark.label)] >= 2)
            or mark.shape == "role"
        )
        and not (ordinary(mark.label, scene.lower_words) and count[label] < 4)
        and not (form == "bracket" and mark.shape == "name" and _is_placeholder(mark.label))
    }
    roles = any(shapes[label].shape == "role" for label in core)
    if form != "tab" and max((count[label] for label in core), default=0) < 2 and len(core) > 2:
        return []  # T1, T2, T3 … once each number the parts of something
    if len(core) < 2 and not (roles and sum(count[label] for label in core) >= 2):
        return _short_strict(scene, form, found, shapes)
    chosen = [mark for mark in found if mark.key in core]
    if len(chosen) < share * scene.units:
        return []
    singles = {mark.key for mark in found if mark.key not in core and not ordinary(mark.label, scene.lower_words)}
    if form in ("bare", "dash", "dot", "spaced") or len(chosen) < 0.6 * scene.units * (0.5 if form == "paren" else 1):
        singles = set()
    return [mark for mark in found if mark.key in core | singles]


def _short_strict(scene: Scene, form: Form, found: list[Mark], shapes: dict[str, Mark]) -> list[Mark]:
    """Two people who speak once each, `[Ana] I waited.` `[Mod] Go on.`"""
    if scene.cautious or scene.units > SHORT or form not in ("bracket", "paren", "tab"):
        return []
    if len(shapes) < 2 or any(ordinary(mark.label, scene.lower_words) for mark in found):
        return []
    wanted = 0.8 if form != "paren" else 0.4
    return found if len(found) >= wanted * scene.units and any(_is_speech(scene, mark) for mark in found) else []


def _is_placeholder(label: str) -> bool:
    """`[Business]`, `[Location 2]`: what stands in the place of a name after de-identification."""
    return stem(label) in [
        "business",
        "company",
        "organisation",
        "organization",
        "location",
        "place",
        "city",
        "town",
        "country",
        "name",
        "person",
        "school",
        "hospital",
        "charity",
        "nonprofit",
        "partner",
        "date",
        "street",
        "brand",
        "product",
        "department",
        "university",
    ] and stem(label) not in PERSON_NOUNS - {"partner"}
