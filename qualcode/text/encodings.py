"""Bytes of an unknown encoding to text, or a sentence that says why not."""

from __future__ import annotations

import codecs
import re

from qualcode.errors import UnreadableFile

BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),  # before UTF-16, whose mark it begins with
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
SIGNATURES = (
    (b"%PDF-", "a PDF; give it the ending .pdf"),
    (b"PK\x03\x04", "a zip archive, such as a docx, odt or xlsx; give it its own ending"),
    (b"\xd0\xcf\x11\xe0", "an old Office file (doc, xls) or a password-protected one; save it as docx or xlsx"),
    (b"\x89PNG", "a picture"),
    (b"\xff\xd8\xff", "a picture"),
    (b"GIF8", "a picture"),
    (b"\x1f\x8b", "a gzip archive; unpack it first"),
    (b"SQLite format 3\x00", "a database"),
    (b"ID3", "a sound file; it has to be transcribed first"),
    (b"RIFF", "a sound or video file; it has to be transcribed first"),
    (b"OggS", "a sound file; it has to be transcribed first"),
    (b"fLaC", "a sound file; it has to be transcribed first"),
)
CONTROL = re.compile(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f]")
NON_ASCII_RUN = re.compile(r"[^\x00-\x7f]+")
LETTERS = frozenset("ÀÁÂÃÄÅÆÇÈÉÊËÌÍÎÏÐÑÒÓÔÕÖØÙÚÛÜÝÞßàáâãäåæçèéêëìíîïðñòóôõöøùúûüýþÿŒœŠšŽžŸ")
SINGLE_MARKS = frozenset("–—…•‘’“”«»\xa0£€§©®°±´·¿¡½¼¾×™‹›„‚†¹²³ªº\xad")
ENCODING_HINT = "Save it as UTF-8, or name its encoding with encoding=."


