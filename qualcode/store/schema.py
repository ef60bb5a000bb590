"""The tables of a project file. Offsets are code points of `contents.text`, half-open.

Every table in ROWS changes through acts only (see `acts`): `version` is the number of the event that last
touched the row. `contents` is written once and never changed; `events` and `changes` are the record itself.
"""

from sqlalchemy import (
    JSON,
    Boolean,
    CheckConstraint,
    Column,
    Float,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    String,
    Table,
    Text,
    UniqueConstraint,
)
from sqlalchemy.schema import SchemaItem

metadata = MetaData()


def _text(name: str, default: str = "") -> Column[str]:
    return Column(name, Text, nullable=False, default=default)


def _json(name: str) -> Column[object]:
    return Column(name, JSON, nullable=False, default=list)


def _one_of(name: str, *values: str, default: str | None = None) -> tuple[Column[str], CheckConstraint]:
    allowed = ", ".join(f"'{value}'" for value in values)
    return Column(name, String, nullable=False, default=default), CheckConstraint(f"{name} IN ({allowed})")


def _to(name: str, target: str, *, required: bool = True) -> Column[str]:
    # Deferred to the commit, so that an act may write its rows in any order.
    key = ForeignKey(f"{target}.id", deferrable=True, initially="DEFERRED")
    return Column(name, String, key, nullable=not required, index=True)


def _span() -> tuple[Column[int], Column[int], CheckConstraint]:
    return (
        Column("start_at", Integer, nullable=False),
        Column("end_at", Integer, nullable=False),
        CheckConstraint("0 <= start_at AND start_at < end_at"),
    )


def _table(name: str, *columns: SchemaItem) -> Table:
    return Table(
        name, metadata, Column("id", String, primary_key=True), *columns, Column("version", Integer, default=0)
    )


contents = Table(
    "contents",
    metadata,
    Column("id", String, primary_key=True),  # sha256 of text and turns
    Column("text", Text, nullable=False),
    Column("turns", JSON, nullable=False),  # [[start, end, speaker, start_time], …]
)
events = Table(
    "events",
    metadata,
    Column("seq", Integer, primary_key=True, autoincrement=True),
    Column("at", String, nullable=False),
    Column("coder", String, nullable=False),
    Column("act", String, nullable=False),
    _text("summary"),
    _text("why"),
    Column("undoes", Integer, ForeignKey("events.seq"), index=True),
    Column("details", JSON, nullable=False, default=dict),
    sqlite_autoincrement=True,
)
changes = Table(
    "changes",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("seq", Integer, ForeignKey("events.seq"), nullable=False, index=True),
    Column("place", String, nullable=False),
    Column("row_id", String, nullable=False),
    Column("before", JSON(none_as_null=True)),
    Column("after", JSON(none_as_null=True)),
    Index("changes_of_a_row", "place", "row_id"),
)
migrations = Table(
    "migrations",
    metadata,
    Column("number", Integer, primary_key=True),
    Column("name", String, nullable=False),
    Column("at", String, nullable=False),
)

