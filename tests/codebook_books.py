"""Hypothesis strategies for codebooks that a file must be able to hold."""

from hypothesis import strategies as st

from qualcode.model import Attribute, Code, Codebook, Dimension, Link, Rule, ThemeEntry

TRICKY = [
    "yes",
    "no",
    "1.0",
    "007",
    "null",
    "~",
    "true",
    "2014-05-01",
    "=SUM(A1)",
    "- dash",
    "a: b",
    "a #b",
    "# no comment",
    "'quoted'",
    '"quoted"',
    "{a: b}",
    "[a]",
    "*alias",
    "&anchor",
    "!tag",
    "%percent",
    "@at",
    "`tick`",
    "|",
    ">-",
    "? key",
    "trailing ",
    " leading",
    "\ttab",
    "colon:",
    "ends with #",
    "line one\nline two",
    "line one\n\nline three\n",
    "\nfirst line empty",
    "spaces   inside " * 12,
    "a long line of words that goes on " * 10 + "and ends",
    "x" * 300,
    "Zeile mit Umlaut: Größe",
    "emoji 👩🏽‍🔬 family",
    "nel\x85ls\u2028ps\u2029",
    "bell\x07null\x00",
    "\ufeffbom",
    "crlf\r\nend",
    "back\\slash",
    "---",
    "...",
    "<<",
    "key: |\n  block",
]

texts = st.one_of(st.sampled_from(TRICKY), st.text(max_size=40), st.just(""))
lines = st.one_of(st.sampled_from(TRICKY), st.text(min_size=1, max_size=30)).filter(lambda text: bool(text.strip()))
ids = st.one_of(
    st.from_regex(r"[a-z][a-z0-9_.-]{0,8}", fullmatch=True),
    st.sampled_from(["1", "1.0", "yes", "null", "größe", "信頼", "-", "#1", "{", "~", "p1_1"]),
)
plain_values = st.recursive(
    st.one_of(
        st.none(),
        st.booleans(),
        st.integers(-(10**20), 10**20),
        st.floats(allow_nan=False, allow_infinity=False),
        texts,
    ),
    lambda inner: st.one_of(
        st.lists(inner, max_size=3), st.dictionaries(lines.filter(lambda k: len(k) < 90), inner, max_size=3)
    ),
    max_leaves=6,
)
tokens = st.dictionaries(
    st.sampled_from(["LOWER", "LEMMA", "POS", "OP", "IS_ALPHA"]),
    st.one_of(st.booleans(), lines, st.integers(0, 5)),
    max_size=2,
)


@st.composite
def rules(draw: st.DrawFn, code: str) -> tuple[Rule, ...]:
    made = []
    for position in range(draw(st.integers(0, 3))):
        identity = f"{code}.r{position + 1}" if draw(st.booleans()) else f"{code}.own{position}"
        note = draw(st.one_of(st.just(""), texts))
        if draw(st.integers(0, 3)):
            made.append(Rule(identity, draw(lines), note=note))
        else:
            patterns = draw(st.lists(st.lists(tokens, min_size=1, max_size=2), min_size=1, max_size=2))
            made.append(Rule(identity, spacy=tuple(patterns), note=note))
    return tuple(made)


@st.composite
def codebooks(draw: st.DrawFn) -> Codebook:
    keys = draw(st.lists(ids, max_size=8, unique=True))
    cut = draw(st.integers(0, len(keys)))
    themes = tuple(
        ThemeEntry(key, draw(lines), draw(texts), draw(texts), draw(texts), draw(texts), draw(texts))
        for key in keys[:cut]
    )
    dimensions = tuple(
        Dimension(key, draw(texts), draw(st.booleans())) for key in draw(st.lists(ids, max_size=2, unique=True))
    )
    codes: list[Code] = []
    for key in keys[cut:]:
        codes.append(
            Code(
                key,
                draw(lines),
                definition=draw(texts),
                include=draw(texts),
                exclude=draw(texts),
                examples=tuple(draw(st.lists(texts, max_size=3))),
                parent=draw(st.sampled_from(["", *(code.id for code in codes)])),
                theme=draw(st.sampled_from(["", *(theme.id for theme in themes)])),
                dimension=draw(st.sampled_from(["", *(dimension.id for dimension in dimensions)])),
                level=draw(st.sampled_from(["", "semantic", "latent"])),
                origin=draw(st.sampled_from(["", "data", "theory", "both"])),
                rules=draw(rules(key)),
                color=draw(st.sampled_from(["", "#1f77b4", "#ABCDEF"])),
                memo=draw(texts),
            )
        )
    ends = st.sampled_from([*keys, "other:key"])
    links = [Link(draw(ends), draw(ends), draw(lines), draw(texts)) for _ in range(draw(st.integers(0, 2)))]
    attributes = [
        Attribute(
            key,
            draw(texts),
            draw(st.sampled_from(["nominal", "ordinal", "number", "date", "text"])),
            tuple(draw(st.lists(texts, max_size=3))),
            draw(st.booleans()),
            draw(st.sampled_from(["case", "participant", "document"])),
            draw(texts),
        )
        for key in draw(st.lists(ids, max_size=2, unique=True))
    ]
    display = st.dictionaries(lines.filter(lambda key: len(key) < 90), plain_values, max_size=3)
    return Codebook(
        draw(ids),
        draw(lines),
        tuple(codes),
        themes,
        tuple(links),
        dimensions,
        tuple(attributes),
        tuple(draw(st.lists(display, max_size=2))),
        draw(texts),
        draw(texts),
        draw(st.sampled_from(["reflexive", "codebook", "reliability"])),
        draw(st.sampled_from(["en", "de", "pt-BR"])),
    )
