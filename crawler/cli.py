"""`kliping`: its commands, each imported when it is asked for."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from crawler.lazy_group import LazyGroup
from pipelines import __version__
from pipelines.commands.options import check_languages

if TYPE_CHECKING:
    from pipelines.archive import Archive
    from pipelines.commands.fetched import Page


class Commands(LazyGroup):
    """All of them."""

    lazy = {  # noqa: RUF012 - a table, never written
        "archive": "pipelines.commands.archive:archive",
        "compare": "pipelines.commands.compare:compare",
        "crawl": "crawler.commands:crawl",
        "demo": "crawler.demo.tour:demo",
        "due": "crawler.due:due",
        "diff": "pipelines.commands.diff:diff",
        "export": "pipelines.commands.export:export",
        "extract": "pipelines.commands.extract:extract",
        "forget": "pipelines.commands.forget:forget",
        "gold": "pipelines.commands.gold:gold",
        "health": "pipelines.commands.health:health",
        "import": "pipelines.commands.import_:import_",
        "ledger": "pipelines.commands.ledger:ledger",
        "learned": "pipelines.commands.learned:learned",
        "match": "pipelines.commands.match:match",
        "places": "pipelines.commands.places:places",
        "rehydrate": "pipelines.commands.export_tables:rehydrate_command",
        "removed": "pipelines.commands.removed:removed",
        "replay": "pipelines.commands.replay:replay_",
        "report": "pipelines.commands.report:report",
        "schedule": "pipelines.commands.schedule:schedule",
        "search": "pipelines.commands.search:search",
        "serve": "pipelines.web.serve:serve",
        "show": "pipelines.commands.show:show",
        "sites": "crawler.commands:sites",
        "stories": "pipelines.commands.stories:stories",
        "story": "pipelines.commands.story:story",
        "watch": "pipelines.commands.watch:watch",
    }


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="kliping")
@click.pass_context
def main(context: click.Context) -> None:
    """Crawl regional news sites, archive their articles in SQLite, ask the archive."""
    context.obj = fetch_page  # what a command of the pipelines asks the web by
    check_languages()


def fetch_page(url: str, data: Path, archive: "Archive") -> "Page":
    """Fetch the article of an address, as `crawler.fetching` does."""
    from crawler import fetching  # noqa: PLC0415 - Scrapy takes most of a second to import

    return fetching.fetch_page(url, data, archive)
