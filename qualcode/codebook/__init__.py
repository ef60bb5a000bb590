"""The codebook: its format, checks, comparison, saving, and the codebooks of other tools."""

from qualcode.codebook.cases import CaseFile, CaseValue
from qualcode.codebook.checks import check
from qualcode.codebook.consistency import CheckRule
from qualcode.codebook.crosswalk import RELATIONS, Crosswalk
from qualcode.codebook.diff import Change, changes_table, describe, diff
from qualcode.codebook.fields import LINK_TYPES
from qualcode.codebook.frame import paths, to_table
from qualcode.codebook.names import slug
from qualcode.codebook.plain import plain
from qualcode.codebook.problems import Problem
from qualcode.codebook.read import read_cases, read_codebook, read_codebook_text, read_crosswalk
from qualcode.codebook.save import save
from qualcode.codebook.schema import schema
from qualcode.codebook.seed import seed_rules

__all__ = [
    "LINK_TYPES",
    "RELATIONS",
    "CaseFile",
    "CaseValue",
    "Change",
    "CheckRule",
    "Crosswalk",
    "Problem",
    "changes_table",
    "check",
    "describe",
    "diff",
    "paths",
    "plain",
    "read_cases",
    "read_codebook",
    "read_codebook_text",
    "read_crosswalk",
    "save",
    "schema",
    "seed_rules",
    "slug",
    "to_table",
]
