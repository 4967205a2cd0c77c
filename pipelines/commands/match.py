"""`kliping match`: a release as it came by mail, and every copy and derivation of it in the archive.

What reads the archive is imported once the release is being read, in another process.
"""

import hashlib
import sys
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from pipelines.commands.fetched import FetchPage, PageError, fetch_and_archive
from pipelines.commands.options import data_option, ending_on_errors, leave
from pipelines.commands.output import printable, to_json
from pipelines.exits import ExitCode
from pipelines.releases import MAX_BYTES, Reading, Release, ReleaseError, begin_reading

if TYPE_CHECKING:
    from pipelines.archive import Archive


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
@click.option(
    "--archive", "archived", is_flag=True, help="Of a URL that had to be fetched: archive its article too."
)
@data_option
@click.pass_obj
def match(
    fetch: FetchPage | None,
    *,
    source: str,
    as_json: bool,
    report_path: Path | None,
    archived: bool,
    data: Path,
) -> None:
    """Find every copy and derivation of a release in the archive, in the order of publication.

    The release is a file (text, mail, HTML, PDF, docx), the address of an article, or - for stdin; its kind
    is told by its bytes. An address that the archive does not hold is fetched by the rules of a crawl: robots.txt, the
    site's pause, public addresses only. Each article comes with what it is to the release and how alike, what it left out, added and
    changed, and when its page was captured and checked. A time with a question mark: another may be as early. Dateline
    and sign-off are no part of the comparison. Nothing is written to the archive, unless --archive says so. The exit code
    is 1 where an address gave no article.
    """
    try:
        reading = begin(source)
        with ending_on_errors():
            found = find_matches(source, reading, data, fetch, archived=archived)
    except ReleaseError as error:
        leave(f"{source} {error}", ExitCode.MISUSE)
    except PageError as error:
        leave(f"{source} {error}", ExitCode.SOME_FAILED)
    if report_path is not None:
        write_report(found, report_path)
    _print(found, as_json=as_json)
    if not found["articles"]:
        click.echo("kliping: no article in this archive has this text", err=True)
    if report_path is not None:
        click.echo(f"kliping: the report is in {report_path}", err=True)


def begin(source: str) -> Reading | None:
    """Begin to read a file, or stdin; None for an address. Raises ReleaseError."""
    if "://" in source:
        return None
    try:
        if source == "-":
            return begin_reading(sys.stdin.buffer.read(MAX_BYTES + 1))
        with Path(source).open("rb") as file:
            return begin_reading(file.read(MAX_BYTES + 1), source)
    except OSError as error:
        raise ReleaseError(f"cannot be read: {error.strerror}") from error


def find_matches(
    source: str,
    reading: Reading | None,
    data: Path,
    fetch: FetchPage | None = None,
    *,
    archived: bool = False,
) -> dict[str, Any]:
    """Return a release that is being read, or else held or fetched, and what has its text, as --json prints them.

    Raises ReleaseError, PageError, ArchiveError.
    """
    try:
        from pipelines.archive import open_archive  # noqa: PLC0415
        from pipelines.commands.matched import describe  # noqa: PLC0415

        with open_archive(data) as archive:
            if reading is not None:
                return describe(archive, reading.result(), source, reading.digest)
            held = archive.find_article(source)
            if held is not None:
                release = Release(
                    "article", held.title, (held.title,), tuple(held.text.split("\n")), held.uid
                )
                return describe(archive, release, source, None)
            return _match_page(archive, source, data, fetch, archived=archived)
    finally:
        if reading is not None:
            reading.close()


def _match_page(
    archive: "Archive", source: str, data: Path, fetch: FetchPage | None, *, archived: bool
) -> dict[str, Any]:
    """Return the article of an address that is not held, and what has its text; raises PageError."""
    from pipelines.commands.matched import describe  # noqa: PLC0415

    if fetch is None:
        raise PageError("is no address of an article that is held")
    click.echo(f"kliping: {printable(source)} is not held: its site is asked for it", err=True)
    asking = partial(fetch, source, data, archive)
    page = fetch_and_archive(asking, data) if archived else asking()
    if page.missing:
        click.echo(
            f"kliping: {printable(page.missing)} could not be had: the article counts as far as it goes",
            err=True,
        )
    return describe(archive, page.release, source, hashlib.sha256(page.captures[0].payload).hexdigest())


def write_report(found: dict[str, Any], path: Path) -> None:
    """Write the page to print; ends the command where it cannot be written."""
    from pipelines.commands.match_report import render  # noqa: PLC0415 - only where a report is asked for
    from pipelines.exports.replacing import replacing  # noqa: PLC0415

    try:
        with replacing(path) as file:
            file.write(render(found).encode("utf-8", "replace"))
    except OSError as error:
        leave(f"cannot write {path}: {error.strerror}", ExitCode.MISUSE)


def _print(found: dict[str, Any], *, as_json: bool) -> None:
    """Print what was found: as JSON, or for a reader, in colour on a terminal."""
    if as_json:
        click.echo(to_json(found, indent=2))
        return
    from pipelines.commands.diff import marked  # noqa: PLC0415
    from pipelines.commands.match_lines import tell_matches  # noqa: PLC0415

    if not sys.stdout.isatty():
        for line in tell_matches(found):
            click.echo(marked(line))
        return
    from rich.console import Console  # noqa: PLC0415

    console = Console(emoji=False, highlight=False, soft_wrap=True)
    for line in tell_matches(found):
        console.print(line)
