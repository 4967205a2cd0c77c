"""Payloads: every byte comes back, a site's template is stored once, and damage is named."""

import sqlite3
from contextlib import closing

import pytest
from archive_samples import NOON, add_leads, article_of, fetched, new_store, rows, url_of
from hypothesis import given, settings
from hypothesis import strategies as st

from pipelines.archive import ArchiveError, open_archive, templates
from pipelines.archive.captures import CaptureWriter
from pipelines.archive.checks import check_archive
from pipelines.archive.connection import open_for_writing
from pipelines.archive.headers import pack_headers, read_headers
from pipelines.archive.packs import MAX_BYTES, MAX_PAYLOADS
from pipelines.archive.payloads import Reference, compress, decompress, pack, unpack
from pipelines.archive.release import give_up
from pipelines.archive.schema import CAPTURES
from pipelines.archive.templates import TOGETHER, Leaning, Template
from pipelines.items import Capture, SourceKind, Timestamp

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
        {"zstd": "z", "zstd-ref": "r", "zstd-pack": "P", "packed": "p", "gone": "-"}[codec]
        for codec in rows(data, "SELECT codec FROM payloads ORDER BY id", "captures.db")
    )


def test_pages_of_a_site_lean_on_its_first_also_in_the_next_run(tmp_path):
    for start in (0, 3):
        with new_store(tmp_path) as store:
            archive_pages(store, [(number, page(number)) for number in range(start, start + 3)])
    assert codecs(tmp_path) == "zrrrrr"
    with open_archive(tmp_path) as archive:
        assert [archive.payload(number + 1) for number in range(6)] == [page(number) for number in range(6)]


def test_templates_of_a_site_have_references_of_their_own(tmp_path):
    looks = [TEMPLATE, TEMPLATE[::-1], TEMPLATE.upper(), TEMPLATE.swapcase()[::-1]]
    order = [0, 1, 0, 1, 2, 3, 0, 1, 2, 3]
    with new_store(tmp_path) as store:
        archive_pages(store, [(number, page(number, looks[look])) for number, look in enumerate(order)])
    assert codecs(tmp_path) == "zzrrzzrrrr"


def test_odd_pages_do_not_take_the_references_place(tmp_path):
    odd = [(number, page(number, f"{number}" + TEMPLATE[number::3] * 2)) for number in range(1, 12, 2)]
    usual = [(number, page(number)) for number in range(0, 12, 2)]
    with new_store(tmp_path) as store:
        archive_pages(store, sorted(odd + usual))
    assert codecs(tmp_path)[2::2] == "rrrrr"


def sidebar(number, boxes=60):
    """A box of teasers, of which each page has the last ones."""
    teasers = [
        f'<a href="/{(number + box) * 7919}">Judul {(number + box) * 104729}</a>' for box in range(boxes)
    ]
    return "<ul>" + "".join(teasers) + "</ul>"


def drifting(numbers):
    return [(number, page(number, sidebar(number))) for number in numbers]


def test_pages_are_packed_together_and_each_comes_back(tmp_path):
    pages = drifting(range(MAX_PAYLOADS + TOGETHER + 2))
    with new_store(tmp_path) as store:
        archive_pages(store, pages[:TOGETHER])
    assert codecs(tmp_path) == "P" + "p" * (TOGETHER - 1)
    for cut in (TOGETHER, TOGETHER + 9, len(pages)):  # a pack goes on growing in the next runs
        with new_store(tmp_path) as store:
            archive_pages(store, pages[:cut])
    assert codecs(tmp_path) == "P" + "p" * (MAX_PAYLOADS - 1) + "P" + "p" * (TOGETHER - 1) + "zr"
    with open_archive(tmp_path) as archive:
        assert [archive.payload(number + 1) for number, _ in pages] == [payload for _, payload in pages]
    assert all(check.is_right for check in check_archive(tmp_path))


def store_in_batches(path, payloads, size):
    """Store payloads of two hosts, so many a transaction (0: each on its own), and return what captures.db then holds."""
    with closing(open_for_writing(path, CAPTURES)) as db:
        writer = CaptureWriter(db, in_batches=size > 0)
        for number, payload in enumerate(payloads):
            if size and number % size == 0:
                db.execute("BEGIN IMMEDIATE")
            url = f"https://{'kabar' if number % 3 else 'suara'}.example/{number}"
            writer.store(Capture(url, url, 200, (), payload, NOON, SourceKind.PAGE))
            writer.settle()
            if size and (number % size == size - 1 or number == len(payloads) - 1):
                writer.write()
                db.execute("COMMIT")
        writer.close()
        return [
            db.execute(f"SELECT * FROM {table}").fetchall()
            for table in ("captures", "payloads", "reference_payloads")
        ]


@pytest.mark.parametrize("held", [1, 64])
def test_what_is_stored_is_the_same_in_batches_of_any_size(tmp_path, monkeypatch, held):
    monkeypatch.setattr(templates, "SCOPES_HELD", held)
    payloads = [payload for _, payload in drifting(range(40))] + [page(1), b"short", page(1), page(2)]
    alone, *others = (store_in_batches(tmp_path / f"{size}.db", payloads, size) for size in (0, 1, 13, 99))
    assert {row[3] for row in alone[1]} == {"zstd", "zstd-ref", "zstd-pack", "packed", "raw"}
    assert others == [alone] * 3


