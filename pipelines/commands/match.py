"""`kliping match`: a release as it came by mail, and every copy and derivation of it in the archive."""

import hashlib
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import click
from rich.console import Console
from rich.text import Text

from pipelines.archive import open_archive
from pipelines.commands.diff import CAME, GONE, marked
from pipelines.commands.matched import describe, tell_checks
from pipelines.commands.options import data_option, ending_on_errors, leave
from pipelines.commands.output import printable, to_json
from pipelines.exits import ExitCode
from pipelines.releases import MAX_BYTES, Reading, Release, ReleaseError, begin_reading

Fetch = Callable[
    [str, Path], bytes
]  # an address and the data folder -> what stands there; ReleaseError says why nothing
SHOWN = 12  # changes of an article; all are in --json and in the report
LABELS = {"paragraph-removed": "left out", "paragraph-added": "added"}


@click.command()
@click.argument("source", metavar="FILE|URL|-")
@click.option("--json", "as_json", is_flag=True, help="One JSON object, with every word diff.")
@click.option(
    "--report",
    "report_path",
    type=click.Path(dir_okay=False, path_type=Path),
    metavar="OUT.html",
    help="Write a page to print: the release, who took it when, and each copy with its word diff and its evidence.",
)
@data_option
@click.pass_obj
def match(fetch: Fetch | None, *, source: str, as_json: bool, report_path: Path | None, data: Path) -> None:
    """Find every copy and derivation of a release in the archive, in the order of publication.

    The release is a file (text, mail, HTML, PDF, docx), the address of an article that is held, or - for stdin; its kind
    is told by its bytes. Each article comes with what it is to the release and how alike, what it left out, added and
    changed, and when its page was captured and checked. A time with a question mark: another may be as early. Dateline
    and sign-off are no part of the comparison. Nothing is written to the archive.
    """
    with ending_on_errors():
        try:
            found = find_matches(source, data, fetch)
        except ReleaseError as error:
            leave(f"{source} {error}", ExitCode.MISUSE)
    if report_path is not None:
        write_report(found, report_path)
    if as_json:
        click.echo(to_json(found, indent=2))
    else:
        _print(found)
    if not found["articles"]:
        click.echo("kliping: no article in this archive has this text", err=True)
    if report_path is not None:
        click.echo(f"kliping: the report is in {report_path}", err=True)


def find_matches(source: str, data: Path, fetch: Fetch | None) -> dict[str, Any]:
    """Return a release and what has its text, as --json prints them; raises ReleaseError, ArchiveError."""
    if "://" not in source:
        payload = _read_source(source)
        reading = begin_reading(payload, source)
        return _match(reading, data, source, payload)
    with open_archive(data) as archive:
        held = archive.find_article(source)
        if held is not None:
            text = archive.versions(held.id)[held.version - 1].text
            release = Release("article", held.title, (held.title,), tuple(text.split("\n")), held.uid)
            return describe(archive, release, source, None)
    if fetch is None:
        raise ReleaseError("is not held, and nothing here can fetch it")
    payload = fetch(source, data)
    return _match(begin_reading(payload, url=source), data, source, payload)


def _match(reading: Reading, data: Path, source: str, payload: bytes) -> dict[str, Any]:
    try:
        with open_archive(data) as archive:
            digest = hashlib.sha256(payload).hexdigest()
            return describe(archive, reading.result(), source, digest)
    finally:
        reading.close()


def _read_source(source: str) -> bytes:
    try:
        if source == "-":
            return sys.stdin.buffer.read(MAX_BYTES + 1)
        with Path(source).open("rb") as file:
            return file.read(MAX_BYTES + 1)
    except OSError as error:
        raise ReleaseError(f"cannot be read: {error.strerror}") from error


def write_report(found: dict[str, Any], path: Path) -> None:
    """Write the page to print; ends the command where it cannot be written."""
    from pipelines.commands.match_report import render  # noqa: PLC0415 - only where a report is asked for
    from pipelines.exports.replacing import replacing  # noqa: PLC0415

    try:
        with replacing(path) as file:
            file.write(render(found).encode("utf-8", "replace"))
    except OSError as error:
        leave(f"cannot write {path}: {error.strerror}", ExitCode.MISUSE)


def _print(found: dict[str, Any]) -> None:
    """Print what was found for a reader, in colour on a terminal."""
    console = Console(emoji=False, highlight=False, soft_wrap=True)
    for line in tell_matches(found):
        if console.is_terminal:
            console.print(line)
        else:
            click.echo(marked(line))


def tell_matches(found: dict[str, Any], *, evidence: bool = True) -> Iterator[Text]:
    """Yield what was found for a reader, line by line; what an article holds is made harmless."""
    release, articles = found["release"], found["articles"]
    if release["title"]:
        yield Text(printable(release["title"]), style="bold")
    sites = len({each["site_id"] for each in articles})
    yield Text(
        f"{release['kind']}, {release['words']} words; {_count(len(articles), 'article')} of {_count(sites, 'site')} with this text"
    )
    for article in articles:
        yield Text()
        yield _tell_article(article)
        yield Text(f"   {printable(article['title'])}")
        yield Text(f"   {printable(article['url'])}")
        for change in article["changes"][:SHOWN]:
            yield _tell_change(change)
        if len(article["changes"]) > SHOWN:
            yield Text(f"   … and {len(article['changes']) - SHOWN} more changes")
        if evidence:
            yield Text(f"   {tell_checks(article)}", style="dim")


def _tell_article(article: dict[str, Any]) -> Text:
    when = (article["published"] or "no date") + ("" if article["is_certain"] else "?")
    alike = f"{article['relation']} {article['similarity']:.0%}"
    witness = f"by {article['published_source']}" if article["published_source"] else "by nothing"
    witness += ", disputed" if article["published_disputed"] else ""
    told = f"{article['place']:>2} {when} ({witness})  {printable(article['site'])}  {alike}  {article['uid'][:8]}"
    return Text(told, style="bold")


def _tell_change(change: dict[str, Any]) -> Text:
    told = Text(f"   {LABELS.get(change['kind'], change['kind'])}: ")
    if change["before"]:
        told.append(printable(change["before"]), GONE)
    if change["before"] and change["after"]:
        told.append(" ")
    return told.append(printable(change["after"]), CAME) if change["after"] else told


def _count(number: int, what: str) -> str:
    return f"{number} {what}" if number == 1 else f"{number} {what}s"
