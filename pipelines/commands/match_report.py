"""The page that a newsroom prints: a release, who took it when, and each copy with its word diff and its evidence."""

from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Any

from pipelines import __version__, clock
from pipelines.commands.matched import tell_checks
from pipelines.commands.printed import changed, link, page
from pipelines.commands.printed import line as _e
from pipelines.commands.printed import lines as _e_text

STYLE = """
.timeline { list-style: none; padding: 0; }
.track { position: relative; height: .7rem; border-bottom: 1px solid var(--line); }
.track i { position: absolute; bottom: -.3rem; width: .6rem; height: .6rem; border-radius: 50%; background: var(--dot); print-color-adjust: exact; }
"""
CHANGES = {
    "figure": "Figures changed",
    "headline": "Headline changed",
    "paragraph-removed": "Left out",
    "paragraph-added": "Added",
    "wording": "Reworded",
}


def render(found: dict[str, Any]) -> str:
    """Return the page as HTML; `found` is what `kliping match --json` prints."""
    release, articles = found["release"], found["articles"]
    title = release["title"] or release["source"]
    return "\n".join(page(title, _body(title, release, articles), STYLE))


def _body(title: str, release: dict[str, Any], articles: list[dict[str, Any]]) -> Iterator[str]:
    yield f"<h1>{_e(title)}</h1>"
    yield f'<p class="pale">{_summary(release, articles)}</p>'
    yield from _timeline(articles)
    yield from _table(articles)
    yield "<h2>The release</h2>"
    yield f'<div class="text">{_e_text(release["text"])}</div>'
    for article in articles:
        yield from _article(article)


def _summary(release: dict[str, Any], articles: list[dict[str, Any]]) -> str:
    sites = len({each["site_id"] for each in articles})
    parts = [
        f"{len(articles)} articles of {sites} sites have the text of this release.",
        f"Read from {_e(release['source'])} ({release['kind']}, {release['words']} words"
        + (f", SHA-256 {release['sha256']}" if release["sha256"] else "")
        + ").",
        f"Made by kliping {__version__} on {clock.to_iso(clock.now())}.",
    ]
    return " ".join(parts)


def _minutes(article: dict[str, Any]) -> float | None:
    """Return when an article was published, in minutes; None where only a day is known."""
    stored = article["published_at"]
    if not stored or not stored.endswith("Z"):
        return None
    return datetime.fromisoformat(stored).timestamp() / 60


def _timeline(articles: list[dict[str, Any]]) -> Iterator[str]:
    """Yield who took it when: a dot each between the first and the last, where the minute is known."""
    if not articles:
        return
    yield '<h2>Who took it when</h2>\n<ol class="timeline">'
    known = [minutes for minutes in map(_minutes, articles) if minutes is not None]
    first, span = min(known, default=0.0), max(max(known, default=0.0) - min(known, default=0.0), 1.0)
    for article in articles:
        at = _minutes(article)
        dot = "" if at is None else f'<i style="left: {98 * (at - first) / span:.1f}%"></i>'
        after = "" if at is None or at == first else f", {_span(at - first)} after the first"
        yield f'<li>{_when(article)}{after}: <b>{_e(article["site"])}</b><div class="track">{dot}</div></li>'
    yield "</ol>"


def _span(minutes: float) -> str:
    hours, rest = divmod(round(minutes), 60)
    days, hours = divmod(hours, 24)
    parts = [(days, "d"), (hours, "h"), (rest, "min")]
    return " ".join(f"{count} {unit}" for count, unit in parts if count) or "0 min"


def _when(article: dict[str, Any]) -> str:
    unsure = "" if article["is_certain"] else "?"
    return f"<time>{_e(article['published'] or 'no date')}{unsure}</time>"


def _table(articles: list[dict[str, Any]]) -> Iterator[str]:
    if not articles:
        return
    yield "<h2>Copies</h2>\n<table><tr><th></th><th>published</th><th>told by</th><th>outlet</th><th>relation</th>"
    yield "<th>alike</th><th>headline</th></tr>"
    for each in articles:
        source = each["published_source"] or "nothing"
        cells = (
            str(each["place"]),
            _when(each),
            _e(source) + (", disputed" if each["published_disputed"] else ""),
            _e(each["site"]),
            _e(each["relation"]),
            f"{each['similarity']:.0%}",
            f'<a href="#{_e(each["uid"])}">{_e(each["title"])}</a>',
        )
        yield "<tr>" + "".join(f"<td>{cell}</td>" for cell in cells) + "</tr>"
    yield "</table>"


def _article(article: dict[str, Any]) -> Iterator[str]:
    """Yield one copy: what was changed, its word diff, its evidence."""
    yield f'<h2 id="{_e(article["uid"])}">{article["place"]}. {_e(article["site"])}: {_e(article["title"])}</h2>'
    yield from _changes(article["changes"])
    yield '<h3>Word by word</h3>\n<div class="text">' + "".join(map(_segment, article["diff"])) + "</div>"
    yield "<h3>Evidence</h3>\n<dl>"
    for name, value in _evidence(article):
        yield f"<dt>{name}</dt><dd>{value}</dd>"
    yield "</dl>"


def _changes(changes: Iterable[dict[str, Any]]) -> Iterator[str]:
    changes = list(changes)
    if not changes:
        yield "<p>Nothing that a reader would notice was changed.</p>"
    for kind, heading in CHANGES.items():
        of_kind = [each for each in changes if each["kind"] == kind]
        if of_kind:
            items = "".join(f"<li>{changed(each['before'], each['after'])}</li>" for each in of_kind)
            yield f"<h3>{heading}</h3>\n<ul>{items}</ul>"


def _segment(segment: dict[str, str]) -> str:
    if "same" in segment:
        return _e_text(segment["same"])
    gone, came = segment["before"], segment["after"]
    return (f"<del>{_e_text(gone)}</del>" if gone else "") + (f"<ins>{_e_text(came)}</ins>" if came else "")


def _evidence(article: dict[str, Any]) -> Iterator[tuple[str, str]]:
    url, capture, history = article["url"], article["capture"], article["history"]
    yield "address", link(url, _e(url))
    yield "uid", f"{_e(article['uid'])}, version {article['version']}"
    disputed = ", witnesses disagree" if article["published_disputed"] else ""
    yield "published", f"{_when(article)}, told by {_e(article['published_source'] or 'nothing')}{disputed}"
    if capture:
        yield "captured", f"{_e(capture['fetched_at'])}, {capture['bytes']:,} bytes, HTTP {capture['status']}"
        yield "SHA-256", f"{_e(capture['sha256'])} of the page as received"
    else:
        yield "captured", "no page is stored with this text"
    yield (
        "checks",
        f"{history['checks']}"
        + (f", the last on {_e(history['last_checked_at'])}" if history["checks"] else ""),
    )
    yield "state", _e(tell_checks(article).rpartition("; ")[2])
