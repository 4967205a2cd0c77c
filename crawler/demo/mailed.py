"""Press releases as offices mail them to newsrooms: a docx each."""

import io
import re
import zipfile
from collections import defaultdict
from collections.abc import Iterable
from xml.sax.saxutils import escape

from crawler.demo.corrections import Copy
from crawler.demo.newsroom import Newsroom
from crawler.demo.story import ITEM, SUBHEADING, Story

WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
PARTS = {
    "[Content_Types].xml": (
        '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels"'
        ' ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Override'
        ' PartName="/word/document.xml" ContentType='
        '"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>'
    ),
    "_rels/.rels": (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1"'
        ' Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument"'
        ' Target="word/document.xml"/></Relationships>'
    ),
}


def releases(newsroom: Newsroom) -> list[Story]:
    """Return the releases that papers print now: those that most took first, of these the ones that they changed most, then the newest."""
    moment = newsroom.clock.now()
    stories: dict[str, Story] = {}
    printed: defaultdict[str, list[Copy]] = defaultdict(list)
    for post in newsroom.posts:
        version = post.version_at(moment)
        if post.story.release and version and version.copy:
            stories[post.story.id] = post.story
            printed[post.story.id].append(version.copy)
    order = {story_id: place for place, story_id in enumerate(stories)}
    return sorted(
        stories.values(),
        key=lambda story: (-len(printed[story.id]), -len(set(printed[story.id])), -order[story.id]),
    )


def lines_of(story: Story) -> list[str]:
    """Return a release as the office wrote it: headline, then a line a paragraph."""
    marks = (SUBHEADING, ITEM)
    paragraphs = (
        re.sub(r"\s+", " ", text.removeprefix(marks[0]).removeprefix(marks[1])) for text in story.paragraphs
    )
    return [story.headline, *paragraphs]


def to_docx(lines: Iterable[str]) -> bytes:
    """Return paragraphs as a docx (ECMA-376) of the fewest parts that a word processor opens."""
    body = "".join(f'<w:p><w:r><w:t xml:space="preserve">{escape(line)}</w:t></w:r></w:p>' for line in lines)
    document = f'<w:document xmlns:w="{WORD}"><w:body>{body}</w:body></w:document>'
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in {**PARTS, "word/document.xml": document}.items():
            archive.writestr(name, f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n{text}')
    return file.getvalue()
