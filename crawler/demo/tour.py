"""`kliping demo`: print three fictional papers over loopback, crawl them, and show what the archive holds."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from pathlib import Path
from shutil import which
from textwrap import fill

import click

from crawler.demo.command import draw_newsroom
from crawler.demo.mailed import lines_of, releases, to_docx
from crawler.runs import choose_sites, configure_logging, crawl_sites
from pipelines import clock
from pipelines.archive import Search, open_archive
from pipelines.commands.diff import marked
from pipelines.commands.match import begin, find_matches, write_report
from pipelines.commands.match_lines import tell_matches
from pipelines.commands.options import data_option
from pipelines.commands.output import local_time, printable
from pipelines.commands.report import write_report as write_week
from pipelines.exits import ExitCode

DELAY = 0.05  # seconds between two requests: the papers are ours


@dataclass(frozen=True, slots=True)
class Papers:
    """What makes the papers the same ones when the demo is run again; kept in DIR/demo/papers.json."""

    seed: int
    stories: int
    end: str
    ports: tuple[int, ...] = ()


def load_papers(data: Path, seed: int, stories: int) -> Papers:
    """Return the papers that this archive was crawled from, or new ones, whose last story is of this moment."""
    path = data / "papers.json"
    if path.exists():
        known = json.loads(path.read_text(encoding="utf-8"))
        return Papers(**{**known, "ports": tuple(known["ports"])})
    return Papers(seed, stories, clock.to_iso(clock.now()))


@contextmanager
def printing(data: Path, papers: Papers) -> Iterator[Papers]:
    """Serve the papers from a process of their own, their site files in DIR/demo/sites, while the block runs."""
    options = ["--seed", papers.seed, "--stories", papers.stories, "--end", papers.end]
    options += ["--now", clock.to_iso(clock.now()), "--delay", DELAY, "--sites", data / "sites"]
    options += [part for port in papers.ports for part in ("--port", port)]
    command = [sys.executable, "-m", "crawler.demo", *map(str, options)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as server:  # noqa: S603 - our own module
        try:
            assert server.stdout is not None
            addresses = server.stdout.readline().split()
            if not addresses:
                where = ", ".join(map(str, papers.ports)) or "any port"
                raise click.ClickException(
                    f"the papers could not be served on {where}; remove {data} to begin anew"
                )
            yield replace(papers, ports=tuple(int(address.rpartition(":")[2]) for address in addresses))
        finally:
            server.terminate()


@click.command()
@click.option(
    "--seed", default=1, show_default=True, help="Draws the papers: their names, looks and stories."
)
@click.option(
    "--stories", default=60, show_default=True, type=click.IntRange(1, 5_000), help="How many stories."
)
@data_option
def demo(seed: int, stories: int, data: Path) -> None:
    """Crawl three fictional newspapers, served over loopback, into DIR/demo."""
    data /= "demo"
    data.mkdir(parents=True, exist_ok=True)
    configure_logging(verbose=False)
    click.echo("Three newspapers that do not exist, printed over real HTTP on this machine:\n")
    with printing(data, load_papers(data, seed, stories)) as papers:
        (data / "papers.json").write_text(json.dumps(asdict(papers)), encoding="utf-8")
        own = sorted(path.stem for path in (data / "sites").glob("*.toml"))
        chosen = choose_sites(data, tuple(own), None)
        for site in chosen:
            click.echo(f"  {site.name:<18} {site.homepage:<26} {site.region}")
        click.echo("\nCrawling them, as `kliping crawl` does:\n")
        exit_code = crawl_sites(data, chosen)
    if exit_code is ExitCode.OK:
        _show(data)
        _match(data, papers)
        _report(data)
        _end(data)
    sys.exit(exit_code)


def _show(data: Path) -> None:
    """Print what a newcomer wants to know: how much is there, one article of it, and how to go on."""
    with open_archive(data) as archive:
        held = sum(site.articles for site in archive.site_summary())
        newest = archive.search(Search(limit=1))[0]
        article = archive.find_article(newest.uid)
    assert article is not None
    who = ", ".join(article.authors) or article.site_id
    when = local_time(article.published_at, article.published_offset)
    click.echo(f"\n{held} articles in {data / 'archive.db'}. The newest of them begins:\n")
    lines = (article.title, f"{who}, {when}", article.url, *article.text.split("\n")[:2])
    for line in lines:
        click.echo(_wrap(printable(line)))


def _match(data: Path, papers: Papers) -> None:
    """Write the release that most papers took as its office mailed it, and print who took it when."""
    newsroom = draw_newsroom(papers.seed, papers.stories, datetime.fromisoformat(papers.end), clock.now())
    mailed = releases(newsroom)
    if not mailed:
        return
    release, report = data / "release.docx", data / "reports" / "release.html"
    release.write_bytes(to_docx(lines_of(mailed[0])))
    report.parent.mkdir(exist_ok=True)
    click.echo(
        f"\nA press release as its office mailed it, {release}: who took it when, and what became of it:\n"
    )
    found = find_matches(str(release), begin(str(release)), data)
    write_report(found, report)
    for line in tell_matches(found, evidence=False):
        click.echo("  " + marked(line) if line else "")
    click.echo(f"\n  With capture times, digests and every word: {report}")


def _report(data: Path) -> None:
    """Write the week's report, and say where it is."""
    click.echo("\nThe week on one page, to print or to keep:\n")
    told, _, where = write_week(data, data / "reports" / "week.html").partition("; ")
    click.echo(f"  {told}\n  {where}")


def _end(data: Path) -> None:
    """Say how to go on."""
    with open_archive(data) as archive:
        newest = archive.search(Search(limit=1))[0]
    word = max(newest.title.split(), key=len).strip(".,:;!?\"'“”").lower()
    click.echo("\nHow to look further:\n")
    program = _program()
    click.echo(f"  {program} search {word} --data {data}")
    click.echo(f"  {program} show {newest.uid[:8]} --data {data}")
    click.echo(f"  {program} match {data / 'release.docx'} --data {data}")
    click.echo("\nRun the demo again: nothing is new; articles that are due are looked at again.")


def _wrap(line: str) -> str:
    return fill(
        line, 96, initial_indent="  ", subsequent_indent="  ", break_long_words=False, break_on_hyphens=False
    )


def _program() -> str:
    """Return what the reader has to type: `make demo` runs a command that is not on the PATH."""
    if which("kliping"):
        return "kliping"
    return "python -m crawler" if sys.argv[0].endswith("__main__.py") else os.path.relpath(sys.argv[0])
