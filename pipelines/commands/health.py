"""`kliping health`: how the sites are, alarms that are acknowledged, a test of the notifier."""

import sys
from datetime import UTC, datetime, time, timedelta
from pathlib import Path
from typing import Any

import click
from rich.console import Console
from rich.table import Table

from pipelines import clock
from pipelines.archive import open_archive, open_store
from pipelines.catalogue import check_catalogue, shipped_sites
from pipelines.checkup import tell_duration, to_data
from pipelines.commands.options import data_option, ending_on_errors, leave
from pipelines.commands.output import printable, to_json
from pipelines.exits import ExitCode
from pipelines.health import Alarm, SiteHealth
from pipelines.health.volume import ENOUGH_DAYS
from pipelines.notifying import Message, NotifyError, notify
from pipelines.operator_file import read_operator

HEADINGS = ("site", "state", "since", "new articles", "last new", "what")


class ShowsByDefault(click.Group):
    """A group whose first word is a subcommand, or else a site of `show`."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Put `show` where no subcommand is named."""
        if not args or args[0] not in {*self.commands, "-h", "--help"}:
            args = ["show", *args]
        return super().parse_args(ctx, args)


@click.group(cls=ShowsByDefault, context_settings={"help_option_names": ["-h", "--help"]})
def health() -> None:
    """How the sites are, by what the last runs brought: `kliping health [SITE] [--json]`.

    Exits with 6 while an alarm is open that nobody acknowledged.
    """


@health.command("show")
@click.argument("site", required=False)
@click.option("--json", "as_json", is_flag=True, help="One JSON object; its keys are in docs/health.md.")
@data_option
def show(site: str | None, as_json: bool, data: Path) -> None:
    """A line a site: well, or the alarm and since when. `kliping health SITE` tells the evidence."""
    right, _ = check_catalogue([shipped_sites(), data / "sites"])
    with ending_on_errors(), open_archive(data) as archive:
        healths, judged = archive.health(right.values())
        known = {summary.site_id for summary in archive.site_summary()}
    if site is not None and site not in known:
        leave(f"no site {site!r} in this archive", ExitCode.MISUSE)
    alarms = [alarm for alarm in judged if alarm.is_open and site in {None, alarm.site_id}]
    by_site = {each.site_id: each for each in healths if each.site_id and site in {None, each.site_id}}
    ids = sorted(known if site is None else {site})
    if as_json:
        click.echo(to_json(_to_json(ids, by_site, alarms), indent=2))
    elif site is not None:
        _show_site(site, by_site.get(site), alarms)
    else:
        _show_all(ids, by_site, alarms)
    if any(not alarm.is_acked(clock.now()) for alarm in alarms):
        sys.exit(ExitCode.SITE_BROKE)


def _to_json(ids: list[str], healths: dict[str, SiteHealth], alarms: list[Alarm]) -> dict[str, Any]:
    return {
        "judged_at": clock.to_iso(clock.now()),
        "network": [to_data(alarm) for alarm in alarms if not alarm.site_id],
        "sites": [
            _site_to_json(
                site_id, healths.get(site_id), [alarm for alarm in alarms if alarm.site_id == site_id]
            )
            for site_id in ids
        ],
    }


def _site_to_json(site_id: str, known: SiteHealth | None, alarms: list[Alarm]) -> dict[str, Any]:
    standing, volume = known.standing if known else None, known.volume if known else None
    usual = [round(volume.usual(weekday), 1) for weekday in range(7)] if volume else None
    return {
        "site": site_id,
        "state": _state(known, alarms),
        "last_read_at": clock.to_iso(standing.served_at) if standing and standing.served_at else None,
        "last_new_at": clock.to_iso(standing.new_at) if standing and standing.new_at else None,
        "usual_by_weekday": usual if _is_learned(known) else None,
        "alarms": [to_data(alarm) for alarm in alarms],
    }


def _is_learned(known: SiteHealth | None) -> bool:
    return known is not None and known.volume is not None and len(known.volume.whole_days) >= ENOUGH_DAYS


def _state(known: SiteHealth | None, alarms: list[Alarm]) -> str:
    if alarms:
        return "acknowledged" if all(alarm.is_acked(clock.now()) for alarm in alarms) else "alarm"
    if known is None or known.standing is None:
        return "unknown"
    return "well" if _is_learned(known) else "learning"


