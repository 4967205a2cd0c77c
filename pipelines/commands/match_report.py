"""The page that a newsroom prints: a release, who took it when, and each copy with its word diff and its evidence."""

from collections.abc import Iterable, Iterator
from datetime import datetime
from html import escape
from typing import Any

from pipelines import __version__, clock
from pipelines.commands.matched import tell_checks
from pipelines.commands.output import printable, printable_text
from pipelines.urls import is_http_url

# Nothing is loaded and nothing runs, whatever an article's text tries.
POLICY = "default-src 'none'; style-src 'unsafe-inline'"
STYLE = """
:root { color-scheme: light dark; --ink: #1a1a1a; --paper: #fff; --pale: #666; --line: #ccc;
  --gone: #9b1c1c; --gone-on: #fbe4e4; --came: #14532d; --came-on: #dff3e4; --dot: #1d4ed8; }
@media (prefers-color-scheme: dark) { :root { --ink: #e8e8e8; --paper: #161616; --pale: #a3a3a3; --line: #444;
  --gone: #fca5a5; --gone-on: #4a1f1f; --came: #86efac; --came-on: #143322; --dot: #93c5fd; } }
body { font: 16px/1.5 Georgia, 'Noto Serif', serif; color: var(--ink); background: var(--paper);
  max-width: 46rem; margin: 2rem auto; padding: 0 1rem; overflow-wrap: anywhere; }
h1 { font-size: 1.5rem; line-height: 1.25; } h2 { font-size: 1.15rem; margin-top: 2.2rem; border-bottom: 1px solid var(--line); }
h3 { font-size: 1rem; margin-bottom: .2rem; }
.pale, th, dt, time { color: var(--pale); font: .8rem/1.5 system-ui, sans-serif; }
table { border-collapse: collapse; width: 100%; font: .85rem/1.4 system-ui, sans-serif; }
th, td { text-align: left; vertical-align: top; padding: .3rem .5rem .3rem 0; border-bottom: 1px solid var(--line); }
.timeline { list-style: none; padding: 0; }
.track { position: relative; height: .7rem; border-bottom: 1px solid var(--line); }
.track i { position: absolute; bottom: -.3rem; width: .6rem; height: .6rem; border-radius: 50%; background: var(--dot); }
.text { white-space: pre-line; border-left: 3px solid var(--line); padding-left: 1rem; }
del { color: var(--gone); background: var(--gone-on); } ins { color: var(--came); background: var(--came-on); text-decoration: none; border-bottom: 2px solid; }
dl { display: grid; grid-template-columns: 9rem 1fr; gap: .1rem .8rem; } dd { margin: 0; font: .8rem/1.5 system-ui, sans-serif; }
a { color: inherit; }
@media print { :root { --ink: #000; --paper: #fff; --pale: #444; --line: #999; --gone: #000; --gone-on: #fff; --came: #000;
  --came-on: #eee; --dot: #000; } body { max-width: none; margin: 0; font-size: 11pt; } h2, h3 { break-after: avoid; }
  tr, li, dl { break-inside: avoid; } }
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
    title = _e(release["title"] or release["source"])
    return "\n".join(
        [
            '<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">',
            f'<meta http-equiv="Content-Security-Policy" content="{POLICY}">',
            '<meta name="viewport" content="width=device-width, initial-scale=1">',
            f"<title>{title}</title>\n<style>{STYLE}</style>\n</head>\n<body>",
            f"<h1>{title}</h1>",
            f'<p class="pale">{_summary(release, articles)}</p>',
            *_timeline(articles),
            *_table(articles),
            "<h2>The release</h2>",
            f'<div class="text">{_e_text(release["text"])}</div>',
            *(line for article in articles for line in _article(article)),
            "</body>\n</html>\n",
        ]
    )


def _e(text: object) -> str:
    return escape(printable(str(text)))


def _e_text(text: str) -> str:
    return escape(printable_text(text))


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
            items = "".join(f"<li>{_change(each)}</li>" for each in of_kind)
            yield f"<h3>{heading}</h3>\n<ul>{items}</ul>"


def _change(change: dict[str, Any]) -> str:
    gone = f"<del>{_e(change['before'])}</del>" if change["before"] else ""
    came = f"<ins>{_e(change['after'])}</ins>" if change["after"] else ""
    return " ".join(filter(None, (gone, came)))


def _segment(segment: dict[str, str]) -> str:
    if "same" in segment:
        return _e_text(segment["same"])
    gone, came = segment["before"], segment["after"]
    return (f"<del>{_e_text(gone)}</del>" if gone else "") + (f"<ins>{_e_text(came)}</ins>" if came else "")


def _evidence(article: dict[str, Any]) -> Iterator[tuple[str, str]]:
    url, capture, history = article["url"], article["capture"], article["history"]
    shown = _e(url)
    yield "address", f'<a href="{escape(url)}" rel="noreferrer">{shown}</a>' if is_http_url(url) else shown
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
