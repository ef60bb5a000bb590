"""A report of a study: one list of blocks, written as docx or html."""

from qualcode.export.report.blocks import Block, Bullets, Figure, Heading, Paragraph, Quote, Table, texts
from qualcode.export.report.study import ReportData, Step
from qualcode.export.report.writing import FORMATS, blocks_of, report_bytes, write_report

__all__ = [
    "FORMATS",
    "Block",
    "Bullets",
    "Figure",
    "Heading",
    "Paragraph",
    "Quote",
    "ReportData",
    "Step",
    "Table",
    "blocks_of",
    "report_bytes",
    "texts",
    "write_report",
]
