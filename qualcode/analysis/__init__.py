"""Analyses of codings as pure functions: frames in, frames out, people and cases before mentions."""

from qualcode.analysis.advisories import advisories, name_questions, wording_questions
from qualcode.analysis.attention import attention, attention_by_case
from qualcode.analysis.attribution import GRANULARITIES, Granularity, attribution, attributions
from qualcode.analysis.cases import data_by_case, narratives
from qualcode.analysis.co_occurrence import co_occurrence, overlaps
from qualcode.analysis.comparison import PAIR_COLUMNS, PASSAGE_COLUMNS, pairs, side_by_side, word_vectors
from qualcode.analysis.crosstab import crosstab
from qualcode.analysis.crosswalk import CROSSWALK_COLUMNS, crosswalk
from qualcode.analysis.flags import evidence_flags, flags_by
from qualcode.analysis.frames import COLUMNS, NO_CASE
from qualcode.analysis.frequencies import frequencies
from qualcode.analysis.incidents import ACCOUNT_COLUMNS, accounts
from qualcode.analysis.matrix import STATES, code_by_case
from qualcode.analysis.ordering import in_order
from qualcode.analysis.origins import origins
from qualcode.analysis.quotes import QUOTE_COLUMNS, quotes
from qualcode.analysis.replication import REPLICATION_COLUMNS, REPLICATION_STATES, replication
from qualcode.analysis.small_cells import small_cells, study_people
from qualcode.analysis.themes import CASE_COLUMNS, THEME_COLUMNS, theme_by_case, theme_table
from qualcode.analysis.verify import verify
from qualcode.analysis.voices import evidence, voices

__all__ = [
    "ACCOUNT_COLUMNS",
    "CASE_COLUMNS",
    "COLUMNS",
    "CROSSWALK_COLUMNS",
    "GRANULARITIES",
    "NO_CASE",
    "PAIR_COLUMNS",
    "PASSAGE_COLUMNS",
    "QUOTE_COLUMNS",
    "REPLICATION_COLUMNS",
    "REPLICATION_STATES",
    "STATES",
    "THEME_COLUMNS",
    "Granularity",
    "accounts",
    "advisories",
    "attention",
    "attention_by_case",
    "attribution",
    "attributions",
    "co_occurrence",
    "code_by_case",
    "crosstab",
    "crosswalk",
    "data_by_case",
    "evidence",
    "evidence_flags",
    "flags_by",
    "frequencies",
    "in_order",
    "name_questions",
    "narratives",
    "origins",
    "overlaps",
    "pairs",
    "quotes",
    "replication",
    "side_by_side",
    "small_cells",
    "study_people",
    "theme_by_case",
    "theme_table",
    "verify",
    "voices",
    "word_vectors",
    "wording_questions",
]
