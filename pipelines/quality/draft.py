"""A page's gold as a TOML file that a person corrects: one paragraph a line, no quotes to escape."""

import json
import tomllib
from typing import Any

from pipelines.quality.corpus import GoldPage, check_page

HEAD = """\
# {url}
# The page is {page}. Correct what differs from what a careful reader finds there, then set reviewed = true and save.
# Times as printed, with the publisher's offset: 2026-03-01T09:05+08:00; a day alone: 2026-03-01. "" or [] says: the
# page has none. A field whose line you delete is not judged. A page that holds no article has an empty body.
"""
NOTES = {
    "authors": "names alone, no titles, no outlet",
    "must_contain": "pieces of the body that are easily lost",
    "must_not_contain": "what stands on the page and is not the article's: links to others, ads, captions",
    "body": "one paragraph a line, from the dateline on; subheadings and list items too; no byline, caption, sign-off",
}
EDITABLE = (
    "reviewed",
    "title",
    "authors",
    "editors",
    "published",
    "modified",
    "dateline_site",
    "dateline_place",
    "section",
    "tags",
    "must_contain",
    "must_not_contain",
    "body",
)


def write_draft(page: GoldPage, where: str) -> str:
    """Return a page's gold as the text of its draft; `where` names the page's file."""
    table = {"reviewed": page.reviewed} | page.model_dump(exclude_unset=True)
    lines = [HEAD.format(url=page.url or page.id, page=where)]
    for key in EDITABLE:
        if key in table:
            if key in NOTES:
                lines.append(f"# {NOTES[key]}\n")
            lines.append(f"{key} = {_paragraphs(page.text) if key == 'body' else _value(table[key])}\n")
    return "".join(lines)


def _value(value: Any) -> str:
    if value is None:
        return '""'
    if isinstance(value, list) and len(value) > 1:
        return "[\n" + "".join(f"    {_value(item)},\n" for item in value) + "]"
    return json.dumps(value, ensure_ascii=False).replace(
        "\x7f", "\\u007f"
    )  # the JSON here is TOML but for DEL


def _paragraphs(text: str) -> str:
    plain = "'''" not in text and all(character >= " " or character in "\n\t" for character in text)
    return f"'''\n{text}\n'''" if plain and "\x7f" not in text else _value(text)


def read_draft(text: str, page: GoldPage) -> GoldPage:
    """Return the page with the gold of its corrected draft; raises ValueError naming what is wrong."""
    try:
        table = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise ValueError(f"is no TOML: {error}") from error
    unknown = sorted(table.keys() - set(EDITABLE))
    if unknown:
        raise ValueError(f"{unknown[0]}: is no field of an article")
    table.setdefault("reviewed", page.reviewed)  # its line alone says that a person was there
    for key in ("published", "modified", "dateline_site", "dateline_place", "section"):
        if table.get(key) == "":
            table[key] = None
    if isinstance(table.get("body"), str):
        paragraphs = [" ".join(line.split()) for line in table["body"].splitlines() if line.strip()]
        table["body"] = paragraphs if isinstance(page.body, list) else "\n".join(paragraphs)
    kept = {key: value for key, value in page.model_dump(exclude_unset=True).items() if key not in EDITABLE}
    corrected = check_page(kept | table)
    _check_segments(corrected)
    return corrected


def _check_segments(page: GoldPage) -> None:
    body = " ".join(page.text.split())
    for segment in page.must_contain or []:
        if " ".join(segment.split()) not in body:
            raise ValueError(f"must_contain: is not in the body: {segment[:80]!r}")
    for segment in page.must_not_contain or []:
        if segment.strip() and " ".join(segment.split()) in body:
            raise ValueError(f"must_not_contain: is in the body: {segment[:80]!r}")
