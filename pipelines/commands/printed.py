"""A page to print or to keep: one file that loads nothing and runs nothing, whatever the words in it try."""

from collections.abc import Iterable, Iterator
from html import escape

from pipelines.commands.output import printable, printable_text
from pipelines.urls import is_http_url

POLICY = "default-src 'none'; style-src 'unsafe-inline'"
STYLE = """
:root { color-scheme: light dark; --ink: #1a1a1a; --paper: #fff; --pale: #5c5c5c; --line: #ccc;
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
.text { white-space: pre-line; border-left: 3px solid var(--line); padding-left: 1rem; }
del { color: var(--gone); background: var(--gone-on); } ins { color: var(--came); background: var(--came-on); text-decoration: none; border-bottom: 2px solid; }
dl { display: grid; grid-template-columns: 9rem 1fr; gap: .1rem .8rem; } dd { margin: 0; font: .8rem/1.5 system-ui, sans-serif; }
a { color: inherit; }
@media print { :root { --ink: #000; --paper: #fff; --pale: #444; --line: #999; --gone: #000; --gone-on: #fff; --came: #000;
  --came-on: #eee; --dot: #000; } body { max-width: none; margin: 0; font-size: 11pt; } h2, h3 { break-after: avoid; }
  tr, li, dl { break-inside: avoid; } }
"""


def page(title: str, body: Iterable[str], style: str = "") -> Iterator[str]:
    """Yield a whole page line by line; `title` is plain text, `body` is HTML."""
    yield '<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">'
    yield f'<meta http-equiv="Content-Security-Policy" content="{POLICY}">'
    yield '<meta name="viewport" content="width=device-width, initial-scale=1">'
    yield f"<title>{line(title)}</title>\n<style>{STYLE}{style}</style>\n</head>\n<body>"
    yield from body
    yield "</body>\n</html>\n"


def line(text: object) -> str:
    """Return any text as HTML of one line that shows it and obeys nothing in it."""
    return escape(printable(str(text)))


def lines(text: str) -> str:
    """Return a text of many lines likewise."""
    return escape(printable_text(text))


def link(url: str, shown: str) -> str:
    """Return what is shown (HTML) as a link, where the address is one of the web."""
    return f'<a href="{escape(url)}" rel="noreferrer">{shown}</a>' if is_http_url(url) else shown


def changed(before: str, after: str) -> str:
    """Return what went and what came, of one line."""
    gone = f"<del>{line(before)}</del>" if before else ""
    came = f"<ins>{line(after)}</ins>" if after else ""
    return " ".join(filter(None, (gone, came)))