def decode(data: bytes, *, encoding: str | None = None, file: str = "") -> tuple[str, str, tuple[str, ...]]:
    """Decode a file's bytes; returns the text, the encoding's name and what a reader should know about it.

    Without `encoding`: byte order marks, UTF-16 without a mark (by where its NULs stand), UTF-8, then 8-bit
    encodings, cp1252 before all others when it gives plausible Western text. Binary data are refused.
    With `encoding` nothing is guessed, and bytes that do not fit are refused with their place.

    >>> decode("naïve".encode("cp1252"))
    ('naïve', 'cp1252', ('The bytes are not UTF-8 and were read as cp1252',))
    >>> decode(b"\\xef\\xbb\\xbfhi")
    ('hi', 'utf-8', ('A byte order mark was removed',))
    """
    where = f"{file}: " if file else ""
    if encoding is not None:
        return _decode_as(data, encoding, where)
    for mark, name in BOMS:
        if data.startswith(mark):
            return _strictly(data[len(mark) :], name, where), name, ("A byte order mark was removed",)
    for signature, what in SIGNATURES:
        if data.startswith(signature) or (signature == b"ID3" and data[4:8] == b"ftyp"):
            kind = what if signature != b"ID3" or data.startswith(b"ID3") else "a video or sound file"
            raise UnreadableFile(f"{where}this is not text but {kind}.")
    wide = _utf16_without_mark(data)
    if wide:
        return data.decode(wide), wide, ("UTF-16 without a byte order mark was recognised by its NUL bytes",)
    controls = sum(1 for _ in CONTROL.finditer(data))
    if controls > max(2, len(data) // 100):
        raise UnreadableFile(
            f"{where}this is not text: {controls:,} of {len(data):,} bytes are control characters. Is the ending right?"
        )
    try:
        return data.decode("utf-8"), "utf-8", ()
    except UnicodeDecodeError as error:
        return _eight_bit(data, error.start, where)


def _strictly(data: bytes, encoding: str, where: str) -> str:
    try:
        return data.decode(encoding)
    except (UnicodeDecodeError, UnicodeError) as error:
        at = getattr(error, "start", len(data))
        line = data.count(b"\n", 0, at) + 1
        raise UnreadableFile(
            f"{where}line {line}: byte {at + 1} ({data[at : at + 1].hex() or 'end of file'}) is not {encoding}. "
            f"{ENCODING_HINT}"
        ) from error


def _decode_as(data: bytes, encoding: str, where: str) -> tuple[str, str, tuple[str, ...]]:
    try:
        name = codecs.lookup(encoding).name
    except LookupError as error:
        raise UnreadableFile(
            f"{where}there is no encoding {encoding!r}. Usual ones are utf-8, utf-16, cp1252, latin-1, mac-roman."
        ) from error
    for mark, marked in BOMS:
        if data.startswith(mark):
            if not marked.startswith(name.removesuffix("-sig")):
                raise UnreadableFile(
                    f"{where}line 1: the file begins with the byte order mark of {marked}, it cannot be {name}. "
                    "Leave encoding= out."
                )
            return _strictly(data[len(mark) :], marked, where), marked, ("A byte order mark was removed",)
    if name.startswith(("utf-16", "utf-32")) and data and b"\0" not in data and _is_utf8(data):
        raise UnreadableFile(f"{where}line 1: the bytes are UTF-8 or ASCII, not {name}. Leave encoding= out.")
    text = _strictly(data, name, where)
    single_byte = name.startswith(("cp125", "iso8859", "latin", "mac", "cp4", "cp8", "koi8"))
    if single_byte and not data.isascii() and _is_utf8(data):
        line = next(n for n, part in enumerate(data.split(b"\n"), 1) if not part.isascii())
        raise UnreadableFile(
            f"{where}line {line}: the bytes are UTF-8, reading them as {name} would garble them. Leave encoding= out."
        )
    return text, name, ()


def _is_utf8(data: bytes) -> bool:
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def _utf16_without_mark(data: bytes) -> str | None:
    """UTF-16 of any script has NULs on one side only: the upper bytes of blanks, digits and line ends."""
    nuls = data.count(0)
    if len(data) < 4 or len(data) % 2 or nuls * 20 < len(data):
        return None
    even = data[::2].count(0)
    if even * 20 <= nuls:
        name = "utf-16-le"
    elif even * 20 >= nuls * 19:
        name = "utf-16-be"
    else:
        return None
    try:
        text = data.decode(name)
    except UnicodeDecodeError:
        return None
    odd = sum(1 for letter in text if not letter.isprintable() and letter not in "\t\n\r\f\v\u2028\u2029\xa0\u200b")
    return name if odd * 50 <= len(text) else None


def _eight_bit(data: bytes, at: int, where: str) -> tuple[str, str, tuple[str, ...]]:
    mixed = _mostly_utf8(data)
    if mixed:
        return mixed
    western = _plausibility(data, "cp1252")
    mac = _plausibility(data, "mac_roman")
    if western >= 0.9 or (western >= 0.8 and mac < western):
        return data.decode("cp1252"), "cp1252", ("The bytes are not UTF-8 and were read as cp1252",)
    if mac >= 0.95:
        return data.decode("mac_roman"), "mac-roman", ("The bytes are not UTF-8 and were read as Mac Roman",)
    name = _guess(data)
    if name:
        try:
            text = data.decode(name)
        except (UnicodeDecodeError, LookupError):
            text = ""
        if text:
            note = f"The encoding {name} was guessed; if letters look wrong, name it with encoding="
            return text, name.replace("_", "-"), (note,)
    line = data.count(b"\n", 0, at) + 1
    raise UnreadableFile(
        f"{where}line {line}: byte {at + 1} ({data[at : at + 1].hex()}) fits neither UTF-8 nor another encoding that "
        f"gives readable text. {ENCODING_HINT}"
    )


def _mostly_utf8(data: bytes) -> tuple[str, str, tuple[str, ...]] | None:
    """A UTF-8 file into which a few bytes of cp1252 were pasted, or whose last character is cut off."""
    text = data.decode("utf-8", "surrogateescape")
    broken = sum(1 for run in re.findall("[\udc80-\udcff]+", text) for _ in run)
    good = sum(1 for letter in NON_ASCII_RUN.findall(text) for one in letter if not "\udc80" <= one <= "\udcff")
    if good < 10 * broken:
        return None
    first = text.count("\n", 0, re.search("[\udc80-\udcff]", text).start()) + 1  # type: ignore[union-attr]
    repaired = re.sub(
        "[\udc80-\udcff]", lambda found: bytes([ord(found[0]) - 0xDC00]).decode("cp1252", "replace"), text
    )
    note = f"{broken} byte{'s' * (broken != 1)} that are not UTF-8 were read as cp1252, the first on line {first}"
    return repaired, "utf-8", (note,)


def _plausibility(data: bytes, encoding: str) -> float:
    """Share of the non-ASCII bytes that make Western text: accented letters in words, and marks where marks stand."""
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError:
        return 0.0
    good = total = 0
    for found in NON_ASCII_RUN.finditer(text):
        run = found[0]
        before, after = text[max(found.start() - 1, 0) : found.start()], text[found.end() : found.end() + 1]
        total += len(run)
        in_word = (before.isalpha() and before.isascii()) or (after.isalpha() and after.isascii())
        for at, letter in enumerate(run):
            if letter in LETTERS:
                previous = run[at - 1] if at else before
                lower_then_upper = previous.islower() and letter.isupper() and not after.isupper()
                good += len(run) <= 3 and not lower_then_upper and (in_word or not (before.strip() or after.strip()))
            elif letter in SINGLE_MARKS:
                inside = before.isalpha() and (after.isalpha() or (letter in "¹²³ªº" and before != "m"))
                good += letter in "’–—…\xa0\xad·" or not inside
    return good / total if total else 1.0


def _guess(data: bytes) -> str | None:
    from charset_normalizer import from_bytes

    lines = [line for line in data.split(b"\n") if not line.isascii()]
    sample = b"\n".join(lines)[:50_000]
    best = from_bytes(sample if len(sample) > 50 else data[:50_000]).best()
    return best.encoding if best is not None else None
