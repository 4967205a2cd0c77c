"""`kliping removed`: the blocks that were taken out of articles, so that nothing vanishes unseen."""

from dataclasses import asdict
from pathlib import Path

import click

from pipelines.archive import RemovedBlock, open_archive
from pipelines.commands.options import data_option, ending_on_errors
from pipelines.commands.output import printable, to_json


@click.command()
@click.argument("site", required=False)
@click.option("--reason", metavar="R", help="Only blocks that were removed for this reason.")
@click.option("--rule", metavar="R", help="Only blocks that this rule removed, such as learned:1a2b3c4d.")
@click.option("--limit", type=click.IntRange(1, 1_000_000), default=50, show_default=True)
@click.option("--json", "as_json", is_flag=True, help="One JSON object a line.")
@data_option
def removed(
    *, site: str | None, reason: str | None, rule: str | None, limit: int, as_json: bool, data: Path
) -> None:
    """List the blocks that were removed from the articles of SITE (of all sites when none is named).

    Each block is one line: site, reason, in how many articles, rule, the uid of the newest of them, text,
    parted by tabs; by site and reason, the most frequent first.
    """
    with ending_on_errors(), open_archive(data) as archive:
        total, blocks = archive.removed_blocks(site, reason, rule, limit)
    for block in blocks:
        click.echo(to_json(asdict(block)) if as_json else _as_line(block))
    if len(blocks) < total:
        click.echo(f"kliping: {len(blocks)} of {total} removed blocks; --limit shows more", err=True)
    elif not blocks:
        click.echo("kliping: no removed block found", err=True)


def _as_line(block: RemovedBlock) -> str:
    fields = (block.site_id, block.reason, str(block.articles), block.rule, block.example, block.text)
    return "\t".join(map(printable, fields))
