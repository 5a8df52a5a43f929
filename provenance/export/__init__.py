"""A database for readers who have neither this program nor a server: a folder of pages."""

from provenance.export.site import Summary, export_site

__all__ = ["Summary", "export_site"]
