"""Audits as one page to mail around: gathered from a database, written as HTML that loads and runs nothing."""

from provenance.report.gathering import Report, gather_report
from provenance.report.page import compose_report
from provenance.report.writing import write_whole

__all__ = ["Report", "compose_report", "gather_report", "write_whole"]
