"""What has a release's text, as JSON holds it: who, when, what became of its words, and the evidence."""

from dataclasses import asdict
from typing import Any

from pipelines.archive import Archive
from pipelines.archive.matches import MatchRow
from pipelines.commands.output import local_time
from pipelines.dedupe.words import body, plain
from pipelines.releases import Release
from pipelines.revisions import Copy, Segment, classify, diff_words

KEPT = (
    "uid", "url", "title", "site_id", "site_kind", "relation", "similarity", "is_certain", "published_at",
    "published_precision", "published_source", "published_disputed", "version", "seen_at", "source_kind",
)  # fmt: skip


def describe(archive: Archive, release: Release, source: str, digest: str | None) -> dict[str, Any]:
    """Return a release and the articles that have its text, in the order of publication."""
    text = body(release.text)
    articles = [
        {"place": place, **_article(archive, row, release.title, text)}
        for place, row in enumerate(archive.matches(text), 1)
    ]
    return {
        "release": {
            "source": source,
            "kind": release.kind,
            "found_in": release.found_in or None,
            "sha256": digest,
            "head": list(release.head),
            "title": release.title,
            "text": release.text,
            "words": len(release.text.split()),
        },
        "articles": articles,
    }


def _article(archive: Archive, row: MatchRow, title: str, text: str) -> dict[str, Any]:
    theirs = body(row.text)
    told = {name: getattr(row, name) for name in KEPT}
    changes = classify(Copy(plain(title) or row.title, text), Copy(plain(row.title), theirs))
    return {
        **told,
        "site": row.site_name,
        "published": local_time(row.published_at, row.published_offset),
        "changes": [asdict(change) for change in changes],
        "diff": [_segment(each) for each in diff_words(text, theirs)],
        "capture": _capture(archive, row),
        "history": _history(archive, row),
    }


def _segment(segment: Segment) -> dict[str, str]:
    """Return a stretch as JSON holds it; where one of both texts ends a paragraph, so does what both have."""
    if not segment.same:
        return {"before": segment.before, "after": segment.after}
    ends = (side[len(side.rstrip()) :] for side in (segment.before, segment.after))
    return {"same": segment.after.rstrip() + max(ends, key=len)}


def _capture(archive: Archive, row: MatchRow) -> dict[str, Any] | None:
    """Return when the page was captured, and its digest; None where no page was stored, or captures lie elsewhere."""
    if row.capture_id is None or not archive.has_captures:
        return None
    capture = archive.capture(row.capture_id)
    return {
        "url": capture.final_url,
        "fetched_at": capture.fetched_at,
        "status": capture.status,
        "sha256": capture.digest,
        "bytes": capture.size,
    }


def _history(archive: Archive, row: MatchRow) -> dict[str, Any]:
    history = archive.history(row.id)
    names = ("state", "state_since", "checks", "unchanged", "first_checked_at", "last_checked_at")
    return {name: getattr(history, name) for name in names}


def tell_checks(article: dict[str, Any]) -> str:
    """Say when an article's page was captured, and what the later looks at it found."""
    capture, history = article["capture"], article["history"]
    told = (
        f"captured {capture['fetched_at']}, SHA-256 {capture['sha256']}"
        if capture
        else f"seen {article['seen_at']}"
    )
    if history["state"] not in {"live", "returned"}:
        return f"{told}; {history['state']} since {history['state_since']}"
    if not history["checks"]:
        return f"{told}; not checked again yet"
    if not history["unchanged"]:
        return f"{told}; {_checks(history['checks'])}, the last on {history['last_checked_at']}"
    return f"{told}; no change in {_checks(history['unchanged'])} since {article['seen_at']}"


def _checks(count: int) -> str:
    return f"{count} check" if count == 1 else f"{count} checks"