def test_step_that_is_taken_back_leaves_no_payload_and_its_number_free(tmp_path):
    with new_store(tmp_path) as store:
        add_leads(store, url_of("satu"), url_of("dua"))
        broken = article_of(url_of("satu"), published=Timestamp(NOON, 2**70, "minute", "json-ld"))
        with pytest.raises(ArchiveError, match="published_offset"):
            store.record_outcome(fetched(url_of("satu"), broken, page(1)), NOON)
        store.record_outcome(fetched(url_of("dua"), article_of(url_of("dua")), page(2)), NOON)
        store.record_outcome(fetched(url_of("satu"), article_of(url_of("satu")), page(1)), NOON)
    with open_archive(tmp_path) as archive:
        assert [archive.payload(number) for number in (1, 2)] == [page(2), page(1)]
    assert all(check.is_right for check in check_archive(tmp_path))


def test_large_pages_make_small_packs(tmp_path):
    large = [(n, page(n, sidebar(n * 2_000, 6_000))) for n in range(5)]
    with new_store(tmp_path) as store:
        archive_pages(store, large)
    assert codecs(tmp_path).count("P") >= 1
    sizes = "SELECT sum(size) FROM payloads GROUP BY coalesce(reference_id, id)"
    assert max(rows(tmp_path, sizes, "captures.db")) <= MAX_BYTES
    with open_archive(tmp_path) as archive:
        assert [archive.payload(n + 1) for n, _ in large] == [payload for _, payload in large]


def test_pages_that_are_no_smaller_in_a_pack_stay_apart(tmp_path):
    words = [f"<p>{(n * 7919) ** 9:x}</p>".encode() * 1 for n in range(1, TOGETHER + 3)]
    body = TEMPLATE.encode() * 3
    with new_store(tmp_path) as store:
        archive_pages(store, [(n, body + word) for n, word in enumerate(words)])
    assert set(codecs(tmp_path)) <= {"z", "r", "P", "p"}
    with open_archive(tmp_path) as archive:
        assert archive.payload(TOGETHER) == body + words[TOGETHER - 1]


@pytest.mark.parametrize(
    "gone", [{1}, {2}, {5, 9}, {1, 2, 3}, set(range(1, TOGETHER)), set(range(1, TOGETHER + 1))]
)
def test_payload_that_is_given_up_leaves_its_pack(tmp_path, gone):
    pages = drifting(range(TOGETHER))
    with new_store(tmp_path) as store:
        archive_pages(store, pages)
    with closing(open_for_writing(tmp_path / "captures.db", CAPTURES)) as db, db.atomic():
        give_up(db, gone)
    assert [codec == "-" for codec in codecs(tmp_path)] == [n + 1 in gone for n in range(TOGETHER)]
    with open_archive(tmp_path) as archive:
        for number, payload in pages:
            if number + 1 not in gone:
                assert archive.payload(number + 1) == payload
    assert all(check.is_right for check in check_archive(tmp_path))
    with new_store(tmp_path) as store:
        archive_pages(store, drifting(range(100, 100 + TOGETHER)))
    assert all(check.is_right for check in check_archive(tmp_path))


@pytest.mark.parametrize(
    ("frame", "end", "message"),
    [
        (b"no zstd", 10, "cannot be read"),
        (pack([b"x" * 900, b"y" * 90]), 991, "ends after 990 bytes, 991 were stored"),
    ],
)
def test_damaged_pack_is_an_error(frame, end, message):
    with pytest.raises(ValueError, match=message):
        unpack(frame, end)


@pytest.mark.parametrize(
    ("first", "last", "drifted"), [(500, 500, False), (500, 510, False), (500, 900, True)]
)
def test_reference_is_renewed_when_that_pays(first, last, drifted):
    leaning = [Leaning(n, 9_000, first if n < TOGETHER else last, b"") for n in range(2 * TOGETHER)]
    template = Template(0, b"", Reference(1, b"x" * 10_000, 0.3), packs=False, leaning=leaning)
    assert template.has_drifted is drifted


@pytest.mark.parametrize(
    "headers",
    [
        (),
        (("Server", "nginx"),),
        (("X", "\0é\ud800"), ("X", '"')),
        (("Content-Type", "text/html; charset=UTF-8"),) * 9,
    ],
)
def test_headers_come_back(headers):
    told = tuple((name, value.replace("\0", "").replace("\ud800", "\ufffd")) for name, value in headers)
    assert read_headers(pack_headers(headers)) == told


def test_headers_take_little_and_damage_is_an_error():
    usual = (
        ("Date", "Fri, 20 Mar 2026 07:30:00 GMT"),
        ("Server", "nginx"),
        ("Content-Type", "text/html; charset=UTF-8"),
    )
    packed = pack_headers(usual)
    assert len(packed) < 50
    with pytest.raises(ValueError, match="headers cannot be read"):
        read_headers(packed[:9] + b"\xff" * 9)


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
