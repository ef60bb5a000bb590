"""Exports as pure functions: values in, files out, nothing written that is not true."""

from qualcode.analysis.study import StudyData
from qualcode.export.cells import restored
from qualcode.export.csv_files import csv_bytes, write_csv
from qualcode.export.exporting import ExportReport, build_tables, export_tables, review_export
from qualcode.export.tables import TABLES
from qualcode.export.xlsx_files import write_xlsx, xlsx_bytes

__all__ = [
    "TABLES",
    "ExportReport",
    "StudyData",
    "build_tables",
    "csv_bytes",
    "export_tables",
    "restored",
    "review_export",
    "write_csv",
    "write_xlsx",
    "xlsx_bytes",
]
