"""Web archives on their way in: which records are pages, what they hold, and that damage costs one record."""

import gzip
import random
import zlib
from datetime import UTC, datetime
from functools import partial

import brotli
import pytest
from warc_samples import HTML, NO_ARTICLE, URL, members, page, record, url_of

from pipelines.intake import Document, Originals, Reading, read_documents

# The page of a small site as zstd writes it: magic, frame and block headers, the bytes as they are.
ZSTD_PAGE = (
    b"\x28\xb5\x2f\xfd\xa0"
    + len(page()).to_bytes(4, "little")
    + (len(page()) << 3 | 1).to_bytes(3, "little")
    + page()
)


def read(tmp_path, content, name="a.warc", originals=None):
    path = tmp_path / name
    path.write_bytes(content)
    return list(read_documents([path], originals))


def payloads(found):
    return [one.payload if isinstance(one, Document) else one.reason for one in found]


@pytest.mark.parametrize("version", ["1.0", "1.1"])
@pytest.mark.parametrize("shape", ["plain", "members", "one member"])
def test_pages_of_every_shape_of_file(tmp_path, version, shape):
    records = [record(page(f"Judul {n}"), url_of(n), version=version) for n in range(3)]
    whole = b"".join(records)
    content = {"plain": whole, "members": members(*records), "one member": gzip.compress(whole)}[shape]
    found = read(tmp_path, content, "a.warc" if shape == "plain" else "a.warc.gz")
    assert [(one.url, one.payload) for one in found] == [(url_of(n), page(f"Judul {n}")) for n in range(3)]
    assert found[0].fetched_at == datetime(2026, 3, 1, 4, tzinfo=UTC)
    starts = {"plain": [0, len(records[0])], "members": [0, len(members(records[0]))], "one member": [0, 0]}
    assert [one.origin for one in found[:2]] == [
        f"{tmp_path}/{file_name(shape)}, offset {n}" for n in starts[shape]
    ]


def file_name(shape):
    return "a.warc" if shape == "plain" else "a.warc.gz"


@pytest.mark.parametrize(
    ("changes", "is_page"),
    [
        ({}, True),
        ({"http": [("content-type", "application/xhtml+xml")]}, True),
        ({"http": [], "WARC_Identified_Payload_Type": "text/html"}, True),
        ({"http": [("Content-Type", "image/png")]}, False),
        ({"http": []}, False),
        ({"status": "404 Not Found"}, False),
        ({"status": "301 Moved"}, False),
        ({"status": "kacau"}, False),
        ({"kind": "resource", "Content_Type": "text/html"}, True),
        ({"kind": "resource", "Content_Type": "text/plain"}, False),
        ({"kind": "metadata"}, False),
        ({"kind": "conversion", "Content_Type": "text/html"}, False),
        ({"url": "dns:kabar.example", "kind": "response", "Content_Type": "text/dns"}, False),
    ],
)
def test_records_that_are_pages(tmp_path, changes, is_page):
    found = read(tmp_path, record(**changes))
    assert payloads(found) == ([page()] if is_page else [])


def chunked(body):
    half = len(body) // 2
    return b"%x\r\n%b\r\n%x;a=b\r\n%b\r\n0\r\n\r\n" % (half, body[:half], len(body) - half, body[half:])


@pytest.mark.parametrize(
    ("body", "headers"),
    [
        (page(), {"Content-Length": str(len(page()))}),
        (
            gzip.compress(page()),
            {"Content-Encoding": "gzip", "Content-Length": str(len(gzip.compress(page())))},
        ),
        (zlib.compress(page()), {"Content-Encoding": "deflate"}),
        (ZSTD_PAGE, {"Content-Encoding": "zstd"}),
        (brotli.compress(page()), {"Content-Encoding": "br"}),
        (brotli.compress(gzip.compress(page())), {"Content-Encoding": "gzip, br"}),
        (chunked(page()), {"Transfer-Encoding": "chunked"}),
        (chunked(gzip.compress(page())), {"Transfer-Encoding": "Chunked", "Content-Encoding": "GZIP"}),
        (page(), {"Transfer-Encoding": "chunked"}),  # undone by whoever stored it
        (page(), {"Content-Encoding": "gzip"}),
        (page(), {"X-Crawl-Content-Encoding": "br"}),
    ],
)
def test_codings_are_undone(tmp_path, body, headers):
    (found,) = read(tmp_path, record(body, http=[HTML, *headers.items()]))
    assert found.payload == page()
    kept = {name for name, _ in found.headers} - {
        "Content-Type",
        "Content-Length",
        "X-Crawl-Content-Encoding",
    }
    assert kept == set()


