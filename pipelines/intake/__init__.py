"""Imports: saved pages, JSON lines and plain texts become articles, by the same rules as fetched ones."""

from pipelines.intake.archiving import Report, import_documents
from pipelines.intake.documents import Document, Unread, read_documents, read_line
from pipelines.intake.extraction import declared_address, extract_document, find_site

__all__ = [
    "Document",
    "Report",
    "Unread",
    "declared_address",
    "extract_document",
    "find_site",
    "import_documents",
    "read_documents",
    "read_line",
]
