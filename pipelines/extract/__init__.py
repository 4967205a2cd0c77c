"""Extraction: a captured page becomes an article, or the reason why it is none."""

from pipelines.extract.article import extract_article
from pipelines.extract.plain_text import extract_plain_text
from pipelines.extract.reservations import REASONS as RESERVATIONS
from pipelines.extract.reservations import extract_unless_reserved
from pipelines.extract.stitch import MAX_PARTS, pages_to_come, stitch_pages

__all__ = [
    "MAX_PARTS",
    "RESERVATIONS",
    "extract_article",
    "extract_plain_text",
    "extract_unless_reserved",
    "pages_to_come",
    "stitch_pages",
]
