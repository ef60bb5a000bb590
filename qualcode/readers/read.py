"""One way in: a path to a document, whatever the format."""

from __future__ import annotations

import importlib
import os
import unicodedata
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import overload

from qualcode.errors import UnreadableFile
from qualcode.model import KINDS, Document, Kind
from qualcode.readers.original import Original
from qualcode.text.words import words

READERS = {
    ".txt": "qualcode.readers.plain:read",
    ".text": "qualcode.readers.plain:read",
    ".md": "qualcode.readers.plain:read",
    ".markdown": "qualcode.readers.plain:read",
    ".docx": "qualcode.readers.docx:read",
    ".odt": "qualcode.readers.odt:read",
    ".rtf": "qualcode.readers.rtf:read",
    ".html": "qualcode.readers.html:read",
    ".htm": "qualcode.readers.html:read",
    ".xhtml": "qualcode.readers.html:read",
    ".pdf": "qualcode.readers.pdf:read",
    ".vtt": "qualcode.readers.captions:read",
    ".srt": "qualcode.readers.captions:read",
    ".csv": "qualcode.readers.delimited:read",
    ".tsv": "qualcode.readers.delimited:read",
    ".xlsx": "qualcode.readers.xlsx:read",
    ".json": "qualcode.readers.recognised:read",
    ".jsonl": "qualcode.readers.recognised:read",
    ".otr": "qualcode.readers.otr:read",
    ".eaf": "qualcode.readers.eaf:read",
    ".cha": "qualcode.readers.cha:read",
}
SUFFIXES = tuple(READERS)
TABLES = frozenset({".csv", ".tsv", ".xlsx"})
FORMATS = {".text": "txt", ".markdown": "md", ".htm": "html", ".xhtml": "html", ".jsonl": "json"}
LARGEST = 200 * 1024 * 1024
MEDIA = words(
    ".mp3 .wav .m4a .aac .ogg .oga .flac .wma .opus .aif .aiff .amr .mp4 .m4v .mov .avi .mkv .webm .wmv .mpg",
    ".mpeg .3gp",
)
HINTS = {
    ".doc": "Open it in Word or LibreOffice and save it as .docx.",
    ".dot": "Open it in Word or LibreOffice and save it as .docx.",
    ".docm": "Open it in Word and save it as .docx, without macros.",
    ".pages": "Open it in Pages and export it to Word (.docx).",
    ".wpd": "Open it in LibreOffice and save it as .odt or .docx.",
    ".gdoc": "This is only a link; download the document from Google Docs as .docx.",
    ".xls": "Open it in Excel or LibreOffice and save it as .xlsx or .csv.",
    ".xlsm": "Open it in Excel and save it as .xlsx, without macros.",
    ".ods": "Open it in LibreOffice and save it as .xlsx or .csv.",
    ".numbers": "Open it in Numbers and export it to Excel (.xlsx) or CSV.",
    ".epub": "Convert it to .html or .txt.",
    ".zip": "Unpack it and read the files in it.",
    ".qdpx": "This is a whole project, not a transcript.",
    ".qda": "This is a whole project, not a transcript.",
    ".nvp": "Export the transcripts from NVivo as .docx or .txt.",
    ".nvpx": "Export the transcripts from NVivo as .docx or .txt.",
    ".mx24": "Export the transcripts from MAXQDA as .docx or .rtf.",
    ".sbv": "Convert the captions to .vtt or .srt.",
    ".ass": "Convert the captions to .vtt or .srt.",
    ".ttml": "Convert the captions to .vtt or .srt.",
    ".png": "This is a picture; its text has to be recognised (OCR) first.",
    ".jpg": "This is a picture; its text has to be recognised (OCR) first.",
    ".jpeg": "This is a picture; its text has to be recognised (OCR) first.",
    ".tif": "This is a picture; its text has to be recognised (OCR) first.",
    ".tiff": "This is a picture; its text has to be recognised (OCR) first.",
}

PathLike = str | os.PathLike[str]


