"""What publishers did after publication, in a report: each change with the words around it, what is gone, notices."""

from collections.abc import Iterator, Mapping

from pipelines.archive.report import Report
from pipelines.archive.report_changes import Changed, Gone, Noticed
from pipelines.commands.drawn import bar
from pipelines.commands.output import counted, local_time
from pipelines.commands.printed import changed, line, link
from pipelines.commands.report_stories import quoted
from pipelines.revisions import Segment

NAMES = {
    "figure": "Figures",
    "headline": "Headlines",
    "paragraph-removed": "Paragraphs taken out",
    "paragraph-added": "Paragraphs put in",
    "wording": "Wording",
    "time": "Time of publication alone",
}
SHOWN = 400  # characters of a stretch that went or came


def tell_changes(report: Report, sites: Mapping[str, str]) -> Iterator[str]:
    """Yield how much was changed, by the weightiest kind of each version, and what tells most."""
    most = max(report.changes.values(), default=0)
    if not most:
        yield "<p>Nobody changed what a reader would notice, as far as looks told.</p>"
        return
    yield '<table><thead><tr><th scope="col">changed</th><th scope="col" class="number">versions</th><th scope="col"></th></tr></thead><tbody>'
    for kind, count in report.changes.items():
        yield f'<tr><th scope="row">{NAMES[kind]}</th><td class="number">{count:,}</td><td>{bar(count, most)}</td></tr>'
    yield "</tbody></table>"
    for kind, versions in report.changed.items():
        if versions:
            yield f"<h3>{NAMES[kind]}</h3>"
            rest = report.changes[kind] - len(versions)
            yield '<ul class="told">'
            for version in versions:
                yield f"<li>{_version(version, sites)}</li>"
            yield "</ul>"
            if rest > 0:
                yield f'<p class="pale">And {rest:,} more; those whose story has most articles come first.</p>'


def _named(row: Changed | Gone | Noticed, sites: Mapping[str, str]) -> str:
    when = local_time(row.published_at, row.published_offset) or "no date"
    return (
        f"<p>{link(row.url, quoted(row.title))}<br><span class='pale'><bdi>{line(sites.get(row.site_id, row.site_id))}</bdi>,"
        f" published {line(when)}, {line(row.uid[:8])}"
    )


def _version(version: Changed, sites: Mapping[str, str]) -> str:
    spread = f", one of {version.articles:,} articles of a story" if version.articles > 1 else ""
    head = f"{_named(version, sites)}{spread}; change found {line(version.seen_at)}</span></p>"
    named = "".join(
        f"<p>{line(change.kind)}: {changed(_cut(change.before), _cut(change.after))}</p>"
        for change in version.changes
        if change.kind in {"headline", "time"} or not version.passages
    )
    return head + named + "".join(map(_passage, version.passages))


def _passage(passage: tuple[Segment, ...]) -> str:
    return f'<p class="passage" dir="auto">“{"".join(map(_stretch, passage)).strip()}”</p>'


def _stretch(segment: Segment) -> str:
    if segment.same:
        return line(segment.after)
    before, after = segment.before.strip(), segment.after.strip()
    ends = any(side[-1:].isspace() for side in (segment.before, segment.after))
    return changed(_cut(before), _cut(after)) + " " * ends


def _cut(text: str) -> str:
    return text if len(text) <= SHOWN else f"{text[: SHOWN - 1]}…"


def tell_gone(report: Report, sites: Mapping[str, str]) -> Iterator[str]:
    """Yield the articles that their sites show no more."""
    back = f" {report.returned:,} came back." if report.returned else ""
    if not report.gone:
        yield f"<p>Nothing was found to be gone.{back}</p>"
        return
    yield f"<p>Found to be gone in these days: {counted(report.gone_in_all, 'article')}.{back}</p>"
    yield '<ul class="told">'
    for row in report.gone:
        yield f"<li>{_named(row, sites)}; gone since {line(row.since)}: {line(row.evidence or 'no evidence')}</span></p></li>"
    yield "</ul>"
    if report.gone_in_all > len(report.gone):
        yield f'<p class="pale">And {report.gone_in_all - len(report.gone):,} more.</p>'


def tell_notices(report: Report, sites: Mapping[str, str]) -> Iterator[str]:
    """Yield the notices by which publishers corrected or withdrew something."""
    if not report.notices:
        yield "<p>No notice was published.</p>"
        return
    counted = ", ".join(f"{count:,} {kind}" for kind, count in report.notices_in_all.items())
    yield f"<p>{line(counted)}.</p>"
    yield '<ul class="told">'
    for row in report.notices:
        about = "of itself" if row.of_itself else ""
        if row.corrects_title:
            about = f"of {quoted(row.corrects_title)}"
        elif row.corrects_url:
            about = f"of {link(row.corrects_url, line(row.corrects_url))}"
        yield f"<li>{_named(row, sites)}; {line(row.kind)} {about}: {quoted(row.phrase)}</span></p></li>"
    yield "</ul>"
    rest = sum(report.notices_in_all.values()) - len(report.notices)
    if rest > 0:
        yield f'<p class="pale">And {rest:,} more.</p>'
