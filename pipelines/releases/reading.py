"""Bytes become a release; which kind they are, the bytes tell. Runs in a process of its own."""

import re

from pipelines.releases.release import Release, ReleaseError, compose

_HTML = re.compile(
    rb"<(?:!doctype\s+html|html|head|body|article|main|div|p|table|h[1-6]|meta)\b", re.IGNORECASE
)
_MAIL = re.compile(
    rb"\A(?:From [^\n]*\n)?(?:(?:[!-9;-~]+:[^\n]*|[ \t][^\n]*)\r?\n)*?"
    rb"(?:From|To|Subject|Received|MIME-Version|Date|Return-Path|Message-ID):",
    re.IGNORECASE,
)
_HEADERS = re.compile(rb"^(?:From|To|Subject|Date|Message-ID|MIME-Version):", re.IGNORECASE | re.MULTILINE)
_FOREIGN = {
    b"\xd0\xcf\x11\xe0": "an old Word file (.doc) or a locked docx: save it as docx without a password, or as PDF",
    b"{\\rtf": "RTF: save it as docx or PDF",
    b"\x89PNG": "a picture, whose text has to be recognised (OCR) first",
    b"\xff\xd8\xff": "a picture, whose text has to be recognised (OCR) first",
    b"GIF8": "a picture, whose text has to be recognised (OCR) first",
    b"\x1f\x8b": "compressed (gzip): unpack it first",
}
HEAD = 4096  # bytes in which a kind shows


def kind_of(payload: bytes, name: str = "") -> str:
    """Return the kind that bytes are, by what they begin with; raises ReleaseError for one that is not read."""
    head = payload[:HEAD].lstrip(b"\xef\xbb\xbf \t\r\n")
    if b"%PDF-" in payload[:1024]:
        return "pdf"
    if payload.startswith(b"PK\x03\x04"):
        return "docx"
    for mark, what in _FOREIGN.items():
        if payload.startswith(mark):
            raise ReleaseError(f"is {what}")
    if name.lower().endswith(".eml") or _is_mail(payload[:HEAD]):
        return "mail"
    if head.startswith(b"<") and _HTML.search(payload[:HEAD]):
        return "html"
    if b"\x00" in payload[:HEAD] and not payload.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise ReleaseError("is none of text, mail, HTML, PDF, docx")
    return "text"


def _is_mail(head: bytes) -> bool:
    """Tell whether bytes begin as a mail does: with header fields, several of those that every mail has."""
    fields = re.split(rb"\r?\n\r?\n", head, maxsplit=1)[0]
    named = {match[0].lower() for match in _HEADERS.finditer(fields)}
    lines = fields.splitlines()
    return len(named) >= 2 and all(
        line[:1] in b" \t" or re.match(rb"[!-9;-~]+:", line) or line.startswith(b"From ")
        for line in lines
        if line
    )


def read_release(payload: bytes, name: str = "", url: str = "") -> Release:
    """Read a release; raises ReleaseError where there is none. `url` is where an HTML page was found."""
    if not payload.strip():
        raise ReleaseError("is empty")
    kind = kind_of(payload, name)
    if kind == "mail":
        from pipelines.releases.mail import read_mail  # noqa: PLC0415 - each kind imports what it alone needs

        return read_mail(payload, _read_part)
    if kind == "html":
        return _read_page(payload, url)
    return compose(kind, _paragraphs(kind, payload))


def _read_part(payload: bytes, name: str) -> Release:
    """Read a part of a mail; a mail inside it is not opened."""
    if not payload.strip():
        raise ReleaseError("is empty")
    kind = kind_of(payload, "")
    if kind == "mail":
        kind = "text"
    return compose(kind, _paragraphs(kind, payload), found_in=name)


def _paragraphs(kind: str, payload: bytes) -> list[str]:
    # Each kind imports what it alone needs: reading a text does not wait for a PDF's library.
    if kind == "pdf":
        from pipelines.releases.pdf import read_pdf  # noqa: PLC0415

        return read_pdf(payload)
    if kind == "docx":
        from pipelines.releases.docx import read_docx  # noqa: PLC0415

        return read_docx(payload)
    if kind == "html":
        from pipelines.releases.html import read_html  # noqa: PLC0415

        return read_html(decode_text(payload))
    from pipelines.releases.lines import join_lines  # noqa: PLC0415

    return join_lines(decode_text(payload))


def _read_page(payload: bytes, url: str) -> Release:
    """Read a page as an article; where none is found, all that it shows."""
    from pipelines import clock  # noqa: PLC0415
    from pipelines.catalogue import Site  # noqa: PLC0415
    from pipelines.extract import extract_article  # noqa: PLC0415 - a second to import
    from pipelines.items import Article, Capture  # noqa: PLC0415

    address = url or "https://release.invalid/"
    site = Site(id="release", name="release", homepage="https://release.invalid/")
    found = extract_article(Capture(address, address, 200, (), payload, clock.now()), site)
    if isinstance(found, Article):
        return compose("html", found.text.split("\n"), found.title)
    return compose("html", _paragraphs("html", payload))


def decode_text(payload: bytes) -> str:
    """Decode text: by its byte order mark, as UTF-8, else as Windows wrote it."""
    if payload.startswith((b"\xff\xfe", b"\xfe\xff")):
        return payload.decode("utf-16", "replace")
    try:
        return payload.decode("utf-8-sig")
    except UnicodeDecodeError:
        return payload.decode("cp1252", "replace")
