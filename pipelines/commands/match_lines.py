"""What was found for a release, told to a reader line by line."""

from collections.abc import Iterator
from typing import Any

from rich.text import Text

from pipelines.commands.diff import CAME, GONE
from pipelines.commands.matched import tell_checks
from pipelines.commands.output import printable

SHOWN = 12  # changes of an article; all are in --json and in the report
LABELS = {"paragraph-removed": "left out", "paragraph-added": "added"}


def tell_matches(found: dict[str, Any], *, evidence: bool = True) -> Iterator[Text]:
    """Yield what was found for a reader, line by line; what an article holds is made harmless."""
    release, articles = found["release"], found["articles"]
    if release["title"]:
        yield Text(printable(release["title"]), style="bold")
    sites = len({each["site_id"] for each in articles})
    yield Text(
        f"{release['kind']}, {release['words']} words; {_count(len(articles), 'article')} of {_count(sites, 'site')} with this text"
    )
    for article in articles:
        yield Text()
        yield _tell_article(article)
        yield Text(f"   {printable(article['title'])}")
        yield Text(f"   {printable(article['url'])}")
        for change in article["changes"][:SHOWN]:
            yield _tell_change(change)
        if len(article["changes"]) > SHOWN:
            yield Text(f"   … and {len(article['changes']) - SHOWN} more changes")
        if evidence:
            yield Text(f"   {tell_checks(article)}", style="dim")


def _tell_article(article: dict[str, Any]) -> Text:
    when = (article["published"] or "no date") + ("" if article["is_certain"] else "?")
    alike = f"{article['relation']} {article['similarity']:.0%}"
    witness = f"by {article['published_source']}" if article["published_source"] else "by nothing"
    witness += ", disputed" if article["published_disputed"] else ""
    told = f"{article['place']:>2} {when} ({witness})  {printable(article['site'])}  {alike}  {article['uid'][:8]}"
    return Text(told, style="bold")


def _tell_change(change: dict[str, Any]) -> Text:
    told = Text(f"   {LABELS.get(change['kind'], change['kind'])}: ")
    if change["before"]:
        told.append(printable(change["before"]), GONE)
    if change["before"] and change["after"]:
        told.append(" ")
    return told.append(printable(change["after"]), CAME) if change["after"] else told


def _count(number: int, what: str) -> str:
    return f"{number} {what}" if number == 1 else f"{number} {what}s"
