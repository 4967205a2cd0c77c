"""`kliping sites add` and `sites candidates`: from an address, or a province, to site files."""

import json
import sys
from collections import Counter
from collections.abc import Callable, Iterable
from pathlib import Path

import click
from rich.console import Console
from rich.table import Table

from crawler.candidates import Candidate, Province, choose_provinces, laid_over
from crawler.probing.keeping import write_site
from crawler.probing.prospects import (
    Wishes,
    file_of,
    homepage_of,
    language_zones,
    prospect_of,
    prospects_in,
)
from crawler.probing.site_text import USUAL_DELAY, site_text
from crawler.probing.survey import ProbeError, Prospect, SamplePage, Survey
from crawler.runs import configure_logging
from pipelines.catalogue import (
    SITE_ID,
    Network,
    Site,
    load_catalogue,
    netloc_of,
    networks_beside,
    read_networks,
    shipped_sites,
)
from pipelines.commands.options import data_option, ending_on_errors, leave
from pipelines.commands.output import printable
from pipelines.exits import ExitCode
from pipelines.operator_file import read_operator

FIRST_LINES = 2  # of an article that are shown


@click.command("add")
@click.argument("urls", nargs=-1, metavar="[URL...]")
@click.option(
    "--region",
    help="The sites' region, by code, name or abbreviation (ID-KS, KALSEL); without URL, whose candidates to probe.",
)
@click.option("--id", "site_id", help="The id of the site; made from its host where none is given.")
@click.option("--limit", type=click.IntRange(min=1), metavar="N", help="Probe at most N candidates.")
@click.option(
    "--delay",
    type=click.FloatRange(0, 3_600),
    default=USUAL_DELAY,
    show_default=True,
    help="Seconds between two requests.",
)
@click.option("--dry-run", is_flag=True, help="Print the file, and write nothing.")
@click.option("--force", is_flag=True, help="Write over a file of your own.")
@data_option
def add_sites(
    *,
    urls: tuple[str, ...],
    region: str | None,
    site_id: str | None,
    limit: int | None,
    delay: float,
    data: Path,
    **how: bool,
) -> None:
    """Probe the homepage URL, write its site file DIR/sites/ID.toml, and show a sample of its articles.

    The site is asked some fifteen things, by the rules of a crawl: robots.txt, the delay, public addresses only unless URL
    names an IP address. The sample is kept in DIR/sites/ID/ for `sites check`; nothing is archived.
    Without URL, the candidates of a --region are probed; those that have a file are passed over, so that the same
    command goes on where it was stopped. Exits with 1 when any site could not be added.
    """
    configure_logging(verbose=False)
    if not urls and (region is None or site_id):
        raise click.UsageError(
            "name a URL, or a --region whose candidates are to be probed (see sites candidates)"
        )
    if site_id and (urls[1:] or not SITE_ID.fullmatch(site_id)):
        raise click.UsageError("--id names one site, in 1 to 63 of a-z, 0-9 and -, and does not begin with -")
    with ending_on_errors(), laid_over(data / "catalogue"):
        catalogue = load_catalogue([shipped_sites(), data / "sites"])
        networks = read_networks(map(networks_beside, (shipped_sites(), data / "sites")))
        adding = Adding(data / "sites", networks, dry_run=how["dry_run"])
        if urls:
            wishes = Wishes(delay, region, site_id)
            prospects = _wanted(urls, wishes, catalogue, data / "sites", force=how["force"])
        else:
            prospects = _candidates(region or "", catalogue, delay)
        adding.expected, left = len(prospects[:limit]), len(prospects) - len(prospects[:limit])
        done = _probe(
            data, prospects[:limit], adding, adding.tell_all if len(urls) == 1 else adding.tell_line
        )
    if len(urls) != 1:
        adding.sum_up(left)
    sys.exit(ExitCode.INTERRUPTED if not done else ExitCode.SOME_FAILED if adding.failed else ExitCode.OK)


