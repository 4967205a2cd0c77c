"""A site's kept sample, in a folder beside its file: pages and what was read from them, and what the probe found."""

import json
import os
import shutil
import zlib
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from crawler.probing.survey import ChannelFacts, SamplePage, Survey
from pipelines.catalogue import Site
from pipelines.commands.extract import read_payload
from pipelines.extract import extract_article, stitch_pages
from pipelines.items import Article, Capture, Rejection
from pipelines.quality import GoldPage, add_page, page_paths

FINDINGS = "probe.json"
FIELDS = ("title", "authors", "editors", "published", "modified", "dateline_site", "dateline_place")
SHOWN = 80  # characters of a line that differs


def write_site(folder: Path, site_id: str, text: str, survey: Survey) -> Path:
    """Write DIR/sites/ID.toml and its sample DIR/sites/ID/, each whole or not at all; the file comes last.

    Raises OSError.
    """
    folder.mkdir(parents=True, exist_ok=True)
    sample, fresh = folder / site_id, folder / f".{site_id}.new"
    shutil.rmtree(fresh, ignore_errors=True)
    fresh.mkdir()
    for number, page in enumerate(survey.sample, 1):
        add_page(
            fresh, gold_of(f"{site_id}-{number}", site_id, page), [each.payload for each in page.captures]
        )
    (fresh / FINDINGS).write_text(
        json.dumps(findings_of(survey), indent=1, ensure_ascii=False) + "\n", "utf-8"
    )
    shutil.rmtree(sample, ignore_errors=True)
    fresh.rename(sample)
    path, beside = folder / f"{site_id}.toml", folder / f".{site_id}.toml.new"
    with beside.open("w", encoding="utf-8") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    beside.replace(path)
    return path


def gold_of(page_id: str, site_id: str, page: SamplePage) -> GoldPage:
    """Return an article of the sample as a line of a corpus, which nobody has reviewed."""
    first, article = page.captures[0], page.article
    content_type = {name.lower(): value for name, value in first.headers}.get("content-type")
    extra: dict[str, Any] = {"content_type": content_type} if content_type else {}
    extra |= {"further": [capture.url for capture in page.captures[1:]]} if page.captures[1:] else {}
    return GoldPage.model_validate(
        {
            "id": page_id,
            "url": first.final_url,
            "site": site_id,
            "reviewed": False,
            **fields_of(article),
            "body": article.text.split("\n"),
            "fetched_at": first.fetched_at.isoformat(),
            **extra,
        }
    )


def fields_of(article: Article) -> dict[str, Any]:
    """Return what a sample keeps of an article beside its text."""
    return {
        "title": article.title,
        "authors": list(article.authors),
        "editors": list(article.editors),
        "published": article.published.isoformat() if article.published else None,
        "modified": article.modified.isoformat() if article.modified else None,
        "dateline_site": article.dateline_site,
        "dateline_place": article.dateline_place,
    }


def read_kept_page(folder: Path, gold: GoldPage, site: Site) -> Article | str:
    """Read a page of the kept sample by today's rules; a string says why that gave no article."""
    fetched_at = datetime.fromisoformat(gold.fetched_at) if gold.fetched_at else datetime.now(UTC)
    headers = (("Content-Type", gold.content_type),) if gold.content_type else ()
    found: list[Article] = []
    for url, path in zip([gold.url, *gold.further], page_paths(folder, gold), strict=True):
        try:
            payload = read_payload(path)
        except (OSError, EOFError, zlib.error, ValueError) as error:
            return f"cannot read {path}: {getattr(error, 'strerror', None) or error}"
        result = extract_article(Capture(url, url, 200, headers, payload, fetched_at), site)
        if isinstance(result, Rejection):
            return f"no article: {result.reason}"
        found.append(result)
    return stitch_pages(found[0], found[1:]) if found[1:] else found[0]


def differences(gold: GoldPage, article: Article) -> Iterator[str]:
    """Yield a line for each way in which a page reads otherwise than it was kept."""
    now = fields_of(article)
    kept = gold.model_dump(exclude_unset=True)
    for name in FIELDS:
        if name in kept and (kept[name] or None) != (now[name] or None):
            yield f"{name}: was {_shown(kept[name])}, now {_shown(now[name])}"
    was, has = gold.text.split("\n"), article.text.split("\n")
    for word, lines, others in (("gone", was, has), ("new", has, was)):
        missing = [line for line in lines if line not in set(others)]
        if missing:
            more = f", and {len(missing) - 1} more" if missing[1:] else ""
            yield f"text: {word}: {_shown(missing[0])}{more}"
    if was != has and sorted(was) == sorted(has):
        yield "text: its paragraphs stand in another order"


def _shown(value: Any) -> str:
    text = json.dumps(value, ensure_ascii=False)
    return text if len(text) <= SHOWN else f"{text[:SHOWN]}..."


def findings_of(survey: Survey) -> dict[str, Any]:
    """Return what a later probe is compared with."""
    return {
        "probed_at": survey.probed_at.isoformat() if survey.probed_at else None,
        "homepage": survey.homepage,
        "name": survey.name.value,
        "language": survey.language.value if survey.language else None,
        "timezone": survey.timezone.value if survey.timezone else None,
        "system": survey.cms.value if survey.cms else None,
        "network": survey.network.value if survey.network else None,
        "date_index": survey.date_index.template if survey.date_index else None,
        "single_page": survey.single_page.value if survey.single_page else None,
        "channels": {facts.url: _channel(facts) for facts in survey.channels},
    }


def _channel(facts: ChannelFacts) -> dict[str, Any]:
    return {
        "kind": facts.kind.value,
        "problem": facts.problem,
        "is_empty": facts.entries == 0 and not facts.children,
    }


def read_findings(folder: Path) -> dict[str, Any] | None:
    """Return what the probe had found when the sample was kept; None where there is no such file, or a broken one."""
    try:
        found = json.loads((folder / FINDINGS).read_text("utf-8"))
    except (OSError, ValueError, RecursionError):
        return None
    return found if isinstance(found, dict) and isinstance(found.get("channels"), dict) else None


def changes(then: dict[str, Any], now: dict[str, Any]) -> Iterator[str]:
    """Yield a line for each thing that a site tells otherwise than when its sample was kept."""
    for name in (
        "homepage",
        "name",
        "language",
        "timezone",
        "system",
        "network",
        "date_index",
        "single_page",
    ):
        if then.get(name) != now[name]:
            yield f"{name}: was {_shown(then.get(name))}, now {_shown(now[name])}"
    before, after = then["channels"], now["channels"]
    lost = [url for url in before if url not in after]
    fresh = [url for url in after if url not in before]
    for url in lost:
        kind = before[url].get("kind")
        successor = next((other for other in fresh if after[other]["kind"] == kind), None)
        if successor:
            fresh.remove(successor)
        yield f"channel moved: {url}, now {successor}" if successor else f"channel gone: {url} ({kind})"
    for url in fresh:
        yield f"channel new: {url} ({after[url]['kind']})"
    for url in before:
        if url in after and (before[url].get("problem"), before[url].get("is_empty")) != (
            after[url]["problem"],
            after[url]["is_empty"],
        ):
            state = after[url]["problem"] or (
                "lists nothing" if after[url]["is_empty"] else "lists articles again"
            )
            yield f"channel {url}: {state}"