project = _table(
    "project",
    _text("name"),
    *_one_of("approach", "reflexive", "codebook", "reliability"),
    _text("language", "en"),
    _text("question"),
    _text("created_at"),
    Column("codebook", JSON, nullable=False, default=dict),  # id, name, citation, dimensions, displays of the codebook
)
coders = _table("coders", Column("name", String, nullable=False, unique=True))
cases = _table(
    "cases",
    Column("key", String, nullable=False, unique=True),
    _text("name"),
    _text("label"),
    _text("description"),
    Column("position", Integer, nullable=False),
)
organisations = _table(
    "organisations", _to("case_id", "cases"), _text("name"), _text("sector"), UniqueConstraint("case_id", "name")
)
attributes = _table(
    "attributes",
    Column("key", String, nullable=False),
    _text("name"),
    *_one_of("type", "nominal", "ordinal", "number", "date", "text"),
    _json("values"),
    Column("dated", Boolean, nullable=False, default=False),
    *_one_of("applies_to", "case", "participant", "document"),
    _text("note"),
    UniqueConstraint("applies_to", "key"),
)
attribute_values = _table(
    "attribute_values",
    _to("attribute_id", "attributes"),
    Column("subject_id", String, nullable=False, index=True),
    _text("value"),
    _text("since"),
    UniqueConstraint("attribute_id", "subject_id", "since"),
)
participants = _table(
    "participants",
    Column("key", String, nullable=False, unique=True),
    _text("name"),
    *_one_of("role", "participant", "interviewer", "researcher"),
    _text("sector"),
    _text("seniority"),
    _to("organisation_id", "organisations", required=False),
    _to("case_id", "cases", required=False),
)
documents = _table(
    "documents",
    Column("name", String, nullable=False, unique=True),
    *_one_of("kind", "interview", "focus_group", "observation", "archival", "response"),
    _text("language", "en"),
    _to("content_id", "contents"),
    _to("case_id", "cases", required=False),
    _text("file"),
    _text("format"),
    _text("encoding"),
    _text("file_sha256"),
    _json("changes"),
    _json("warnings"),
    Column("attributes", JSON, nullable=False, default=dict),
    _text("date"),
    Column("hours", Float),
    Column("position", Integer, nullable=False),
    _text("added_at"),
)
speakers = _table(
    "speakers",
    _to("document_id", "documents"),
    _text("label"),
    *_one_of("role", "participant", "interviewer", "researcher"),
    _to("participant_id", "participants", required=False),
    UniqueConstraint("document_id", "label"),
)
readings = _table(
    "readings",
    _to("document_id", "documents"),
    _to("coder_id", "coders"),
    _text("read_at"),  # empty: not read, only an override
    _text("override_why"),
    UniqueConstraint("document_id", "coder_id"),
)
codes = _table(
    "codes",
    Column("key", String, nullable=False, unique=True),
    _text("name"),
    _to("parent_id", "codes", required=False),
    _text("dimension"),
    _text("level"),
    _text("origin"),
    *_one_of("status", "active", "retired", default="active"),
    _to("merged_into_id", "codes", required=False),
    _text("definition"),
    _text("include"),
    _text("exclude"),
    _json("examples"),
    _text("color"),
    _text("memo"),
    Column("position", Integer, nullable=False),
)
rules = _table(
    "rules",
    _to("code_id", "codes"),
    Column("key", String, nullable=False, unique=True),
    _text("query"),
    _json("spacy"),
    _text("note"),
    Column("position", Integer, nullable=False),
)
codings = _table(
    "codings",
    _to("document_id", "documents"),
    *_span(),
    Column("quote", Text, nullable=False),
    _to("code_id", "codes"),
    _to("coder_id", "coders"),
    _text("created_at"),
    *_one_of("origin", "hand", "suggestion", "import"),
    _text("suggestion_id"),
    _text("suggester"),
    _text("rule"),
    _text("rule_version"),
    _text("level"),
    _text("stance"),
    _text("memo"),
    UniqueConstraint("document_id", "start_at", "end_at", "code_id", "coder_id"),
)
runs = _table(
    "runs",
    _text("suggesters"),
    _text("at"),
    _text("coder"),
    Column("settings", JSON, nullable=False, default=dict),
)
suggestions = _table(
    "suggestions",
    _to("run_id", "runs"),
    _to("document_id", "documents"),
    *_span(),
    _to("code_id", "codes"),
    Column("suggester", String, nullable=False),
    _text("rule"),
    _text("rule_version"),
    Column("score", Float, nullable=False),
    _text("reason"),
    CheckConstraint("0 <= score AND score <= 1"),
)
decisions = _table(
    "decisions",
    Column("suggestion_id", String, nullable=False, index=True),  # outlives the suggestion, which a run may replace
    _to("document_id", "documents"),
    *_span(),
    _to("code_id", "codes"),
    Column("suggester", String, nullable=False),
    _text("rule"),
    _text("rule_version"),
    _to("coder_id", "coders"),
    *_one_of("verdict", "accepted", "recoded", "rejected", "skipped"),
    Column("coding_id", String),
    _text("why"),
    _text("at"),
    UniqueConstraint("suggestion_id", "coder_id"),
)
samples = _table(
    "samples",
    _text("code"),
    _text("suggester"),
    _json("suggestion_ids"),
    Column("seed", Integer, nullable=False, default=0),
    _to("coder_id", "coders"),
    _text("at"),
)
splits = _table(
    "splits",
    _to("code_id", "codes"),
    _json("into"),
    *_one_of("status", "open", "closed", default="open"),
    _text("at"),
)
split_items = _table(
    "split_items",
    _to("split_id", "splits"),
    Column("coding_id", String, nullable=False),
    _json("decided"),  # ids of the codes chosen; empty while undecided
    UniqueConstraint("split_id", "coding_id"),
)
themes = _table(
    "themes",
    Column("key", String, nullable=False, unique=True),
    _text("name"),
    *_one_of("status", "candidate", "defined", "discarded", default="candidate"),
    _text("central_organising_concept"),
    _text("part"),
    _text("include"),
    _text("exclude"),
    _text("memo"),
    _text("discarded_because"),
    _text("kept_because"),  # why it was kept when it was last looked at
    Column("position", Integer, nullable=False),
)
theme_codes = _table(
    "theme_codes", _to("theme_id", "themes"), _to("code_id", "codes"), UniqueConstraint("theme_id", "code_id")
)
extracts = _table(
    "extracts",
    _to("theme_id", "themes"),
    _to("coding_id", "codings"),
    *_one_of("kind", "exemplar", "does_not_fit"),
    Column("position", Integer, nullable=False),
    _text("note"),
    _text("printed"),  # the passage with […] for what is left out and [word] for what is put in; empty: all of it
    UniqueConstraint("theme_id", "coding_id", "kind"),
)
incidents = _table(
    "incidents",
    _to("coding_id", "codings"),
    _text("name"),
    _text("date"),  # in the notation of `qualcode.text.dates`, as this account has it; empty: it gives none
    _text("actor"),
    _text("mechanism"),
    _text("note"),
    UniqueConstraint("coding_id", "name", "date"),
)
summaries = _table(
    "summaries",
    _to("theme_id", "themes"),
    _to("case_id", "cases"),
    _text("text"),
    _json("coding_ids"),
    _to("coder_id", "coders"),
    _text("at"),
    UniqueConstraint("theme_id", "case_id"),
)
memos = _table(
    "memos",
    *_one_of("kind", "memo", "journal", "case narrative"),
    _text("title"),
    _text("text"),
    Column("private", Boolean, nullable=False, default=True),
    _json("about"),  # ["code:UUID", …]
    _to("coder_id", "coders"),
    _text("at"),
)
links = _table(
    "links",
    *_one_of("object_type", "code", "theme"),
    Column("source_id", String, nullable=False),
    Column("target_id", String, nullable=False),
    _text("type"),
    _text("why"),
    UniqueConstraint("source_id", "target_id", "type"),
)

ROWS = {
    table.name: table
    for table in metadata.sorted_tables
    if table.name not in {"contents", "events", "changes", "migrations"}
}
