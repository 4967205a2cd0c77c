"""Times: the printed grammar, metadata, and which witness is believed."""

from datetime import UTC, datetime

import pytest

from pipelines.extract.publication import Witnesses, decide_modified, decide_published
from pipelines.extract.times import believable, machine_stamp, printed_stamps, relative_stamp, url_stamp

FETCHED = datetime(2024, 11, 2, 3, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("text", "local", "offset", "clock"),
    [
        ("Rabu, 30 Oktober 2024 | 14:05 WITA", "2024-10-30T14:05", 480, True),
        ("Rabu, 30 Oktober 2024 - 14.05 WIB", "2024-10-30T14:05", 420, True),
        ("Jum'at, 4 Agust 2023 pukul 09.10 wit", "2023-08-04T09:10", 540, True),
        ("01 Sep 2025, 16:33 WIT", "2025-09-01T16:33", 540, True),
        ("Ahad, 5 Pebruari 2023, 07:05:22 WIB", "2023-02-05T07:05:22", 420, True),
        ("Kamis , 05 Nopember 2015, 15:07 WIB", "2015-11-05T15:07", 420, True),
        ("12 Ags 2024 08:00", "2024-08-12T08:00", None, True),
        ("Senin 11-04-2022,10:27 WIB", "2022-04-11T10:27", 420, True),
        ("27/04/2013, 09:22 WIB", "2013-04-27T09:22", 420, True),
        ("Mei 21, 2025", "2025-05-21T00:00", None, False),
        ("Sabtu, 30 Ogos 2014 3:09 PM", "2014-08-30T15:09", None, True),
        ("14:05 WITA, 30 Oktober 2024", "2024-10-30T14:05", 480, True),
        ("October 30th, 2024 at 12:15 a.m.", "2024-10-30T00:15", None, True),
        ("2024年4月24日 23:52", "2024-04-24T23:52", None, True),
        ("2024년 4월 24일", "2024-04-24T00:00", None, False),
        ("Veröffentlicht am 13. März 2026 um 15:44 Uhr", "2026-03-13T15:44", None, True),
        ("Publié le 3 août 2024 à 09:05", "2024-08-03T09:05", None, True),
        ("30 Oktober 2024 (14:05 WIB)", "2024-10-30T14:05", 420, True),
    ],
)
def test_a_printed_time_is_read(text, local, offset, clock):
    stamp = next(printed_stamps(text))
    assert (stamp.local, stamp.offset, stamp.clock) == (datetime.fromisoformat(local), offset, clock)


@pytest.mark.parametrize(
    "text", ["Rabu (30/10)", "pukul 14.05 WITA", "31/31/2024", "Oktober 2024", "30 Meja 2024"]
)
def test_what_is_no_full_date_is_no_time(text):
    assert list(printed_stamps(text)) == []


@pytest.mark.parametrize(
    ("text", "local", "offset"),
    [
        ("2024-10-30T14:05:00+08:00", "2024-10-30T14:05", 480),
        ("2024-10-30T06:05:00.000Z", "2024-10-30T06:05", 0),
        ("2024-10-30 14:05:00+0700", "2024-10-30T14:05", 420),
        ("2015-11-05 T10:08:58Z", "2015-11-05T10:08:58", 0),
        ("Wed, 30 Oct 2024 14:05:00 +0800", "2024-10-30T14:05", 480),
        ("2024-10-30T14:05", "2024-10-30T14:05", None),
    ],
)
def test_a_machine_time_is_read(text, local, offset):
    stamp = machine_stamp(text, "meta")
    assert stamp is not None
    assert (stamp.local, stamp.offset) == (datetime.fromisoformat(local), offset)


@pytest.mark.parametrize("text", ["1730268300", "1730268300000", "20241030", "soon", ""])
def test_bare_numbers_are_no_time(text):
    assert machine_stamp(text, "meta") is None


@pytest.mark.parametrize(
    ("text", "believed"),
    [
        ("2024-11-03T02:00:00+00:00", True),
        ("2024-11-05T02:00:00+00:00", False),
        ("1970-01-01T00:00:00Z", False),
        ("9999-12-31T23:59:59-14:00", False),
        ("0001-01-01T00:00:00Z", False),
    ],
)
def test_impossible_times_are_not_believed(text, believed):
    stamp = machine_stamp(text, "json-ld")
    assert stamp is not None
    assert believable(stamp, FETCHED) is believed