@overload
def read(
    path: PathLike,
    *,
    kind: Kind | None = None,
    name: str | None = None,
    language: str = "en",
    encoding: str | None = None,
    text: str | None = None,
    speaker: str | None = None,
    document: None = None,
    time: str | None = None,
    sheet: str | None = None,
) -> Document: ...
@overload
def read(
    path: PathLike,
    *,
    kind: Kind | None = None,
    name: str | None = None,
    language: str = "en",
    encoding: str | None = None,
    text: str | None = None,
    speaker: str | None = None,
    document: str,
    time: str | None = None,
    sheet: str | None = None,
) -> list[Document]: ...
def read(
    path: PathLike,
    *,
    kind: Kind | None = None,
    name: str | None = None,
    language: str = "en",
    encoding: str | None = None,
    text: str | None = None,
    speaker: str | None = None,
    document: str | None = None,
    time: str | None = None,
    sheet: str | None = None,
) -> Document | list[Document]:
    """Read a transcript, notes or a table of responses.

    The format follows the file's ending; `docs/formats.md` says what each may look like. `name` is the file's stem
    unless given; `kind` is "interview" unless given. `encoding` is only for formats that do not state their own.

    `text`, `speaker`, `time` and `document` name the columns of a csv, tsv or xlsx, `sheet` the sheet of an xlsx.
    Without `document`, a row is a turn and the table one document. With `document`, the rows of one value of that
    column are one document, of kind "response" unless another is given, the other columns its attributes; the result
    is then a list. Columns that are not named are guessed only where one name alone fits.

    What reading changed is in `source.changes`, what looks odd in `source.warnings`. A file that cannot be read raises
    `UnreadableFile` with the file and the place; nothing is read by half.
    """
    file = Path(path)
    suffix = file.suffix.lower()
    if kind is not None and kind not in KINDS:
        raise UnreadableFile(
            f"{file.name}: there is no kind {kind!r} of document. A kind is one of {', '.join(KINDS)}."
        )
    data = bytes_of(file, suffix)
    module, _, function = READERS[suffix].partition(":")
    reader: Callable[[Original], Document | list[Document]] = getattr(importlib.import_module(module), function)
    original = Original(
        data=data,
        file=unicodedata.normalize("NFC", file.name),
        format=FORMATS.get(suffix, suffix[1:]),
        name=unicodedata.normalize("NFC", name if name is not None else file.stem),
        kind=kind,
        language=language,
        encoding=encoding,
        text=text,
        speaker=speaker,
        document=document,
        time=time,
        sheet=sheet,
        named=name is not None,
    )
    result = reader(original)
    if isinstance(result, list):
        return result
    if not result.turns:
        raise original.refusal("there are no words in it.")
    result = _with_unused_columns(result, original, suffix)
    return [result] if document is not None else result


def bytes_of(file: Path, suffix: str) -> bytes:
    if not file.exists():
        raise UnreadableFile(f"{file}: there is no such file.")
    if file.is_dir():
        raise UnreadableFile(f"{file}: this is a folder. Name the files in it, for instance {file.name}/*.docx.")
    if not file.is_file():
        raise UnreadableFile(f"{file.name}: this is not a regular file.")
    if suffix not in READERS:
        raise UnreadableFile(_unknown(file, suffix))
    try:
        size = file.stat().st_size
        if size > LARGEST:
            raise UnreadableFile(
                f"{file.name}: it has {size / 2**20:,.0f} MB; files up to {LARGEST // 2**20} MB are read. Split it."
            )
        data = file.read_bytes()
    except OSError as error:
        raise UnreadableFile(f"{file.name}: it cannot be opened ({error.strerror or error}).") from error
    if not data:
        raise UnreadableFile(f"{file.name}: the file is empty.")
    return data


def _unknown(file: Path, suffix: str) -> str:
    read = f"Read are: {', '.join(SUFFIXES)}."
    if suffix in MEDIA:
        return f"{file.name}: sound and video have to be transcribed first. {read}"
    if not suffix:
        return f"{file.name}: the file has no ending that would tell its format. {read}"
    hint = HINTS.get(suffix)
    return f"{file.name}: files ending in {suffix} are not read. {hint + ' ' if hint else ''}{read}"


def _with_unused_columns(document: Document, original: Original, suffix: str) -> Document:
    """Say when columns were named for a file that has none, as happens in a mixed batch."""
    if suffix in TABLES:
        return document
    unused = [f"{option}=" for option in ("text", "speaker", "document", "time", "sheet") if getattr(original, option)]
    if not unused:
        return document
    warning = f"{', '.join(unused)} had no effect: a {original.format} file has no columns"
    return replace(document, source=replace(document.source, warnings=(*document.source.warnings, warning)))
