"""A crosswalk between codebooks, looked at through the codings of a study."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from qualcode.codebook import Crosswalk, read_crosswalk
from qualcode.errors import NotFound
from qualcode.project import frames
from qualcode.project.find import near
from qualcode.project.speaking import Speaking

if TYPE_CHECKING:
    import pandas as pd

    from qualcode.model import Link
    from qualcode.project.project import Project

PASSAGE_COLUMNS = ["side", "quote", "attribution", "case", "document", "document_id", "start", "end"]


def read(walk: Crosswalk | str | Path) -> Crosswalk:
    """A crosswalk, of a file where a path is given."""
    return walk if isinstance(walk, Crosswalk) else read_crosswalk(walk)


def crosswalk(study: Project, walk: Crosswalk | str | Path) -> pd.DataFrame:
    """See `ProjectCodebook.crosswalk`."""
    from qualcode import analysis

    book = (frames.codes(study), frames.themes(study), frames.theme_codes(study))
    table = analysis.crosswalk(read(walk).links, frames.codings(study), *book)
    unread = int((~frames.documents(study)["read"]).sum())
    table.attrs = {"note": f"Documents not read yet: {unread}. A 0 may mean: not yet read." if unread else ""}
    return table


def passages(
    study: Project, walk: Crosswalk | str | Path, a: str, b: str, *, granularity: str = "publication"
) -> pd.DataFrame:
    """See `ProjectCodebook.crosswalk_passages`."""
    import pandas as pd

    from qualcode.analysis import attribution
    from qualcode.analysis.crosswalk import meetings
    from qualcode.analysis.frames import records

    both = coded(study, link_of(read(walk), a, b))
    speaking = Speaking.now(study)
    places = [("both", row) for row in records(meetings(*both))]
    for side, frame in zip("ab", both, strict=True):
        places += [(side, row) for row in records(frame.drop_duplicates(["document_id", "start", "end"]))]
    order = {document: at for at, document in enumerate(speaking.documents)}
    places.sort(
        key=lambda one: (one[0] != "both", one[0], order[one[1]["document_id"]], one[1]["start"], one[1]["end"])
    )
    rows = []
    for side, row in places:
        at = (row["document_id"], row["start"], row["end"])
        told = speaking.of(*at)
        text = study.documents.content(speaking.documents[at[0]]["content_id"])[0]
        said = attribution(told, granularity)  # type: ignore[arg-type]
        rows.append((side, text[at[1] : at[2]], said, told["case"], told["document"], *at))
    return pd.DataFrame(rows, columns=PASSAGE_COLUMNS)


def coded(study: Project, link: Link) -> tuple[pd.DataFrame, pd.DataFrame]:
    """The eligible codings of both ends of a link; in the place of their code stands "a" or "b"."""
    from qualcode.analysis.crosswalk import end_of, marked

    book = (frames.codes(study), frames.themes(study), frames.theme_codes(study))
    codings = frames.codings(study)
    return marked(end_of(link.source, *book), codings, "a"), marked(end_of(link.target, *book), codings, "b")


def link_of(walk: Crosswalk, a: str, b: str) -> Link:
    """The link between two ends, each written `codebook:id` or the id alone.

    Raises:
        NotFound: the crosswalk does not relate them, in this direction.
    """
    for link in walk.links:
        if a in _called(link.source) and b in _called(link.target):
            return link
    ends = [end for link in walk.links for end in (link.source, link.target)]
    missing = next((end for end in (a, b) if not any(end in _called(one) for one in ends)), "")
    if missing:
        raise NotFound(f"The crosswalk does not speak of '{missing}'.{near(missing, list(dict.fromkeys(ends)))}")
    raise NotFound(f"The crosswalk does not relate '{a}' to '{b}'.")


def _called(end: str) -> tuple[str, str]:
    return end, end.partition(":")[2]
