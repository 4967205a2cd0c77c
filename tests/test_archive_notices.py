"""Correction notices and what they correct, whichever of both is archived first."""

import pytest
from archive_samples import (
    NOON,
    PAGE,
    add_leads,
    article_of,
    check_files,
    fetched,
    later,
    new_store,
    rows,
    url_of,
)

from pipelines.archive.checks import check_archive
from pipelines.archive.erasure import forget
from pipelines.archive.merge import merge
from pipelines.items import Notice

CORRECTED, OTHER, RALAT = (url_of(f"banjir-di-{name}") for name in ("martapura", "kandangan", "ralat"))
TITLE = "Banjir Rendam Tiga Kecamatan"
LINKED = Notice("correction", "Ralat", urls=(url_of("tidak-ada"), f"{CORRECTED}?utm_source=x"))
QUOTED = Notice("correction", "Ralat", titles=("“Banjir rendam tiga kecamatan”",))
NOTED = Notice("correction", "Ralat", of_itself=True)
FOUND = (
    "SELECT notices.url, kind, corrects_url, corrected.url FROM corrections JOIN articles AS notices"
    " ON notices.id = article_id LEFT JOIN articles AS corrected ON corrected.id = corrects_id"
)


def archive(store, url, notice=None, title=TITLE, at=NOON):
    add_leads(store, url)
    article = article_of(url, title=title, notice=notice)
    store.record_outcome(fetched(url, article, PAGE + f"{url}{at}".encode()), at)


def right(folder):
    check_files(folder)
    return [check for check in check_archive(folder) if not check.is_right] == []


@pytest.mark.parametrize("notice", [LINKED, QUOTED])
@pytest.mark.parametrize("notice_first", [True, False])
def test_notice_finds_what_it_corrects(tmp_path, notice, notice_first):
    with new_store(tmp_path) as store:
        if notice_first:
            archive(store, RALAT, notice, "Ralat")
        archive(store, OTHER, title="Banjir di Kandangan")
        archive(store, CORRECTED)
        if not notice_first:
            archive(store, RALAT, notice, "Ralat")
    assert right(tmp_path)
    assert rows(tmp_path, FOUND) == [(RALAT, "correction", CORRECTED, CORRECTED)]


def test_headline_that_several_articles_have_names_none(tmp_path):
    with new_store(tmp_path) as store:
        for url in (CORRECTED, OTHER):
            archive(store, url)
        archive(store, RALAT, QUOTED, "Ralat")
    assert rows(tmp_path, FOUND) == [(RALAT, "correction", None, None)]


def test_address_that_is_not_archived_is_kept(tmp_path):
    with new_store(tmp_path) as store:
        archive(store, RALAT, LINKED, "Ralat")
    assert rows(tmp_path, FOUND) == [(RALAT, "correction", url_of("tidak-ada"), None)]


def test_note_that_came_with_a_later_version_and_goes_again(tmp_path):
    with new_store(tmp_path) as store:
        archive(store, CORRECTED)
        archive(store, CORRECTED, NOTED, f"{TITLE} di Banjar", later(hours=1))
        store.flush()
        assert rows(tmp_path, FOUND) == [(CORRECTED, "correction", CORRECTED, CORRECTED)]
        archive(store, CORRECTED, None, f"{TITLE} di Banjar", later(hours=2))
    assert rows(tmp_path, FOUND) == []


def test_forgotten_article_is_corrected_by_none(tmp_path):
    with new_store(tmp_path) as store:
        archive(store, CORRECTED)
        archive(store, RALAT, LINKED, "Ralat")
    forget(tmp_path, [CORRECTED], "diminta")
    assert right(tmp_path)
    assert [row[3] for row in rows(tmp_path, FOUND)] == [None]
    forget(tmp_path, [RALAT], "diminta")
    assert rows(tmp_path, FOUND) == rows(tmp_path, "SELECT * FROM corrected_names") == []


def test_notice_finds_what_it_corrects_in_a_merged_archive(tmp_path):
    with new_store(tmp_path / "ours") as store:
        archive(store, CORRECTED)
    with new_store(tmp_path / "theirs") as store:
        archive(store, RALAT, QUOTED, "Ralat")
    merge(tmp_path / "ours", tmp_path / "theirs")
    assert right(tmp_path / "ours")
    assert rows(tmp_path / "ours", FOUND) == [(RALAT, "correction", CORRECTED, CORRECTED)]