def _candidates(region: str, catalogue: dict[str, Site], delay: float) -> list[Prospect]:
    """Return the candidates of a region that have no site file yet."""
    chosen = choose_provinces(region)
    if not chosen:
        raise click.UsageError(f"no province is called {region!r} (see sites candidates)")
    prospects, held = prospects_in(chosen, catalogue.values(), delay)
    click.echo(f"{len(prospects)} candidates, {len(held)} more have a site file")
    return prospects


def _wanted(
    urls: Iterable[str], wishes: Wishes, catalogue: dict[str, Site], own: Path, *, force: bool
) -> list[Prospect]:
    """Return what is to be probed, an address that is named twice once."""
    prospects: dict[str, Prospect] = {}
    for url in urls:
        prospect = _wanted_one(url, wishes, catalogue, own, force=force)
        prospects.setdefault(netloc_of(prospect.homepage), prospect)
    if len({prospect.id for prospect in prospects.values()}) < len(prospects):
        raise click.UsageError("two of the URLs would have one id: add them one by one, with --id")
    return list(prospects.values())


def _wanted_one(url: str, wishes: Wishes, catalogue: dict[str, Site], own: Path, *, force: bool) -> Prospect:
    """Return what is to be probed; ends the command where the catalogue holds it, or no address is meant."""
    try:
        homepage = homepage_of(url)
    except ProbeError as error:
        raise click.UsageError(str(error)) from error
    holder = next((site for site in catalogue.values() if site.netloc == netloc_of(homepage)), None)
    if holder is not None:
        path = file_of(holder.id, own)
        if not force or path.parent != own:
            mine = "; --force writes over it" if path.parent == own else ""
            leave(f"{homepage} is the site {holder.id}: {path}{mine}", ExitCode.MISUSE)
        wishes = Wishes(wishes.delay, wishes.region or holder.region, wishes.site_id or holder.id)
    prospect = prospect_of(homepage, wishes, catalogue)
    other = catalogue.get(prospect.id)
    if other is not None and other is not holder:
        leave(f"{prospect.id} is the site {other.homepage}: choose another --id", ExitCode.MISUSE)
    if holder is not None and prospect.id != holder.id:
        leave(f"{homepage} is the site {holder.id}: --id cannot name it anew", ExitCode.MISUSE)
    return prospect


def _probe(
    data: Path,
    prospects: list[Prospect],
    adding: "Adding",
    tell: Callable[[Prospect, Survey | ProbeError], None],
) -> bool:
    from crawler.probing.running import probe_sites  # noqa: PLC0415 - Scrapy takes most of a second to import

    operator = read_operator(data)
    return not prospects or probe_sites(prospects, operator, adding.networks, language_zones(), tell)


class Adding:
    """Writes what was surveyed, and tells of it."""

    def __init__(self, folder: Path, networks: dict[str, Network], *, dry_run: bool) -> None:
        self.folder = folder
        self.networks = networks
        self.dry_run = dry_run
        self.expected = 1
        self.added: list[str] = []
        self.failed: list[tuple[str, str]] = []

    def tell_all(self, prospect: Prospect, found: Survey | ProbeError) -> None:
        """Show a site's file and its sample."""
        if isinstance(found, ProbeError):
            self._fail(prospect, found)
            click.echo(printable(f"kliping: {found}"), err=True)
            return
        text = self._text(found)
        click.echo(text, nl=False)
        if self.dry_run:
            return
        path = self._write(prospect, found, text)
        for page in found.sample if path else ():
            click.echo()
            _show(page)
        for url, reason in found.refused if path else ():
            click.echo()
            click.echo(printable(f"not taken: {url}: {reason}"))
        if path:
            click.echo()
            click.echo(
                printable(
                    f"written: {path}, and {len(found.sample)} pages beside it. Next: kliping crawl {prospect.id}"
                )
            )

    def tell_line(self, prospect: Prospect, found: Survey | ProbeError) -> None:
        """Tell of a site in a line."""
        if isinstance(found, ProbeError):
            self._fail(prospect, found)
            told = f"FAILED, {found}"
        else:
            text = self._text(found)
            path = None if self.dry_run else self._write(prospect, found, text)
            told = f"{found.name.value}: {len(found.sample)} articles read, {found.requests} requests"
            told += f", {path}" if path else ""
            self.added.append(prospect.id)
        number = len(self.added) + len(self.failed)
        click.echo(printable(f"{number}/{self.expected} {prospect.id}: {told}"))
        if self.dry_run and not isinstance(found, ProbeError):
            click.echo(text)

    def sum_up(self, left: int) -> None:
        """Tell how many were added, and why others were not."""
        click.echo(
            f"{len(self.added)} {'could be ' if self.dry_run else ''}added, {len(self.failed)} failed, {left} left"
        )
        for homepage, reason in self.failed:
            click.echo(printable(f"  {homepage}: {reason}"))

    def _text(self, found: Survey) -> str:
        network = self.networks.get(found.network.value) if found.network else None
        return site_text(found, network)

    def _write(self, prospect: Prospect, found: Survey, text: str) -> Path | None:
        try:
            return write_site(self.folder, prospect.id, text, found)
        except OSError as error:
            problem = ProbeError(f"{error.filename or self.folder}: {error.strerror}")
            self._fail(prospect, problem)
            click.echo(printable(f"kliping: {problem}"), err=True)
            return None

    def _fail(self, prospect: Prospect, error: ProbeError) -> None:
        self.failed.append((prospect.homepage, str(error)))


