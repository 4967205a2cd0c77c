"""The text of a docx (ECMA-376): its main part, read without what only a word processor needs.

Not by python-docx, whose paragraphs leave out what tracked changes inserted and what stands in text boxes.
"""

import zipfile
import zlib
from collections.abc import Iterator
from io import BytesIO

from lxml import etree

from pipelines.releases.release import ReleaseError

MAX_PART = 64 * 1024 * 1024  # bytes of XML, decompressed
MAIN = "word/document.xml"
_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_TWICE = (
    "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"  # a text box for old programs
)
_BLANKS = {f"{_W}tab": "\t", f"{_W}br": "\n", f"{_W}cr": "\n", f"{_W}noBreakHyphen": "-"}


def read_docx(payload: bytes) -> list[str]:
    """Return the paragraphs of a docx, tables cell by cell; what was deleted in tracked changes is left out."""
    root = _parse(_main_part(payload))
    return [line for paragraph in _paragraphs(root) for line in "".join(_runs(paragraph)).split("\n")]


def _main_part(payload: bytes) -> bytes:
    try:
        with zipfile.ZipFile(BytesIO(payload)) as archive:
            part = archive.getinfo(MAIN)
            if part.flag_bits & 1:
                raise ReleaseError("is a docx that asks for a password")
            with archive.open(part) as file:
                xml = file.read(MAX_PART + 1)
    except KeyError as error:
        raise ReleaseError(f"is a zip file without {MAIN}: no docx") from error
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, OSError) as error:
        raise ReleaseError(f"is a broken docx: {error}"[:200]) from error
    if len(xml) > MAX_PART:
        raise ReleaseError(f"is a docx whose text unpacks to over {MAX_PART:,} bytes")
    return xml


def _parse(xml: bytes) -> etree._Element:
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        return etree.fromstring(xml, parser)
    except etree.XMLSyntaxError as error:
        raise ReleaseError(f"is a broken docx: {error}"[:200]) from error


def _paragraphs(root: etree._Element) -> Iterator[etree._Element]:
    for paragraph in root.iter(f"{_W}p"):
        if next(paragraph.iterancestors(_TWICE), None) is None:
            yield paragraph


def _runs(paragraph: etree._Element) -> Iterator[str]:
    """Yield the text of a paragraph; a text box inside it has paragraphs of its own."""
    for node in paragraph.iter(f"{_W}t", *_BLANKS):
        if next(node.iterancestors(f"{_W}p"), None) is paragraph:
            yield _BLANKS.get(str(node.tag)) or node.text or ""
