"""Every error that a user can cause.

QualcodeError
├── UnreadableFile        a transcript, table or archive that cannot be read
│   └── ImportProblems    several files of one batch, each with its sentence
├── CodebookError         a codebook file with one or more problems
├── QueryError            a rule or a search that cannot be understood
├── MissingModel          a language model that a pattern needs is not installed
├── NotFound              a document, case, code, theme … that the project does not have
├── Refused               an act that the method or the state of the project does not allow
│   ├── Conflict          somebody changed the object since it was read
│   └── ReadFirst         suggestions of a document that this coder has not read
├── ProjectError          a project file that cannot be opened
└── ExportRefused         an export that would not be true

Only these reach a user as a sentence; anything else is a bug and keeps its traceback.
"""

from collections.abc import Sequence


class QualcodeError(Exception):
    """A sentence for the user: what, where, what is allowed, what to do."""


class UnreadableFile(QualcodeError):
    """A file cannot be read; the message names the file and the place."""


class ImportProblems(UnreadableFile):
    """Some files of a batch, or rows of a table, have problems; `problems` has one sentence for each.

    The other files are in; of a table with problems nothing is.

    `added` holds what the batch did bring in.
    """

    def __init__(self, problems: Sequence[str], added: Sequence[object] = (), *, table: bool = False) -> None:
        self.problems = tuple(problems)
        self.added = tuple(added)
        several = "s" if len(self.problems) != 1 else ""
        if table:
            head = f"{len(self.problems)} problem{several} in the table; nothing was entered:"
        else:
            kept = f"{len(self.added)} document{'s' if len(self.added) != 1 else ''} kept"
            head = f"{len(self.problems)} file{several} could not be read ({kept}):"
        super().__init__("\n".join([head, *(f"  {problem}" for problem in self.problems)]))


class CodebookError(QualcodeError):
    """A codebook has problems; `problems` has one sentence for each, with line, code and remedy."""

    def __init__(self, problems: str | Sequence[str]) -> None:
        self.problems = (problems,) if isinstance(problems, str) else tuple(problems)
        super().__init__("\n".join(self.problems))


class QueryError(QualcodeError):
    """A query cannot be understood; `position` is the code point in `query` where it goes wrong."""

    def __init__(self, message: str, query: str = "", position: int = 0) -> None:
        self.query, self.position = query, position
        pointer = f"\n  {query}\n  {' ' * position}^" if query else ""
        super().__init__(message + pointer)


class MissingModel(QualcodeError):
    """A pattern needs a language model that is not installed; the message says how to install it."""


class NotFound(QualcodeError):
    """The project has no such object; the message names near ones."""


class Refused(QualcodeError):
    """The act is not allowed; the message says why and what is."""


class Conflict(Refused):
    """Somebody changed the object since; `mine` and `theirs` are the two versions."""

    def __init__(self, message: str, mine: object = None, theirs: object = None) -> None:
        self.mine, self.theirs = mine, theirs
        super().__init__(message)


class ReadFirst(Refused):
    """In the reflexive approach, suggestions wait until this coder has read the document."""


class ProjectError(QualcodeError):
    """A project file cannot be opened: absent, damaged, or from a newer version."""


class ExportRefused(QualcodeError):
    """An export would not be true: a quote differs from its source, or something required is missing."""