def test_an_unreadable_clock_leaves_the_day():
    stamp = machine_stamp("2023-11-02T20-59-53Z", "meta")
    assert stamp is not None
    assert not stamp.clock


@pytest.mark.parametrize(
    ("text", "day", "clock"),
    [("5 jam yang lalu", 2, False), ("20 menit lalu", 2, True), ("2 days ago", 31, False)],
)
def test_relative_times_count_from_the_fetch(text, day, clock):
    stamp = relative_stamp(text, FETCHED, 480)
    assert stamp is not None
    assert (stamp.local.day, stamp.clock) == (day, clock)


@pytest.mark.parametrize(
    ("url", "day"),
    [
        ("https://a.id/2024/10/30/judul/", "2024-10-30"),
        ("https://a.id/read/20241030/1/x", "2024-10-30"),
        ("https://a.id/x", None),
    ],
)
def test_a_url_tells_a_day(url, day):
    stamp = url_stamp(url)
    assert (stamp.local.date().isoformat() if stamp else None) == day


def _published(machine=(), printed=(), modified=(), timezone="Asia/Makassar"):
    found = Witnesses(
        tuple(machine_stamp(text, "json-ld") for text in machine),
        tuple(stamp for text in printed for stamp in printed_stamps(text)),
        tuple(machine_stamp(text, "json-ld") for text in modified),
    )
    return decide_published(found, timezone), found


@pytest.mark.parametrize(
    ("machine", "printed", "timezone", "expected", "disputed"),
    [
        # Metadata alone, and written on the publisher's clock where it is in UTC.
        (["2024-10-30T14:05:09+08:00"], [], None, "2024-10-30T14:05:09+08:00", False),
        (["2024-10-30T06:05:09+00:00"], [], "Asia/Makassar", "2024-10-30T14:05:09+08:00", False),
        (
            ["2024-10-30T06:05:09+00:00"],
            ["Rabu, 30 Oktober 2024 | 14:05 WITA"],
            None,
            "2024-10-30T14:05:09+08:00",
            False,
        ),
        # A plugin writes the local clock with the offset of UTC.
        (
            ["2024-10-30T14:05:09+00:00"],
            ["30 Oktober 2024 14:05 WITA"],
            None,
            "2024-10-30T14:05:00+08:00",
            True,
        ),
        # A clock without zone takes the printed one, or the site's.
        (["2024-10-30T14:05:09"], ["30 Oktober 2024"], "Asia/Jakarta", "2024-10-30T14:05:09+07:00", False),
        ([], ["30 Oktober 2024, 14.05"], "Asia/Makassar", "2024-10-30T14:05:00+08:00", False),
        ([], ["30 Oktober 2024, 14.05"], None, "2024-10-30T14:05:00", False),
        # A day alone never gains a midnight.
        ([], ["30 Oktober 2024"], "Asia/Makassar", "2024-10-30", False),
        (["2024-10-30"], ["30 Oktober 2024, 14.05 WITA"], None, "2024-10-30T14:05:00+08:00", False),
        # What lies days apart is another event.
        (
            ["2024-10-30T14:05:09+08:00"],
            ["12 Oktober 2024, 09.00 WITA"],
            None,
            "2024-10-30T14:05:09+08:00",
            True,
        ),
        # What is labelled as a change is no publication.
        (
            ["2024-10-30T14:05:09+08:00"],
            ["Diperbarui: 30 Oktober 2024, 17.00 WITA"],
            None,
            "2024-10-30T14:05:09+08:00",
            False,
        ),
        ([], [], "Asia/Makassar", None, False),
    ],
)
def test_one_witness_is_believed(machine, printed, timezone, expected, disputed):
    stamp, _ = _published(machine, printed, timezone=timezone)
    assert (stamp.isoformat() if stamp else None) == expected
    assert (stamp.disputed if stamp else False) == disputed


@pytest.mark.parametrize(
    ("modified", "expected"),
    [
        ("2024-10-30T09:00:00+00:00", "2024-10-30T17:00:00+08:00"),
        ("2024-10-30T06:05:00+00:00", None),
        ("2024-10-29T06:05:00+00:00", None),
    ],
)
def test_a_change_is_later_than_the_publication(modified, expected):
    published, found = _published(["2024-10-30T14:05:00+08:00"], modified=[modified])
    changed = decide_modified(found, published, "Asia/Makassar")
    assert (changed.isoformat() if changed else None) == expected
