"""`kliping sites check`: whether site files are right, their kept samples still read as they did, and what changed since."""

import sys
from pathlib import Path

import click

from crawler.probing.keeping import changes, differences, findings_of, read_findings, read_kept_page
from crawler.probing.prospects import language_zones, prospect_again
from crawler.probing.survey import ProbeError, Prospect, SamplePage, Survey
from crawler.runs import choose_sites, configure_logging, in_region
from pipelines.catalogue import Site, check_catalogue, networks_beside, read_networks, shipped_sites
from pipelines.commands.options import data_option, ending_on_errors
from pipelines.commands.output import printable
from pipelines.exits import ExitCode
from pipelines.operator_file import read_operator
from pipelines.quality import CorpusError, GoldPage, read_corpus
from pipelines.workers import PARSERS, WorkerPool, reason_of


@click.command("check")
@click.argument("sites", nargs=-1, metavar="[SITE...]")
@click.option("--region", help="Only sites of this region; a wrong file is named whatever its region.")
@click.option("--offline", is_flag=True, help="Read the kept samples again, by today's rules.")
@click.option(
    "--online", is_flag=True, help="Probe the sites again, and tell what changed since they were added."
)
@data_option
def check_sites(
    *, sites: tuple[str, ...], region: str | None, offline: bool, online: bool, data: Path
) -> None:
    """Check every site file; exits with 4, and names file and key of each, when any is wrong.

    With --offline or --online, of the SITEs (all that have a sample when none is named): exits with 1 where a page of
    the sample reads otherwise than it was kept, or the site tells something else than when it was added.
    """
    configure_logging(verbose=False)
    right, problems = check_catalogue([shipped_sites(), data / "sites"])
    for problem in problems:
        click.echo(f"kliping: {problem}", err=True)
    if problems:
        sys.exit(ExitCode.BAD_CONFIGURATION)
    if not (offline or online):
        named = choose_sites(data, sites, None) if sites else right.values()
        chosen = [site for site in named if not region or in_region(site.region or "", region)]
        click.echo(f"{len(chosen)} site files are right")
        return
    chosen = [site for site in choose_sites(data, sites, region) if sites or _has_sample(data, site)]
    if not chosen:
        click.echo("no site has a sample: kliping sites add keeps one")
    told = _check_offline(data, chosen) if offline else {}
    for site_id, lines in (_check_online(data, chosen) if online else {}).items():
        told[site_id] = told.get(site_id, []) + lines
    for site in chosen:
        if not told.get(site.id):
            click.echo(f"{site.id}: as it was kept")
        for line in told.get(site.id, ()):
            click.echo(printable(f"{site.id}: {line}"))
    sys.exit(ExitCode.SOME_FAILED if any(told.values()) else ExitCode.OK)


def _has_sample(data: Path, site: Site) -> bool:
    return (data / "sites" / site.id / "gold.jsonl").is_file()


def _sample(data: Path, site: Site) -> list[GoldPage]:
    """Return the kept sample of a site; raises CorpusError."""
    if not _has_sample(data, site):
        raise CorpusError(f"no sample is kept in {data / 'sites' / site.id}: kliping sites add keeps one")
    return read_corpus(data / "sites" / site.id)


def _check_offline(data: Path, chosen: list[Site]) -> dict[str, list[str]]:
    """Return what each site's kept pages read otherwise now."""
    told: dict[str, list[str]] = {site.id: [] for site in chosen}
    tasks = []
    for site in chosen:
        try:
            tasks += [(data / "sites" / site.id, gold, site) for gold in _sample(data, site)]
        except CorpusError as error:
            told[site.id].append(str(error))
    with WorkerPool(preload=("crawler.probing.keeping", *PARSERS)) as workers:
        for (_, gold, site), found in workers.map_ordered(read_kept_page, tasks):
            result = reason_of(found) if isinstance(found, Exception) else found
            lines = [result] if isinstance(result, str) else list(differences(gold, result))
            told[site.id] += [f"{gold.url}: {line}" for line in lines]
    return told


def _check_online(data: Path, chosen: list[Site]) -> dict[str, list[str]]:
    """Return what each site tells otherwise than when it was added."""
    from crawler.probing.running import probe_sites  # noqa: PLC0415 - Scrapy takes most of a second to import

    told: dict[str, list[str]] = {site.id: [] for site in chosen}
    samples: dict[str, list[GoldPage]] = {}
    for site in chosen:
        try:
            samples[site.id] = _sample(data, site)
        except CorpusError as error:
            told[site.id].append(str(error))

    def tell(prospect: Prospect, found: Survey | ProbeError) -> None:
        if isinstance(found, ProbeError):
            told[prospect.id].append(str(found))
            return
        then = read_findings(data / "sites" / prospect.id)
        told[prospect.id] += (
            list(changes(then, findings_of(found))) if then else ["what was found then is not kept"]
        )
        told[prospect.id] += _pages_now(samples[prospect.id], found)

    prospects = [
        prospect_again(site, [gold.url for gold in samples[site.id]]) for site in chosen if site.id in samples
    ]
    with ending_on_errors():
        networks = read_networks(map(networks_beside, (shipped_sites(), data / "sites")))
        done = not prospects or probe_sites(prospects, read_operator(data), networks, language_zones(), tell)
    if not done:
        sys.exit(ExitCode.INTERRUPTED)
    return told


def _pages_now(sample: list[GoldPage], found: Survey) -> list[str]:
    """Return how the pages of a sample differ from what they hold on the site now."""
    now = dict(found.kept)
    lines: list[str] = []
    for gold in sample:
        page = now.get(gold.url)
        if isinstance(page, SamplePage):
            lines += [f"{gold.url}: {line}" for line in differences(gold, page.article)]
        elif page is not None:
            lines.append(f"{gold.url}: {page}")
    return lines
