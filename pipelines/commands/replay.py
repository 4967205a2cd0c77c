"""`kliping replay`: the archive's stored pages, read again by today's rules."""

import os
import sys
from collections.abc import Iterator, Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any

import click
from rich.console import Console
from rich.table import Table
from rich.text import Text

from pipelines.archive import Store, open_archive, open_store
from pipelines.archive.pair import require_archive
from pipelines.catalogue import OPERATORS_LANGUAGES, Site, load_catalogue, shipped_sites
from pipelines.commands.import_ import stop_on_interrupt
from pipelines.commands.options import check_languages, data_option, ending_on_errors, leave
from pipelines.commands.output import printable, to_json
from pipelines.commands.progress import shown_progress
from pipelines.exits import ExitCode
from pipelines.operator_file import read_operator
from pipelines.replay import Replaying, Sample, Scope, Tally, dry_run, replay
from pipelines.workers import DOCUMENTS, WorkerPool

UID_SHOWN = 8  # characters of a uid that name an article in any archive of this size
SAMPLE_SHOWN = 80  # characters of a sample on a terminal


@click.command("replay")
@click.argument("sites", nargs=-1, metavar="[SITE...]")
@click.option("--dry-run", "only_tell", is_flag=True, help="Only say what would change; a crawl may go on.")
@click.option("--learned", is_flag=True, help="With the boilerplate known of each site now, not as of then.")
@click.option("--again", is_flag=True, help="Also what today's rules have read already.")
@click.option(
    "--languages",
    type=click.Path(path_type=Path, file_okay=False, exists=True),
    metavar="LANG_DIR",
    help="Lay the language packs in LANG_DIR over the shipped ones (as KLIPING_LANGUAGES does for every command).",
)
@click.option(
    "--samples",
    type=click.IntRange(0, 1_000_000),
    default=3,
    show_default=True,
    help="Of each site and field.",
)
@click.option("--json", "as_json", is_flag=True, help="One JSON object.")
@data_option
def replay_(  # noqa: PLR0913 - one parameter an option
    *,
    sites: tuple[str, ...],
    only_tell: bool,
    learned: bool,
    again: bool,
    languages: Path | None,
    samples: int,
    as_json: bool,
    data: Path,
) -> None:
    """Read the stored pages of the SITEs (of all when none is named) by today's rules, without the web.

    Where title, text or time of publication come out otherwise, that is a new version, marked as made by a rule; the
    version that was read stays. Other fields and the removed blocks are brought up to date. Pages that were refused are
    read too, and archived where they are articles now; an article whose page is refused now stays, and is named. What
    was learned of a site's boilerplate counts as it did when a page was first read, unless --learned says otherwise, so
    that nothing changes but by code, language packs and site files.

    Each line is a sample: site, field, how many articles change in it, uid, address, before, after; parted by tabs. The
    exit code is 1 when a page could not be read; it is named on stderr, and its article stays as it was. Killed or
    interrupted, the same command goes on where it was.
    """
    if languages is not None:
        os.environ[OPERATORS_LANGUAGES] = str(languages.resolve())  # the workers have it from here
    tally = Tally(samples)
    with ending_on_errors():
        check_languages()
        catalogue = load_catalogue([shipped_sites(), data / "sites"])
        scope = Scope(tuple(sorted(set(sites))), learned, again)
        is_whole = carry_out(data, catalogue, scope, tally, only_tell=only_tell)
    say(tally, only_tell=only_tell, as_json=as_json)
    if not is_whole:
        onwards = "not all was read" if only_tell else "the same command goes on where this one ended"
        leave(f"interrupted; {onwards}", ExitCode.INTERRUPTED)
    sys.exit(ExitCode.SOME_FAILED if tally.failed else ExitCode.OK)


def carry_out(
    data: Path, catalogue: Mapping[str, Site], scope: Scope, tally: Tally, *, only_tell: bool
) -> bool:
    """Read the pages, and return whether all were; raises ArchiveError for an archive or a site that is not there."""
    require_archive(data)
    floor = read_operator(data).disk_floor
    opening = open_archive(data) if only_tell else open_store(data, "replay", floor)
    with opening as opened, stop_on_interrupt() as stop, shown_progress() as report:
        check_sites(scope, opened.stored_pages.site_ids())
        with WorkerPool(preload=DOCUMENTS) as workers:
            work = Replaying(workers, tally, report=report, tell=say_failure, is_stopped=lambda: stop.is_set)
            if isinstance(opened, Store):
                return replay(opened, catalogue, scope, work)
            dry_run(opened, catalogue, scope, work)
            return not stop.is_set


def check_sites(scope: Scope, known: list[str]) -> None:
    """End the command where a site is named that the archive does not know."""
    unknown = [site_id for site_id in scope.sites if site_id not in known]
    if unknown:
        leave(f"nothing is archived of: {', '.join(unknown)}", ExitCode.MISUSE)


def say_failure(line: str) -> None:
    """Name a page that could not be read."""
    click.echo(printable(line), err=True)


def say(tally: Tally, *, only_tell: bool, as_json: bool) -> None:
    """Print what was found: a table on a terminal, else a line a sample; or JSON."""
    if as_json:
        click.echo(to_json(to_object(tally), indent=2))
        return
    if sys.stdout.isatty():
        if any(site.fields for site in tally.sites.values()):
            print_table(Console(emoji=False, highlight=False), tally)
    else:
        for row in _rows(tally):
            click.echo("\t".join(map(printable, row)))
    click.echo(f"kliping: {in_words(tally, only_tell=only_tell)}", err=True)


def in_words(tally: Tally, *, only_tell: bool) -> str:
    """Return the whole result as a sentence."""
    if not tally.read and not tally.failed:
        return "nothing to read: today's rules have read all that is stored (--again reads it once more)"
    verb = "would change" if only_tell else "changed"
    skipped = f"; {tally.skipped} more were read by these rules before" if tally.skipped else ""
    failed = f"; {tally.failed} pages could not be read" if tally.failed else ""
    return f"{tally.read} pages read, {tally.changed} articles {verb}{skipped}{failed}"


def to_object(tally: Tally) -> dict[str, Any]:
    """Return the result as JSON holds it."""
    sites = {
        site_id: {
            **site.counts(),
            "fields": {
                name: {
                    "articles": count,
                    "samples": [asdict(each) for each in tally.samples_of(site_id, name)],
                }
                for name, count in site.fields.items()
            },
        }
        for site_id, site in sorted(tally.sites.items())
    }
    return {**tally.totals(), "sites": sites}


def _rows(tally: Tally) -> Iterator[tuple[str, str, str, str, str, str, str]]:
    for site_id, site in sorted(tally.sites.items()):
        for name, count in site.fields.most_common():
            for each in tally.samples_of(site_id, name) or [Sample("", "", "", "")]:
                yield site_id, name, str(count), each.uid, each.url, each.before, each.after


def print_table(console: Console, tally: Tally) -> None:
    """Print the samples to a terminal, wrapped to its width."""
    table = Table("site", "field", "articles", "of", "before", "after", box=None)
    last = ("", "")
    for site_id, name, count, uid, url, before, after in _rows(tally):
        head = (site_id, name, count) if (site_id, name) != last else ("", "", "")
        last = (site_id, name)
        samples = (uid[:UID_SHOWN] or url, before[:SAMPLE_SHOWN], after[:SAMPLE_SHOWN])
        table.add_row(*(Text(printable(cell)) for cell in (*head, *samples)))
    console.print(table)
