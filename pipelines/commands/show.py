"""`kliping show`: one article with all that is known of it."""

import sys
from collections import Counter
from dataclasses import asdict
from datetime import date
from pathlib import Path
from typing import Any

import click
from rich.console import Console
from rich.table import Table
from rich.text import Text

from pipelines.archive import Archive, ArticleRow, CaptureRow, VersionRow, open_archive
from pipelines.commands.options import data_option, ending_on_errors, leave
from pipelines.commands.output import local_time, printable, printable_text, to_json
from pipelines.exits import ExitCode

BACKFILLED = 2  # days between publication and first sight from which earlier states of a text count as missed


@click.command()
@click.argument("article")
@click.option("--version", "number", type=int, metavar="N", help="Title and text of version N.")
@click.option("--removed", is_flag=True, help="Only the blocks that were taken out, with reason and rule.")
@click.option("--raw", is_flag=True, help="Write the captured page, byte for byte.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object.")
@data_option
def show(*, article: str, number: int | None, removed: bool, raw: bool, as_json: bool, data: Path) -> None:
    """Show ARTICLE: its uid or the beginning of it, any address that leads to it, or its local number."""
    with ending_on_errors(), open_archive(data) as archive:
        found = archive.find_article(article)
        if found is None:
            leave(f"no article {article}", ExitCode.MISUSE)
        versions = archive.versions(found.id)
        wanted = found.version if number is None else number
        chosen = next((row for row in versions if row.number == wanted), None)
        if chosen is None:
            leave(f"{found.uid} has no version {number}, it has {len(versions)}", ExitCode.MISUSE)
        if raw:
            write_raw(archive, found, chosen)
        elif as_json:
            click.echo(to_json(describe(archive, found, chosen), indent=2))
        elif removed:
            print_removed(archive, found, chosen)
        else:
            print_article(describe(archive, found, chosen))


def write_raw(archive: Archive, article: ArticleRow, version: VersionRow) -> None:
    """Write the payload that a version's text was taken from."""
    if version.capture_id is None:
        leave(f"no page was stored with version {version.number} of {article.uid}", ExitCode.MISUSE)
    if sys.stdout.isatty():
        leave("a page may hold anything, and a terminal obeys it: send --raw to a file", ExitCode.MISUSE)
    sys.stdout.buffer.write(archive.payload(version.capture_id))
    sys.stdout.buffer.flush()


def describe(archive: Archive, article: ArticleRow, version: VersionRow) -> dict[str, Any]:
    """Return all that is known of an article, its text that of the version chosen, as JSON holds it."""
    row = asdict(article)
    row["title"], row["text"] = version.title, version.text
    row["published"] = local_time(article.published_at, article.published_offset)
    row["modified"] = local_time(article.modified_at, article.modified_offset)
    row["version"] = version.number
    row["addresses"] = archive.addresses(article.id)
    row["versions"] = [_version(archive, each) for each in archive.versions(article.id)]
    row["history"] = asdict(archive.history(article.id))
    row["removed"] = [asdict(each) for each in archive.removed(article.id) if each.version == version.number]
    return row


def _version(archive: Archive, version: VersionRow) -> dict[str, Any]:
    row = asdict(version)
    for name in ("id", "title", "text", "capture_id", "further_captures"):
        del row[name]
    ids = [version.capture_id, *version.further_captures] if version.capture_id is not None else []
    if archive.has_captures:  # an analyst may have been given the articles alone
        row["captures"] = [_capture(archive.capture(capture_id)) for capture_id in ids]
    return row


def _capture(capture: CaptureRow) -> dict[str, Any]:
    row = asdict(capture)
    del row["headers"]
    return row


def print_removed(archive: Archive, article: ArticleRow, version: VersionRow) -> None:
    """Print the blocks that were taken out of a version: reason, rule, text; tabs part them."""
    for row in archive.removed(article.id):
        if row.version == version.number:
            click.echo("\t".join((row.reason, row.rule, printable(row.text))))


def print_article(row: dict[str, Any]) -> None:
    """Print an article for a reader: its title, its fields, its text."""
    if sys.stdout.isatty():
        print_table(Console(emoji=False, highlight=False), row)
        return
    click.echo(printable(row["title"]))
    for name, value in _lines(row):
        click.echo(f"{name}: {printable(value)}")
    click.echo()
    click.echo(printable_text(row["text"]))


def print_table(console: Console, row: dict[str, Any]) -> None:
    """Print the same to a terminal, wrapped to its width."""
    table = Table(box=None, show_header=False, pad_edge=False)
    table.add_column(style="dim", no_wrap=True)
    table.add_column(overflow="fold")
    for name, value in _lines(row):
        table.add_row(name, Text(printable(value)))
    console.print(Text(printable(row["title"]), style="bold"))
    console.print(table)
    console.print()
    console.print(Text(printable_text(row["text"])))


