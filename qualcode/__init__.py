"""qualcode: a machine proposes, a named person decides.

>>> import qualcode
>>> document = qualcode.read_text("Ana: We waited a year.\\n\\nInt: And then?", name="note")
>>> [(turn.speaker, turn.text) for turn in document.turns]
[('Ana', 'We waited a year.'), ('Int', 'And then?')]
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from qualcode.errors import QualcodeError
    from qualcode.model import Code, Codebook, Coding, Document, Segment, Suggestion, Turn
    from qualcode.project import Project, create, read_codebook
    from qualcode.project import open_project as open
    from qualcode.readers import read
    from qualcode.suggesters import suggest
    from qualcode.text import document_from as read_text
    from qualcode.text import segments

__version__ = "0.1.0"
__all__ = [
    "Code",
    "Codebook",
    "Coding",
    "Document",
    "Project",
    "QualcodeError",
    "Segment",
    "Suggestion",
    "Turn",
    "create",
    "open",
    "read",
    "read_codebook",
    "read_text",
    "segments",
    "suggest",
]

# Where each name lives: loaded at first use, so that `import qualcode` costs nothing that is not needed.
_HOMES = {
    "Code": "qualcode.model:Code",
    "Codebook": "qualcode.model:Codebook",
    "Coding": "qualcode.model:Coding",
    "Document": "qualcode.model:Document",
    "Project": "qualcode.project:Project",
    "QualcodeError": "qualcode.errors:QualcodeError",
    "Segment": "qualcode.model:Segment",
    "Suggestion": "qualcode.model:Suggestion",
    "Turn": "qualcode.model:Turn",
    "create": "qualcode.project:create",
    "open": "qualcode.project:open_project",
    "read": "qualcode.readers:read",
    "read_codebook": "qualcode.project:read_codebook",
    "read_text": "qualcode.text:document_from",
    "segments": "qualcode.text:segments",
    "suggest": "qualcode.suggesters:suggest",
}


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module 'qualcode' has no attribute '{name}'")
    module, _, attribute = _HOMES[name].partition(":")
    value = getattr(import_module(module), attribute)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted([*globals(), *__all__])