def _show_all(ids: list[str], healths: dict[str, SiteHealth], alarms: list[Alarm]) -> None:
    rows = (
        [_line("(network)", None, [alarm for alarm in alarms if not alarm.site_id])]
        if any(not alarm.site_id for alarm in alarms)
        else []
    )
    rows += [
        _line(site_id, healths.get(site_id), [alarm for alarm in alarms if alarm.site_id == site_id])
        for site_id in ids
    ]
    if not sys.stdout.isatty():
        for row in rows:
            click.echo("\t".join(map(printable, row)))
        return
    table = Table(*HEADINGS, box=None)
    for row in rows:
        style = "red" if row[1] == "alarm" else "dim" if row[1] in {"unknown", "learning"} else None
        table.add_row(*map(printable, row), style=style)
    Console().print(table)


def _line(site_id: str, known: SiteHealth | None, alarms: list[Alarm]) -> tuple[str, ...]:
    volume, standing = known.volume if known else None, known.standing if known else None
    usual = [volume.usual(weekday) for weekday in range(7)] if volume and _is_learned(known) else []
    a_day = (
        (f"{min(usual):g}" if min(usual) == max(usual) else f"{min(usual):g}-{max(usual):g}") + " a day"
        if usual
        else ""
    )
    last = _ago(standing.new_at) if standing and standing.new_at else ""
    since = clock.to_iso(min(alarm.since for alarm in alarms)) if alarms else ""
    return site_id, _state(known, alarms), since, a_day, last, "; ".join(_what(alarm) for alarm in alarms)


def _ago(moment: datetime) -> str:
    return f"{tell_duration(clock.now() - moment)} ago"


def _what(alarm: Alarm) -> str:
    more = f" (and {len(alarm.evidence) - 1} more)" if len(alarm.evidence) > 1 else ""
    return f"{alarm.kind}: {alarm.evidence[0].told}{more}"


def _show_site(site_id: str, known: SiteHealth | None, alarms: list[Alarm]) -> None:
    _, state, _, a_day, last, _ = _line(site_id, known, alarms)
    told = [
        state,
        *([f"{a_day} are usual"] if a_day else []),
        *([f"the last new article {last}"] if last else []),
    ]
    click.echo(printable(f"{site_id}: {', '.join(told)}"))
    for alarm in alarms:
        acked = ""
        if alarm.is_acked(clock.now()) and alarm.acked_until:
            why = f": {alarm.ack_reason}" if alarm.ack_reason else ""
            acked = f", acknowledged until {clock.to_iso(alarm.acked_until)}{why}"
        lasted = tell_duration(clock.now() - alarm.since)
        click.echo(printable(f"{alarm.kind}, since {clock.to_iso(alarm.since)} ({lasted}){acked}"))
        for symptom in alarm.evidence:
            click.echo(printable(f"  {symptom.told}"))
            for sample in symptom.samples:
                click.echo(printable(f"    {sample}"))


@health.command()
@click.argument("site")
@click.option(
    "--until", required=True, type=click.DateTime(["%Y-%m-%d"]), help="The last day of silence (UTC)."
)
@click.option("--reason", help="Why, for whoever asks.")
@data_option
def ack(site: str, until: datetime, reason: str | None, data: Path) -> None:
    """Say that the open alarms of SITE are known: nobody is told of them, and no exit code, until that day is over.

    SITE "network" is this machine's network. What opens later is told as ever. An alarm of gaps is over with this.
    """
    ends = datetime.combine(until.date(), time(), UTC) + timedelta(days=1)
    if ends <= clock.now():
        leave(f"{until.date()} is over", ExitCode.MISUSE)
    with ending_on_errors():
        with open_archive(data):  # an archive that is not there is not made
            pass
        with open_store(data, "health") as store:
            count = store.health.ack("" if site == "network" else site, ends, reason)
    click.echo(f"{site}: {count} alarm{'s' if count > 1 else ''} acknowledged until {until.date()}")


@health.command("test-notify")
@data_option
def test_notify(data: Path) -> None:
    """Send a message to whom kliping.toml's [notify] names; exits with 1 when that fails."""
    with ending_on_errors():
        operator = read_operator(data)
    text = "This is a test of the notifier: alarms will come this way."
    try:
        if not notify(operator, Message("test", "kliping: test", text, {"alarms": []})):
            leave(
                f"{data / 'kliping.toml'} names no command, webhook or mail in [notify]",
                ExitCode.BAD_CONFIGURATION,
            )
    except NotifyError as error:
        leave(str(error), ExitCode.SOME_FAILED)
    click.echo("told")