def _lines(row: dict[str, Any]) -> list[tuple[str, str]]:
    disputed = ", disputed by another witness" if row["published_disputed"] else ""
    published = f"{row['published']} ({row['published_source']}{disputed})" if row["published"] else None
    modified = f"{row['modified']} ({row['modified_source']})" if row["modified"] else None
    lines: list[tuple[str, str | None]] = [
        ("uid", row["uid"]),
        ("number", str(row["id"])),
        ("site", row["site_id"]),
        ("url", row["url"]),
        *(("address", url) for url in row["addresses"] if url != row["url"]),
        ("published", published),
        ("modified", modified),
        ("authors", ", ".join(row["authors"])),
        ("editors", ", ".join(row["editors"])),
        ("section", row["section"]),
        ("tags", ", ".join(row["tags"])),
        ("dateline", ", ".join(filter(None, (row["dateline_site"], row["dateline_place"])))),
        *(("place", _place(place)) for place in row["places"]),
        ("image", row["lead_image"]),
        ("caption", row["caption"]),
        ("photo credit", row["photo_credit"]),
        ("sign-off", row["sign_off"]),
        ("agency", row["agency"]),
        ("syndicated from", row["syndicated_from"]),
        ("advertorial", row["advertorial"]),
        ("press release", row["press_release"]),
        ("language", row["language"]),
        *_before_sight(row),
        *_seen_since(row["history"]),
        *_corrections(row["history"]),
        *((_mark(each, row["version"]), _evidence(each)) for each in row["versions"]),
        ("removed", f"{len(row['removed'])} blocks (--removed lists them)" if row["removed"] else None),
    ]
    return [(name, value) for name, value in lines if value]


def _place(place: dict[str, Any]) -> str:
    """Say which place an article is about, how weightily it is named, and by which words."""
    return f"{place['name']} ({place['id']}), {place['score']}: {'; '.join(place['evidence'])}"


def _mark(version: dict[str, Any], shown: int) -> str:
    return f"version {version['number']}" + (" *" if version["number"] == shown else "")


def _evidence(version: dict[str, Any]) -> str:
    """Return what a citation needs of a version: when it was seen, in what, and the digest of those bytes."""
    parts = [f"seen {version['seen_at']}, {version['source_kind']}"]
    if version["part"]:
        parts.append(f"part {version['part']}")
    parts += [
        f"capture {each['id']} of {each['fetched_at']}, sha256 {each['digest']}"
        for each in version.get("captures", ())
    ]
    again = version["last_seen_at"] if version["last_seen_at"] != version["seen_at"] else None
    last = f"last seen {again}" if again else ""
    return "; ".join(filter(None, (", ".join(parts), last, _revision(version))))


def _revision(version: dict[str, Any]) -> str:
    """Say who made a version, and what it changed: the weightiest kind first."""
    kinds = Counter(change["kind"] for change in version["changes"])
    told = ", ".join(kind if times == 1 else f"{times} x {kind}" for kind, times in kinds.items())
    if version["rereads"] is not None:
        return f"version {version['rereads']} read by other rules" + (f": {told}" if told else "")
    if version["follows"] is None:
        return ""
    return f"changed {told}" if told else "no change, as its rules read it now"


def _before_sight(row: dict[str, Any]) -> list[tuple[str, str | None]]:
    """Say when an article was first seen, and what may have happened to it before."""
    first = min(row["versions"], key=lambda each: each["seen_at"])
    published, seen = row["published_at"], row["first_seen_at"]
    days = _days_between(published, seen)
    late = f", {days} days after publication: what it said before is not known" if days >= BACKFILLED else ""
    modified = first["modified_at"]
    touched = modified if modified and published and published < modified <= seen else None
    return [("first seen", f"{seen}{late}"), ("modified before that", touched)]


def _days_between(published: str | None, seen: str) -> int:
    if published is None:
        return 0
    return (date.fromisoformat(seen[:10]) - date.fromisoformat(published[:10])).days


def _seen_since(history: dict[str, Any]) -> list[tuple[str, str | None]]:
    """Say what later looks found: that nobody looked is another thing than that nothing changed."""
    looks, unchanged = history["checks"], history["unchanged"]
    span = f"{history['first_checked_at']} to {history['last_checked_at']}"
    if not looks:
        told = "never looked at again"
    elif unchanged == looks:
        told = f"no change in {looks} looks, {span}"
    else:
        told = f"{looks} looks, {span}" + (f"; no change in the last {unchanged}" if unchanged else "")
    later = f"; next {history['next_check_at']}" if history["next_check_at"] else ""
    steps = [(step["state"], f"since {step['since']}: {step['evidence']}") for step in history["steps"]]
    return [("looked at", told + later), ("presence", history["state"] if looks else None), *steps]


def _corrections(history: dict[str, Any]) -> list[tuple[str, str | None]]:
    """Say what an article corrects, and what corrects it."""
    notice = history["notice"]
    lines: list[tuple[str, str | None]] = []
    if notice is not None:
        of = (
            "this article"
            if notice["of_itself"]
            else notice["corrects_url"] or "an article that is not named"
        )
        lines.append((notice["kind"], f"of {of} ({notice['phrase']})"))
    lines += [("corrected by", f"{each['url']} ({each['kind']})") for each in history["corrected_by"]]
    return lines
