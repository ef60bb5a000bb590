"""Values as YAML text that a person would write: plain where it can be, quoted where it must be."""

from __future__ import annotations

import math
import re
from typing import Any

WIDTH = 110
LONG = 100
# Read as something other than text by YAML 1.1 or 1.2.
RESERVED = re.compile(r"(?:y|yes|n|no|true|false|on|off|null|nan|inf)", re.IGNORECASE)
PLAIN = re.compile(r"[^\W\d_](?:[^\n\t]*[^\s:])?")
SIGNS_IN_FLOW = re.compile(r"[\[\]{},:?]")
PRINTABLE = re.compile("[\t\n -~\xa0-\u2027\u202a-\ud7ff\ue000-\ufefe\uff00-\ufffd\U00010000-\U0010ffff]*")
ESCAPES = {'"': '\\"', "\\": "\\\\", "\n": "\\n", "\t": "\\t"}


def scalar(text: str, *, flow: bool = False, style: str = "") -> str:
    """A text on one line. `style` is the quotation mark to keep where it can be kept.

    >>> print(scalar("Two worlds"), scalar("yes"), scalar("1.0"), scalar('"so" IN turn'), scalar("a: b"))
    Two worlds "yes" "1.0" '"so" IN turn' "a: b"
    """
    simple = bool(PRINTABLE.fullmatch(text)) and "\n" not in text and "\t" not in text
    if style == '"' or not simple:
        return double_quoted(text)
    if style == "'":
        return "'" + text.replace("'", "''") + "'"
    if (
        PLAIN.fullmatch(text)
        and not RESERVED.fullmatch(text)
        and ": " not in text
        and " #" not in text
        and not (flow and SIGNS_IN_FLOW.search(text))
    ):
        return text
    return "'" + text.replace("'", "''") + "'" if '"' in text or "\\" in text else double_quoted(text)


def double_quoted(text: str) -> str:
    """A text in double quotes, with escapes for what YAML cannot show."""
    out = []
    for letter in text:
        if letter in ESCAPES:
            out.append(ESCAPES[letter])
        elif PRINTABLE.fullmatch(letter):
            out.append(letter)
        else:
            code = ord(letter)
            out.append(f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}")
    return '"' + "".join(out) + '"'


def inline(value: Any) -> str:
    """Any value on one line, lists and mappings in brackets."""
    if isinstance(value, dict):
        return "{" + ", ".join(f"{scalar(str(key), flow=True)}: {inline(item)}" for key, item in value.items()) + "}"
    if isinstance(value, (list, tuple)):
        return "[" + ", ".join(inline(item) for item in value) + "]"
    return scalar(value, flow=True) if isinstance(value, str) else _literal(value)


def _literal(value: Any) -> str:
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        if math.isnan(value):
            return ".nan"
        if math.isinf(value):
            return ".inf" if value > 0 else "-.inf"
        text = repr(value)
        return text if "." in text else text.replace("e", ".0e")
    return str(value)


def block_text(text: str, indent: int) -> str:
    """A text over several lines (`|-` or `>-`) below a field, or "" when one line is better or needed."""
    margin = " " * indent
    if not PRINTABLE.fullmatch(text) or "\t" in text or text.startswith((" ", "\n")):
        return ""
    if "\n" in text:
        lines = text.removesuffix("\n").split("\n")
        if not lines[-1] or any(line != line.rstrip() for line in lines):
            return ""
        return ("|" if text.endswith("\n") else "|-") + "".join(f"\n{margin}{line}" if line else "\n" for line in lines)
    words = text.split(" ")
    if len(text) <= LONG or not all(words):
        return ""
    lines = [""]
    for word in words:
        if lines[-1] and len(lines[-1]) + 1 + len(word) > WIDTH - indent:
            lines.append("")
        lines[-1] += (" " if lines[-1] else "") + word
    return ">-" + "".join(f"\n{margin}{line}" for line in lines)


def field_text(name: str, value: Any, indent: int) -> str:
    """A field as lines of block YAML, without the newline at the end; the first line is not indented."""
    margin = " " * indent
    key = scalar(name, flow=True)
    if isinstance(value, str):
        return f"{key}: {block_text(value, indent + 2) or scalar(value)}"
    if isinstance(value, (list, tuple)) and value and name not in ("values", "spacy"):
        items = "".join(f"\n{margin}  - {item_text(item, indent + 4, name)}" for item in value)
        return f"{key}:{items}"
    return f"{key}: {inline(value)}"


def item_text(value: Any, indent: int, name: str = "") -> str:
    """An item of a list, to stand after its dash; `indent` is the column after the dash."""
    if isinstance(value, str):
        return block_text(value, indent) or scalar(value)
    if isinstance(value, dict) and (name in ("codes", "themes") or (len(inline(value)) > WIDTH and name != "displays")):
        return entry_text(value, indent)
    return inline(value)


def entry_text(value: dict[str, Any], indent: int) -> str:
    """A mapping with one field a line; the first line is not indented."""
    return f"\n{' ' * indent}".join(field_text(name, item, indent) for name, item in value.items())
