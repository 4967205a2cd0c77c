"""Payloads: every byte comes back, a site's template is stored once, and damage is named."""

import sqlite3
from contextlib import closing

import pytest
from archive_samples import NOON, add_leads, article_of, fetched, new_store, rows, url_of
from hypothesis import given, settings
from hypothesis import strategies as st

from pipelines.archive import ArchiveError, open_archive
from pipelines.archive.captures import MISSES
from pipelines.archive.payloads import Reference, compress, decompress

TEMPLATE = "".join(
    f'<div class="menu-{number}"><a href="/kanal/{number * 7919}">Kanal {number}</a></div>'
    for number in range(900)
)


def page(number: int, template: str = TEMPLATE) -> bytes:
    words = " ".join(f"kata{(number * 31 + word) * 7919 % 10_007}" for word in range(200))
    return f"<html>{template}<p>{words}</p></html>".encode()


@settings(max_examples=60, deadline=None)
@given(st.binary(max_size=3_000), st.none() | st.binary(max_size=3_000), st.integers(1, 4))
def test_every_payload_comes_back(payload, reference, times):
    payload *= times
    codec, data = compress(payload, reference and Reference(1, reference, 0.5))
    assert decompress(codec, data, len(payload), lambda: reference) == payload


@pytest.mark.parametrize("size", [0, 1, 511, 512, 200_000, 12_000_000])
def test_size_does_not_matter(size):
    payload = b"x" * size
    codec, data = compress(payload, Reference(1, payload, 0.5))
    assert decompress(codec, data, size, lambda: payload) == payload


def test_page_of_a_known_template_takes_a_fraction():
    _, alone = compress(page(2))
    codec, with_reference = compress(page(2), Reference(1, page(1), len(compress(page(1))[1]) / len(page(1))))
    assert codec == "zstd-ref"
    assert len(with_reference) * 3 < len(alone)


@pytest.mark.parametrize(
    ("codec", "data", "size", "message"),
    [
        ("zstd", b"no zstd", 10, "cannot be read"),
        ("zstd", compress(b"x" * 5_000)[1], 4_000, "4000 were stored"),
        ("zstd", compress(b"x" * 5_000)[1], 6_000, "6000 were stored"),
        ("raw", b"abc", 2, "2 were stored"),
        ("lzma", b"", 0, "unknown codec 'lzma'"),
    ],
)
def test_damage_is_an_error(codec, data, size, message):
    with pytest.raises(ValueError, match=message):
        decompress(codec, data, size, bytes)


def archive_pages(store, pages):
    for number, payload in pages:
        url = url_of(f"banjir-di-kampung-{number}")
        add_leads(store, url)
        store.record_outcome(fetched(url, article_of(url), payload), NOON)


def codecs(data):
    return "".join(
        {"zstd": "z", "zstd-ref": "r"}[codec]
        for codec in rows(data, "SELECT codec FROM payloads ORDER BY id", "captures.db")
    )


def test_pages_of_a_site_lean_on_its_first_also_in_the_next_run(tmp_path):
    for start in (0, 3):
        with new_store(tmp_path) as store:
            archive_pages(store, [(number, page(number)) for number in range(start, start + 3)])
    assert codecs(tmp_path) == "zrrrrr"
    with open_archive(tmp_path) as archive:
        assert [archive.payload(number + 1) for number in range(6)] == [page(number) for number in range(6)]


def test_odd_pages_do_not_take_the_references_place_but_a_redesign_does(tmp_path):
    other = TEMPLATE[::-1]
    numbers = list(range(MISSES + 4))
    pages = [(0, page(0)), (1, page(1, other)), (2, page(2))]
    pages += [(number, page(number, other)) for number in numbers[3:]]
    with new_store(tmp_path) as store:
        archive_pages(store, pages)
    assert codecs(tmp_path) == "zzr" + "z" * MISSES + "r"


def test_rollback_takes_the_reference_back(tmp_path):
    url = url_of("banjir-di-kampung-0")
    with new_store(tmp_path) as store:
        add_leads(store, url)
        with pytest.raises(ArchiveError):
            store.record_outcome(fetched(url, article_of(url, part=2**63), page(0)), NOON)
        archive_pages(store, [(1, page(1)), (2, page(2))])
    assert codecs(tmp_path) == "zr"


def test_damaged_payload_is_named(tmp_path):
    with new_store(tmp_path) as store:
        archive_pages(store, [(0, page(0)), (1, page(1))])
    with closing(sqlite3.connect(tmp_path / "captures.db")) as connection, connection:
        connection.execute("UPDATE payloads SET data = x'00' WHERE id = 2")
    with open_archive(tmp_path) as archive:
        with pytest.raises(ArchiveError, match="payload 2: payload cannot be read"):
            archive.payload(2)
        with pytest.raises(ArchiveError, match="no capture 3"):
            archive.payload(3)
