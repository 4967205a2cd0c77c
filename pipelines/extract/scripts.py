"""The article that a page holds in its scripts alone, for a browser to draw: JSON-LD, or the state of a client's framework."""

import json
import re
from collections import deque
from collections.abc import Iterator
from html import escape, unescape
from itertools import accumulate
from typing import Any

from lxml.html import HtmlElement

from pipelines.extract.paragraphs import Page
from pipelines.extract.prose import prose, squeeze
from pipelines.extract.tree import parse_html

FEW = 300  # characters of prose on a page that may have its article in a script
MIN_STORY = 200  # characters that make a script's text an article
MAX_SCRIPT = 5_000_000
MAX_VALUES = 200_000  # of one script that are looked at
_STATE = re.compile(
    r"^\s*(?:window\.|self\.|var |let |const |globalThis\.)?[\w.$\[\]\"']{1,80}\s*=\s*(?=[{\[])"
)
_TEXT_KEY = re.compile(
    r"(?:article|story|news|post|full|page|detail|main)?_?(?:body|content|contents|text|html|isi|konten|markup|value|rendered)"
    r"(?:_?(?:html|text|body|full))?",
    re.IGNORECASE,
)
_TITLE_KEYS = ("title", "headline", "name", "judul", "headlines")
_TAGS = re.compile(r"<[^>]{0,2000}>")
_PARAGRAPH = re.compile(r"<(?:p|br|div)\b", re.IGNORECASE)
_BREAKS = re.compile(r"\s*\n\s*")
Json = dict[str, Any]


def draw_story(tree: HtmlElement, page: Page, claimed: list[str]) -> bool:
    """Put the article that a script holds into the page's body, where the page itself shows next to no text.

    `claimed` are the page's own names for its headline. Returns whether there was one.
    """
    shown = accumulate(map(prose, page.lines))
    if any(weight >= FEW for weight in shown):
        return False
    titles = {squeeze(title)[:60] for title in claimed if len(title) > 10}
    found = max(
        (story for script in tree.iter("script") for story in _stories(script, titles)),
        key=lambda story: (story[0], len(story[1])),
        default=None,
    )
    body = tree.find("body")
    part = parse_html(f'<div class="article-body">{found[1]}</div>') if found is not None else None
    drawn = part.find(".//div") if part is not None else None
    if drawn is None or body is None:
        return False
    body.append(drawn)
    return True


def _stories(script: HtmlElement, titles: set[str]) -> Iterator[tuple[bool, str]]:
    """Yield the stories of one script as markup, each with whether it stands beside the page's own title."""
    raw = script.text or ""
    if not MIN_STORY < len(raw) < MAX_SCRIPT:
        return
    kind = (script.get("type") or "").lower()
    if "json" in kind:
        raw = raw.strip()
    else:
        state = _STATE.match(raw)
        if state is None:
            return
        raw = raw[state.end() :]
    try:
        value, _ = json.JSONDecoder(strict=False).raw_decode(raw)
    except (ValueError, RecursionError):
        return
    for node in _objects(value):
        text = _text_of(node)
        if len(_TAGS.sub("", text)) >= MIN_STORY:
            named = [_string(node.get(key)) for key in _TITLE_KEYS]
            yield (
                any(squeeze(unescape(name))[:60] in titles for name in named if len(name) > 10),
                _marked_up(text),
            )


def _objects(value: Any) -> Iterator[Json]:
    waiting, seen = deque([value]), 0
    while waiting and seen < MAX_VALUES:
        item = waiting.popleft()
        seen += 1
        if isinstance(item, dict):
            yield item
        parts = item.values() if isinstance(item, dict) else item
        waiting.extend(part for part in parts if isinstance(part, dict | list))


def _text_of(node: Json) -> str:
    """Return the longest text of an object: a string of its own, or the strings of a list of parts."""
    texts = [""]
    for key, value in node.items():
        if key == "content_elements" or _TEXT_KEY.fullmatch(key):
            if isinstance(value, str):
                texts.append(value)
            elif isinstance(value, list):
                parts = [_text_of(part) if isinstance(part, dict) else _string(part) for part in value[:1000]]
                texts.append("\n".join(filter(None, parts)))
            elif isinstance(value, dict):
                texts += [
                    text
                    for inner, text in value.items()
                    if isinstance(text, str) and _TEXT_KEY.fullmatch(inner)
                ]
    return max(texts, key=len)


def _string(value: Any) -> str:
    if isinstance(value, dict):
        value = value.get("rendered") or value.get("basic")
    return value if isinstance(value, str) else ""


def _marked_up(text: str) -> str:
    """Return a text as markup: lines of plain text become paragraphs."""
    if "&lt;p" in text:
        text = unescape(text)
    if _PARAGRAPH.search(text):
        return _BREAKS.sub("\n", text)
    return "".join(
        f"<p>{escape(unescape(_TAGS.sub('', line)))}</p>" for line in _BREAKS.split(text) if line.strip()
    )
