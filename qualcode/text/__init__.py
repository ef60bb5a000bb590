"""Text: its one normal form, its speakers' turns, its segments, and who may speak."""

from qualcode.text.normalise import decode, normalise
from qualcode.text.parse import Speech, document_from, document_of_speeches
from qualcode.text.segments import Unit, segments
from qualcode.text.speakers import role_of_label
from qualcode.text.turns import find_turns
from qualcode.text.unlabelled import roles_of

__all__ = [
    "Speech",
    "Unit",
    "decode",
    "document_from",
    "document_of_speeches",
    "find_turns",
    "normalise",
    "role_of_label",
    "roles_of",
    "segments",
]
