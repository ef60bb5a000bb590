"""qualcode codebook crosswalk: links between codebooks, looked at through the codings of a study."""

from pathlib import Path
from typing import Annotated

from typer import Argument, Option

from qualcode.cli.codebook import app
from qualcode.cli.opening import reading
from qualcode.cli.options import Csv, Granularity, Json, Study
from qualcode.cli.printing import show, talk


@app.command()
def crosswalk(
    study: Study,
    file: Annotated[Path, Argument(metavar="CROSSWALK", help="A crosswalk file: yaml or json.")],
    passages: Annotated[
        tuple[str, str],
        Option("--passages", metavar="A B", help="The passages behind the link from A to B, instead of all links."),
    ] = ("", ""),
    granularity: Granularity = "publication",
    json: Json = False,
    csv: Csv = False,
) -> None:
    """Say what the codings tell of links between codebooks: people and passages of both ends, and where they meet.

    Take several codebooks into one study with 'codebook use'. Links that contradict stand first.

    Example: qualcode codebook crosswalk study.qualcode codebooks/crosswalk.yaml
    """
    with reading(study) as opened:
        if any(passages):
            found = opened.codebook.crosswalk_passages(file, *passages, granularity=granularity)
            show(found, json=json, csv=csv, columns=("side", "quote", "attribution", "case"))
            return
        frame = opened.codebook.crosswalk(file)
    columns = ("a", "relation", "b", "voices_a", "voices_b", "voices_both", "passages_both", "note")
    show(frame, json=json, csv=csv, columns=columns)
    if frame.attrs["note"]:
        talk(frame.attrs["note"])
