"""Imports: saved pages, JSON lines, plain texts and WARC files become articles, by the same rules as fetched ones."""

from pipelines.intake.archiving import Report, import_documents
from pipelines.intake.documents import Document, Unread, read_line
from pipelines.intake.extraction import (
    NOWHERE,
    declared_address,
    extract_document,
    find_site,
    read_document,
)
from pipelines.intake.files import read_documents
from pipelines.intake.warc import Originals, Reading

__all__ = [
    "NOWHERE",
    "Document",
    "Originals",
    "Reading",
    "Report",
    "Unread",
    "declared_address",
    "extract_document",
    "find_site",
    "import_documents",
    "read_document",
    "read_documents",
    "read_line",
]
