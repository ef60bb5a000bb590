"""The commands that compare coders: readings side by side, and agreement where the approach allows it."""

from typing import Annotated

from typer import Option

from qualcode.cli.opening import reading
from qualcode.cli.options import Coder, Csv, Json, Study
from qualcode.cli.printing import show, talk

Coders = Annotated[
    list[str] | None, Option("--of", metavar="NAME", help="A coder to compare; repeatable. Everybody unless given.")
]
UnitOf = Annotated[str, Option("--unit", metavar="UNIT", help="What is compared: turn or sentence.")]


def readings(
    study: Study, of: Coders = None, unit: UnitOf = "turn", coder: Coder = "", json: Json = False, csv: Csv = False
) -> None:
    """Show the passages that coders coded differently, side by side: something to talk about, not a score.

    Example: qualcode readings study.qualcode --of ana --of ben --csv
    """
    with reading(study, coder) as opened:
        frame = opened.readings(coders=of, unit=unit)  # type: ignore[arg-type]
    names = [name for name in frame.columns if name not in ("document_id",)]
    show(frame, json=json, csv=csv, columns=tuple(names))


def agreement(
    study: Study, of: Coders = None, unit: UnitOf = "turn", coder: Coder = "", json: Json = False, csv: Csv = False
) -> None:
    """Say how far coders agree on each code: Cohen's kappa and Krippendorff's alpha. Not in the reflexive approach.

    It checks the codebook, on participants' words in documents that two coders have read. The disagreements behind it:
    qualcode readings.

    Example: qualcode agreement study.qualcode --of ana --of ben
    """
    with reading(study, coder) as opened:
        frame = opened.agreement(coders=of, unit=unit)  # type: ignore[arg-type]
    show(frame, json=json, csv=csv)
    talk("A check on the codebook, not on anybody's reading. The passages behind it: qualcode readings")