def _show(page: SamplePage) -> None:
    """Show an article of the sample: what it is, how it begins, what was removed."""
    article = page.article
    when = article.published.isoformat() if article.published else "no time"
    paragraphs = article.text.split("\n")
    pages = f", {len(page.captures)} pages" if page.captures[1:] else ""
    who = ", ".join(article.authors) or "no author"
    removed = Counter(block.reason for block in article.removed)
    lines = [
        article.title,
        f"  {who}, {when}",
        f"  {article.url}",
        *(f"  {line}" for line in paragraphs[:FIRST_LINES]),
    ]
    lines.append(
        f"  ({len(paragraphs)} paragraphs{pages}; removed: " + (_counted(removed) or "nothing") + ")"
    )
    for line in lines:
        click.echo(printable(line) if len(line) <= 200 else printable(line[:200]) + " ...")


def _counted(removed: Counter[str]) -> str:
    return ", ".join(f"{count} {reason}" for reason, count in removed.most_common())


@click.command("candidates")
@click.option(
    "--region", help="Only of this province: code, name or abbreviation (ID-KS, Kalimantan Selatan, KALSEL)."
)
@click.option("--json", "as_json", is_flag=True, help="One JSON object a line.")
@data_option
def list_candidates(*, region: str | None, as_json: bool, data: Path) -> None:
    """List outlets that could be added: of each, a page was seen in stored crawls. None of them was asked whether it is
    still there; `sites add` does.
    """
    with ending_on_errors(), laid_over(data / "catalogue"):
        chosen = choose_provinces(region)
        held = {site.netloc: site.id for site in load_catalogue([shipped_sites(), data / "sites"]).values()}
    if not chosen:
        raise click.UsageError(f"no province is called {region!r}")
    rows = [(province, candidate) for province in chosen for candidate in province.candidate]
    if as_json:
        for province, candidate in rows:
            click.echo(json.dumps(_as_object(province, candidate, held), ensure_ascii=False))
        return
    cells = [_cells(province, candidate, held) for province, candidate in rows]
    if not sys.stdout.isatty():
        for row in cells:
            click.echo("\t".join(row))
        return
    table = Table("region", "homepage", "name", "place", "system", "seen", "site file", box=None)
    for row in cells:
        table.add_row(*row)
    Console().print(table)


def _cells(province: Province, candidate: Candidate, held: dict[str, str]) -> tuple[str, ...]:
    return (
        province.region,
        candidate.homepage,
        candidate.name,
        candidate.place or "",
        candidate.network or candidate.cms or "",
        candidate.seen or "",
        held.get(netloc_of(candidate.homepage), ""),
    )


def _as_object(province: Province, candidate: Candidate, held: dict[str, str]) -> dict[str, str | None]:
    return {
        "region": province.region,
        "province": province.name,
        "language": province.language,
        "timezone": province.timezone,
        **candidate.model_dump(),
        "site": held.get(netloc_of(candidate.homepage)),
    }
