"""`kliping gold`: pages with the articles that a careful reader finds in them, and how near extraction comes."""

import re
from pathlib import Path

import click

from pipelines.archive import Archive, ArticleRow, CaptureRow, VersionRow, open_archive
from pipelines.commands.options import data_option, ending_on_errors, leave
from pipelines.commands.output import local_time, printable
from pipelines.commands.scoring import corpus_argument, score
from pipelines.exits import ExitCode
from pipelines.quality import (
    CorpusError,
    GoldPage,
    add_page,
    draft_path,
    page_paths,
    read_corpus,
    read_draft,
    replace_page,
    write_draft,
)

SEGMENT = 20  # words of the text's beginning and end that a new page must keep
SEEDS = 20  # removed lines that a new page must not leak


@click.group()
def gold() -> None:
    """Measure extraction on pages whose articles a person has written down: a corpus of them in a folder.

    A corpus is pages/ID.html.gz with gold.jsonl, one line a page.
    """


gold.add_command(score)


@gold.command()
@click.argument("article")
@click.option(
    "--corpus",
    type=click.Path(file_okay=False, path_type=Path),
    metavar="DIR",
    help="The corpus; gold/ in the data folder where none is named.",
)
@data_option
def add(*, article: str, corpus: Path | None, data: Path) -> None:
    """Add the page of ARTICLE (uid, address or number) to a corpus, to be corrected with `kliping gold review`.

    Its gold is what the archive holds of it, marked as not reviewed.
    """
    folder = corpus or data / "gold"
    with ending_on_errors(), open_archive(data) as archive:
        found = archive.find_article(article)
        if found is None:
            leave(f"no article {article}", ExitCode.MISUSE)
        version = next(row for row in archive.versions(found.id) if row.number == found.version)
        captures, payloads = _stored_pages(archive, found, version)
        removed = [row.text for row in archive.removed(found.id) if row.version == version.number]
    page = new_gold(found, captures, removed)
    try:
        add_page(folder, page, payloads)
    except CorpusError as error:
        leave(str(error), ExitCode.MISUSE)
    click.echo(f"{page.id} in {printable(str(folder))}, not reviewed: kliping gold review {folder} {page.id}")


def _stored_pages(
    archive: Archive, article: ArticleRow, version: VersionRow
) -> tuple[list[CaptureRow], list[bytes]]:
    """Return the captures of a version with their payloads, a split article's further pages after the first."""
    if version.capture_id is None:
        leave(f"no page was stored with version {version.number} of {article.uid}", ExitCode.MISUSE)
    ids = [version.capture_id, *version.further_captures]
    payloads = [archive.payload(capture_id) for capture_id in ids]
    if version.part or b"<" not in payloads[0]:
        leave(f"{article.uid} was not taken from a page of its own", ExitCode.MISUSE)
    return [archive.capture(capture_id) for capture_id in ids], payloads


def new_gold(article: ArticleRow, captures: list[CaptureRow], removed: list[str]) -> GoldPage:
    """Write down what the archive holds of an article, for a person to correct."""
    first = captures[0]
    content_type = {name.lower(): value for name, value in first.headers}.get("content-type")
    extra = {"content_type": content_type} if content_type else {}
    further = {"further": [capture.final_url for capture in captures[1:]]} if captures[1:] else {}
    return GoldPage.model_validate(
        {
            "id": f"{article.site_id}-{article.uid}",
            "url": first.final_url,
            "site": article.site_id,
            "reviewed": False,
            "title": article.title,
            "authors": list(article.authors),
            "editors": list(article.editors),
            "published": local_time(article.published_at, article.published_offset),
            "modified": local_time(article.modified_at, article.modified_offset),
            "dateline_site": article.dateline_site,
            "dateline_place": article.dateline_place,
            "section": article.section,
            "tags": list(article.tags),
            "body": article.text,
            "must_contain": _ends(article.text),
            "must_not_contain": _seeds(removed, article.text),
            "fetched_at": first.fetched_at,
            **extra,
            **further,
        }
    )


def _ends(text: str) -> list[str]:
    """Return the first words and the last: the places where extraction goes wrong."""
    paragraphs = text.split("\n")
    first, last = paragraphs[0].split(" "), paragraphs[-1].split(" ")
    return list(dict.fromkeys((" ".join(first[:SEGMENT]), " ".join(last[-SEGMENT:]))))


def _seeds(removed: list[str], text: str) -> list[str]:
    """Return removed lines that would be known again in a text: words of their own, and not the article's."""
    lines = (" ".join(line.split()) for block in removed for line in block.split("\n"))
    told = [line for line in lines if len(re.findall(r"\w+", line)) >= 3 and line not in text]
    return list(dict.fromkeys(told))[:SEEDS]


@gold.command()
@corpus_argument
@click.argument("ids", nargs=-1, metavar="[ID...]")
def review(*, corpus: Path, ids: tuple[str, ...]) -> None:
    """Correct the gold of pages by hand, in your editor ($VISUAL, $EDITOR): all that nobody has reviewed, or IDs.

    Set reviewed = true in a page's draft when it is right; the first that you leave unreviewed ends the round. A draft that cannot be read stays beside the gold as ID.toml, and the same command opens it again.
    """
    try:
        pages = {page.id: page for page in read_corpus(corpus)}
        unknown = [page_id for page_id in ids if page_id not in pages]
        if unknown:
            leave(f"{corpus}: no page {unknown[0]}", ExitCode.MISUSE)
        waiting = ids or tuple(page.id for page in pages.values() if not page.reviewed)
        if not waiting:
            click.echo("every page is reviewed")
        for page_id in waiting:
            if not review_page(corpus, pages[page_id]) and not ids:
                return  # whoever leaves a page as it was is done for now
    except CorpusError as error:
        leave(str(error), ExitCode.MISUSE)


def review_page(corpus: Path, page: GoldPage) -> bool:
    """Let a person correct one page's gold; return whether it is reviewed now."""
    draft = draft_path(corpus, page)
    try:
        if not draft.exists():
            where = page_paths(corpus, page)[0].relative_to(corpus)
            draft.write_text(write_draft(page, str(where)), encoding="utf-8")
        click.edit(filename=str(draft))
        corrected = read_draft(draft.read_text(encoding="utf-8-sig"), page)
    except (OSError, UnicodeDecodeError) as error:
        leave(f"{draft}: {getattr(error, 'strerror', None) or error}", ExitCode.MISUSE)
    except ValueError as error:
        leave(f"{draft}: {error} (the same command opens it again)", ExitCode.MISUSE)
    replace_page(corpus, corrected)
    draft.unlink()
    click.echo(f"{page.id}: {'reviewed' if corrected.reviewed else 'not reviewed yet'}")
    return corrected.reviewed
