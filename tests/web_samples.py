"""An archive for the pages: a story with its copies, an article that was corrected, one that is gone, a hostile one."""

from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

from archive_samples import KABAR, SUARA, add_leads, article_of, capture_of, fetched, later, new_store, url_of
from retold import tell, text

from pipelines import clock
from pipelines.archive import Search, SiteVisit, Store
from pipelines.archive.values import key_of
from pipelines.catalogue import Site
from pipelines.items import Article, Finding, LeadState, Look, Outcome, SourceKind, Timestamp

PEMKAB = Site(id="pemkab", name="Pemkab Banjar", homepage="https://pemkab.example/", kind="government")
RELEASE = tell("siaran pers")
FIRST, COPY, EDITED = "https://pemkab.example/1", "https://suara.example/1", url_of("siaran")
CORRECTED, GONE, HOSTILE = url_of("korban-banjir"), url_of("hilang"), url_of("jahat")
SCRIPT = "<script>window.pwned=1</script>"
HANDLER = '"><img src=x onerror="window.pwned=2"><svg onload=window.pwned=3>'
FORMULA = "=HYPERLINK(\"javascript:window.pwned=4\",'x')"
CONTROLS = "a\x1b[2Jb\u202ec\u2066d\x08e"
PAGE = f"<html><body>{SCRIPT}<a href='javascript:window.pwned=5'>x</a>{HANDLER}</body></html>".encode()


def printed(url: str, *sentences: str, minutes: int = 0, title: str = "Banjir surut") -> Article:
    """Return an article that was published so many minutes after ten."""
    at = datetime.fromisoformat("2026-03-01T10:00") + timedelta(minutes=minutes)
    article = article_of(
        url, text(*sentences), title=title, published=Timestamp(at, 480, "minute", "json-ld")
    )
    return replace(article, source_kind=SourceKind.IMPORT, section="Daerah", dateline_place="Martapura")


def hostile() -> Article:
    """Return an article whose every field is against its reader."""
    words = f"{SCRIPT} {HANDLER} {CONTROLS}"
    return replace(
        article_of(
            HOSTILE, f"{FORMULA}\n{words}\n{{{{7*7}}}} bahaya</script><script>window.pwned=6</script>"
        ),
        title=f"{FORMULA} {SCRIPT}{HANDLER}",
        authors=(f"{FORMULA}{SCRIPT}", words),
        section=f"+section{HANDLER}",
        tags=(words,),
        caption=words,
        photo_credit=HANDLER,
        dateline_place=f"@place{SCRIPT}",
        lead_image="javascript:window.pwned=7",
        sign_off=words,
        agency=words,
        syndicated_from=HANDLER,
    )


def make_archive(data: Path) -> Path:
    """Fill a data folder."""
    with new_store(data, KABAR, SUARA, PEMKAB) as store:
        store.saved.add("kabar", Search(sites=("kabar",)))
        run = store.start_run(["kabar"])
        for site, article in (
            (PEMKAB, printed(FIRST, *RELEASE)),
            (SUARA, printed(COPY, *RELEASE, minutes=65, title="Banjir surut, warga pulang")),
            (KABAR, printed(EDITED, *RELEASE[:-1], "Camat belum menjawab 12 warga.", minutes=1_500)),
        ):
            store.import_article(article, site, None, later())
        add_leads(store, CORRECTED, GONE, HOSTILE)
        before = article_of(CORRECTED, "Banjir menewaskan 412 jiwa.\nWarga mengungsi ke masjid.")
        after = replace(
            before,
            text="Banjir menewaskan 415 jiwa.\nWarga mengungsi ke sekolah.",
            caption="Warga di perahu.",
        )
        store.record_outcome(fetched(CORRECTED, before), later())
        store.record_outcome(fetched(CORRECTED, after, PAGE + b"2"), later(hours=2))
        store.record_outcome(fetched(GONE, article_of(GONE, title="Hilang")), later(hours=3))
        captures = (capture_of(HOSTILE, PAGE),)
        found = Outcome(key_of(HOSTILE), LeadState.ARCHIVED, captures=captures, article=hostile())
        store.record_outcome(found, later(hours=4))
        for day in range(1, 6):
            store.record_look(Look(5, Finding.NOT_FOUND, "http 410", 410), later(days=day))
        store.finish_run(run, "ok", {"leads/archived": 3})
        store.saved.match()
        raise_alarms(store)
    return data


def raise_alarms(store: Store) -> None:
    """Let SUARA block two runs, with an answer that is against who reads it, and PEMKAB do so for a day."""
    known = (KABAR, SUARA, PEMKAB)
    for day, blocking in ((1, (PEMKAB, SUARA)), (1.2, (PEMKAB, SUARA)), (2, (SUARA,))):
        at = later(days=day)
        clock.set_source(lambda at=at: at)  # type: ignore[misc]
        try:
            store.health.note_run(
                [
                    SiteVisit(site.id, "blocked", f"{SCRIPT}{HANDLER}")
                    if site in blocking
                    else SiteVisit(site.id, "served")
                    for site in known
                ],
                at,
            )
            store.health.judge(known)
        finally:
            clock.set_source(None)
