"""The demo papers' press releases as mailed, and which articles carry each, in the order of publication."""

from collections import defaultdict

from release_files import paged, wrapped

from crawler.demo.mailed import lines_of, releases, to_docx

FORMATS = {
    "txt": lambda lines: wrapped(lines).encode(),
    "pdf": paged,
    "docx": to_docx,
}


def carriers(newsroom):
    """Return the addresses of the articles that print each release, by the story's id, the first first."""
    found = defaultdict(list)
    for truth in sorted(newsroom.truth(), key=lambda truth: truth.published_at):
        found[truth.story].append(truth.url)
    return dict(found)


def mailed(newsroom):
    """Yield each release that papers print as (its lines, the addresses of its articles in order)."""
    printed = carriers(newsroom)
    for story in releases(newsroom):
        yield lines_of(story), printed[story.id]
