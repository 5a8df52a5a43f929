"""Audits as one page to mail around: gathered from a database, written as HTML that loads and runs nothing."""

from provenance.report.gathering import Report, gather_report, read_report
from provenance.report.page import compose_report, read_style
from provenance.report.signs import clean
from provenance.report.writing import read_mask, write_whole

__all__ = [
    "Report",
    "clean",
    "compose_report",
    "gather_report",
    "read_mask",
    "read_report",
    "read_style",
    "write_whole",
]
