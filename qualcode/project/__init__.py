"""A study: the handle `Project` and its collections, one file each."""

from qualcode.project.codebook import read_codebook
from qualcode.project.project import Preview, Project, create, open_project

__all__ = ["Preview", "Project", "create", "open_project", "read_codebook"]
