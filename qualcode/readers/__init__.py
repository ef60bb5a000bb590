"""Readers: a file to a document, one file of code for each format, loaded when it is used."""

from qualcode.readers.read import READERS, SUFFIXES, read

__all__ = ["READERS", "SUFFIXES", "read"]
