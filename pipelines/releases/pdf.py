"""The text of a PDF."""

import logging
from io import BytesIO

from pypdf import PageObject, PdfReader
from pypdf.errors import DependencyError, PyPdfError

from pipelines.releases.lines import join_lines, without_running_heads
from pipelines.releases.release import MAX_PAGES, ReleaseError

_WORDS_KEPT = 0.9  # of the words that plain reading finds; a layout that loses more is not understood
_BROKEN = (PyPdfError, ValueError, KeyError, TypeError, AttributeError, IndexError, RecursionError, OSError)


def read_pdf(payload: bytes) -> list[str]:
    """Return the paragraphs of a PDF; raises ReleaseError where it is locked, broken, too long or made of images."""
    logging.getLogger("pypdf").setLevel(logging.CRITICAL)  # it tells of every oddity that it reads over
    try:
        reader = PdfReader(BytesIO(payload))
        if reader.is_encrypted and not reader.decrypt(""):
            raise ReleaseError("is a PDF that asks for a password")
        count = len(reader.pages)
        if count > MAX_PAGES:
            raise ReleaseError(f"is a PDF of {count} pages: over {MAX_PAGES}, too long for a release")
        pages = [_read_page(page) for page in reader.pages]
    except (DependencyError, NotImplementedError) as error:
        raise ReleaseError("is a PDF locked by a method that cannot be read") from error
    except _BROKEN as error:
        raise ReleaseError(f"is a broken PDF: {error}"[:200]) from error
    paragraphs = join_lines(without_running_heads(pages))
    if not paragraphs:
        raise ReleaseError(
            "is a PDF without text: its pages are images, which have to be recognised (OCR) first"
        )
    return paragraphs


def _read_page(page: PageObject) -> str:
    """Return a page's lines; blank ones stand for a wider gap, where the layout can be followed."""
    plain = page.extract_text()
    try:
        laid_out = page.extract_text(extraction_mode="layout", layout_mode_strip_rotated=False)
    except _BROKEN:
        return plain
    return laid_out if len(laid_out.split()) >= _WORDS_KEPT * len(plain.split()) else plain
