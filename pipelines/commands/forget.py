"""`kliping forget`: an article leaves the archive for good."""

from pathlib import Path

import click

from pipelines.archive.erasure import forget as forget_articles
from pipelines.commands.options import data_option, ending_on_errors


@click.command()
@click.argument("articles", nargs=-1, required=True, metavar="URL_OR_UID...")
@click.option("--reason", required=True, metavar="TEXT", help="Why; it is kept with the addresses.")
@data_option
def forget(articles: tuple[str, ...], reason: str, data: Path) -> None:
    """Forget articles for good, by any of their addresses or their whole uid.

    Text, versions, captured pages, removed blocks and search entries are erased, and both files hold no trace of
    them. What stays is uid, addresses, reason and time: no crawl, import or merge archives them again. A backup
    forgets them when it is next brought up to date.
    """
    with ending_on_errors():
        for uid in forget_articles(data, articles, reason):
            click.echo(f"{uid} forgotten")