@pytest.mark.parametrize(
    ("body", "changes", "reason"),
    [
        (page()[:50], {"http": [HTML, ("Content-Length", str(len(page())))]}, "50 bytes of a body of"),
        (gzip.compress(page())[:-9], {"http": [HTML, ("Content-Encoding", "gzip")]}, "cut short"),
        (chunked(page())[:-9], {"http": [HTML, ("Transfer-Encoding", "chunked")]}, "chunked body cut short"),
        (page(), {"http": [HTML, ("Content-Encoding", "compress")]}, "'compress' is none of gzip"),
        (brotli.compress(page())[:-9], {"http": [HTML, ("Content-Encoding", "br")]}, "cut short"),
        (page(), {"WARC_Truncated": "length"}, "a part of its page (WARC-Truncated: length)"),
        (page(), {"WARC_Segment_Number": "1"}, "a part of its page (WARC-Segment-Number: 1)"),
        (page(), {"WARC_Date": "kemarin"}, "'kemarin' is no ISO 8601 time"),
        (page(), {"http": [HTML, *[("X", "y" * 1000)] * 300]}, "headers of over 262144 bytes"),
        (
            partial(gzip.compress, b"a" * 33_554_433),  # large, so made by who runs it
            {"http": [HTML, ("Content-Encoding", "gzip")]},
            "more than 33554432 bytes",
        ),
        (b"a" * 33_554_433, {}, "is over 33554432 bytes"),
    ],
)
def test_page_that_is_not_whole_is_named_and_the_next_read(tmp_path, body, changes, reason):
    bad, good = record(body() if callable(body) else body, **changes), record(url=url_of(1))
    found = read(tmp_path, bad + good)
    assert reason in found[0].reason
    assert (found[0].origin, found[0].outcome) == (f"{tmp_path / 'a.warc'}, offset 0", "failed")
    assert [one.url for one in found[1:]] == [url_of(1)]


ONE, TWO, THREE = (record(page(f"Judul {n}"), url_of(n)) for n in (1, 2, 3))
LENGTH = TWO[TWO.index(b"Content-Length: ", TWO.index(b"application/http")) :].split(b"\r\n")[0]


@pytest.mark.parametrize(
    ("bad", "reason"),
    [
        (TWO.replace(b"WARC/1.1", b"KACAU/1.1", 1), "no WARC record: b'KACAU/1.1"),
        (TWO.replace(LENGTH, b"Content-Length: 400"), "no record follows"),
        (TWO.replace(LENGTH, b"Content-Length: 9999999"), "short of its Content-Length"),
        (TWO.replace(LENGTH, b"Content-Length: banyak"), "Content-Length is 'banyak'"),
        (TWO.replace(LENGTH, b"Content-Length: -5"), "Content-Length is '-5'"),
        (TWO.replace(LENGTH + b"\r\n", b""), "Content-Length is ''"),
        (TWO.replace(b"WARC/1.1", b"WARC/9.9", 1), "no WARC record: b'WARC/9.9"),
    ],
)
@pytest.mark.parametrize("gzipped", [False, True])
def test_broken_record_costs_itself_alone(tmp_path, bad, reason, gzipped):
    found = read(tmp_path, members(ONE, bad, THREE) if gzipped else ONE + bad + THREE)
    told = [one for one in payloads(found) if isinstance(one, str)]
    assert len(told) == 1
    assert reason in told[0]
    assert [one.url for one in found if isinstance(one, Document)] == [url_of(1), url_of(3)]


@pytest.mark.parametrize(
    ("spoil", "reason"),
    [
        (lambda member: member[:-20], "gzip member"),
        (lambda member: member[:200] + b"\xff" * 9 + member[209:], "damaged gzip member"),
        (lambda member: member[:-8] + b"\0" * 8, "damaged gzip member"),
        (lambda member: b"\0" * 70_000, "damaged gzip member"),
    ],
)
def test_damaged_member_costs_itself_alone(tmp_path, spoil, reason):
    first = members(ONE)
    found = read(tmp_path, first + spoil(members(TWO)) + members(THREE))
    assert [one.url for one in found if isinstance(one, Document)] == [url_of(1), url_of(3)]
    (told,) = [one for one in found if not isinstance(one, Document)]
    assert (told.origin, reason in told.reason) == (f"{tmp_path / 'a.warc'}, offset {len(first)}", True)


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (members(ONE, TWO)[:-30], "the file ends inside a gzip member"),
        ((ONE + TWO)[:-30], "short of its Content-Length"),
        (b"", "is empty"),
        (b"bukan arsip\n" * 9, "no WARC record: b'bukan arsip"),
        (b"x" * 3_000_000, "headers of over 262144 bytes"),
        (b"WARC/1.1\r\n" + b"a: b\r\n" * 300_000, "headers of over 262144 bytes"),
        (partial(gzip.compress, b"\0" * 30_000_000), "headers of over 262144 bytes"),
    ],
)
def test_file_that_ends_early_or_is_none(tmp_path, content, reason):
    *_, last = read(tmp_path, content() if callable(content) else content)
    assert reason in last.reason


