"""How to cite an archived article: whoever has the archive finds the version and the bytes that are meant."""

import re

from pipelines.archive import ArticleRow, CaptureRow, VersionRow
from pipelines.commands.output import local_time, printable

SPECIAL = re.compile(r"[\\{}%&$#_^~]")
ESCAPES = {"\\": r"\textbackslash{}", "^": r"\^{}", "~": r"\~{}"}


def citation(article: ArticleRow, version: VersionRow, site: str, capture: CaptureRow | None) -> str:
    """Return a sentence for a note: who, what, where, when, and the identifiers of the archived version."""
    who = f"{', '.join(article.authors)}: " if article.authors else ""
    when = f", {_when(article)}" if article.published_at else ""
    parts = [f"{who}“{version.title}”. {site}{when}. {article.url}", *_identifiers(article, version, capture)]
    return printable(". ".join(parts) + ".")


def _when(article: ArticleRow) -> str:
    return local_time(article.published_at, article.published_offset) or ""


def _identifiers(article: ArticleRow, version: VersionRow, capture: CaptureRow | None) -> list[str]:
    parts = [f"kliping archive, article {article.uid}, version {version.number}, seen {version.seen_at}"]
    if capture is not None:
        return [*parts, f"Captured {capture.fetched_at}, SHA-256 of the capture {capture.digest}"]
    return [*parts, f"SHA-256 of title and text {version.digest}"]


def bibtex(article: ArticleRow, version: VersionRow, site: str, capture: CaptureRow | None) -> str:
    """Return the same as an entry for BibLaTeX."""
    fields = {
        "author": " and ".join(f"{{{_escape(name)}}}" for name in article.authors),
        "title": f"{{{_escape(version.title)}}}",
        "organization": _escape(site),
        "date": (article.published_day or "")[:10],
        "url": printable(article.url).replace("{", "%7B").replace("}", "%7D"),
        "urldate": version.seen_at[:10],
        "note": _escape(". ".join(_identifiers(article, version, capture))),
    }
    lines = [f"  {name} = {{{value}}}," for name, value in fields.items() if value]
    return "\n".join([f"@online{{kliping-{article.uid}-{version.number},", *lines, "}"])


def _escape(text: str) -> str:
    return SPECIAL.sub(lambda match: ESCAPES.get(match[0], f"\\{match[0]}"), printable(text))