@pytest.mark.parametrize(
    ("date", "fetched_at"),
    [
        ("2026", datetime(2026, 1, 1, tzinfo=UTC)),
        ("2026-03", datetime(2026, 3, 1, tzinfo=UTC)),
        ("2026-03-05", datetime(2026, 3, 5, tzinfo=UTC)),
        ("2026-03-05T10:20:30Z", datetime(2026, 3, 5, 10, 20, 30, tzinfo=UTC)),
        ("2026-03-05T10:20:30.123456789Z", datetime(2026, 3, 5, 10, 20, 30, 123456, tzinfo=UTC)),
    ],
)
def test_dates_are_as_exact_as_they_are(tmp_path, date, fetched_at):
    (found,) = read(tmp_path, record(WARC_Date=date))
    assert found.fetched_at == fetched_at


def revisit(url=URL, http=(HTML,), profile="identical-payload-digest", **fields):
    named = {"WARC_Profile": f"http://netpreserve.org/warc/1.1/revisit/{profile}", **fields}
    return record(b"", url, "revisit", http, **named)


ORIGINAL = record(url=URL, WARC_Payload_Digest="sha1:ASLI")


@pytest.mark.parametrize(
    "again",
    [
        revisit(url_of(9), WARC_Payload_Digest="sha1:ASLI", WARC_Refers_To_Target_URI=URL),
        revisit(url_of(9), [], WARC_Payload_Digest="sha1:ASLI"),
        revisit(
            url_of(9),
            profile="server-not-modified",
            WARC_Payload_Digest="sha1:KOSONG",
            WARC_Refers_To_Target_URI=URL,
        ),
    ],
)
@pytest.mark.parametrize("gzipped", [False, True])
def test_revisit_of_a_page_in_the_file_is_that_page_again(tmp_path, again, gzipped):
    records = [record(page("Lain"), url_of(5)), ORIGINAL, again]
    *_, found = read(tmp_path, members(*records) if gzipped else b"".join(records))
    assert (found.url, found.payload, found.headers[0]) == (url_of(9), page(), HTML)


def test_revisit_of_a_page_that_the_archive_holds(tmp_path):
    asked = []

    def find_stored(url, digest, until):
        asked.append((url, digest, until))
        return page("Dari arsip"), (HTML,)

    hexadecimal = "ab" * 32
    again = revisit(
        url_of(9),
        WARC_Payload_Digest=f"sha256:{hexadecimal}",
        WARC_Refers_To_Target_URI=URL,
        WARC_Refers_To_Date="2026",
    )
    (found,) = read(tmp_path, again, originals=Originals(find_stored))
    assert (found.url, found.payload) == (url_of(9), page("Dari arsip"))
    assert asked == [(URL, hexadecimal, datetime(2026, 1, 1, tzinfo=UTC))]


def test_revisit_of_a_page_that_is_nowhere_is_unresolved(tmp_path):
    (found,) = read(
        tmp_path, revisit(url_of(9), WARC_Payload_Digest="sha1:LAIN", WARC_Refers_To_Target_URI=URL)
    )
    assert (found.outcome, found.reason) == ("unresolved", f"revisit of {URL}, which is not held")


def test_revisit_of_an_image_is_none_of_ours(tmp_path):
    assert (
        read(tmp_path, revisit(http=[("Content-Type", "image/png")], WARC_Payload_Digest="sha1:LAIN")) == []
    )


@pytest.mark.parametrize("target", [f"<{URL}>", URL])
def test_address_in_angle_brackets(tmp_path, target):
    assert [one.url for one in read(tmp_path, record(url=target))] == [URL]


def test_reading_tells_how_far_it_is(tmp_path):
    path = tmp_path / "a.warc.gz"
    first = members(record(NO_ARTICLE))
    path.write_bytes(first + members(ONE))
    reading = Reading()
    places = [(reading.name, reading.offset) for _ in read_documents([path], reading=reading)]
    assert places == [("a.warc.gz", 0), ("a.warc.gz", len(first))]
    assert reading.size == path.stat().st_size


@pytest.mark.parametrize("shape", [b"".join, lambda records: members(*records)])
def test_no_damage_ends_the_reading(tmp_path, shape):
    records = [ONE, ORIGINAL, revisit(url_of(9), WARC_Payload_Digest="sha1:ASLI"), TWO]
    whole, chance = shape(records), random.Random(1)
    for _ in range(200):
        content = bytearray(whole)
        for _ in range(chance.randint(1, 4)):
            place = chance.randrange(len(content))
            content[place : place + chance.choice([0, 1, 300])] = chance.randbytes(chance.choice([0, 1, 9]))
        found = read(tmp_path, bytes(content) + shape([THREE]))
        assert found[-1].origin.startswith(f"{tmp_path}/a.warc, offset ")
        assert any(isinstance(one, Document) and one.url == url_of(3) for one in found)
