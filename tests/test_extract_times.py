"""Times: the printed grammar, metadata, and which witness is believed."""

from datetime import UTC, datetime

import pytest

from pipelines.catalogue import Site
from pipelines.extract import extract_article
from pipelines.extract.publication import Witnesses, decide_modified, decide_published
from pipelines.extract.times import (
    believable,
    epoch_stamp,
    machine_stamp,
    printed_stamps,
    relative_stamp,
    url_stamp,
)
from pipelines.items import Article, Capture

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
        ("22/10/2025, 19:25 (GMT+7)", "2025-10-22T19:25", 420, True),
        ("30/10/24 14:05 WIB", "2024-10-30T14:05", 420, True),
        ("Do 25.04.24 | 14:07 Uhr", "2024-04-25T14:07", None, True),
        ("Wed, 10/30/2024 - 14:05", "2024-10-30T14:05", None, True),  # what cannot be a month is the day
        ("03/04/2024 14:05", "2024-04-03T14:05", None, True),
        ("Oct. 30, 2024 2:05 p.m. ET", "2024-10-30T14:05", -240, True),
        ("Jan 30, 2024 at 2:05 PM ET", "2024-01-30T14:05", -300, True),
        ("30 Oktober 2024 14:05 PT Adaro", "2024-10-30T14:05", None, True),  # a company
        ("30 October 2024 14:05 IST", "2024-10-30T14:05", 330, True),
        ("30 October 2024, 14:05 AEDT", "2024-10-30T14:05", 660, True),
        ("12:05 p.m., October 30, 2024", "2024-10-30T12:05", None, True),
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
        ("2024-10-30T14:05:00 WIB", "2024-10-30T14:05", 420),
        ("20241030T140500Z", "2024-10-30T14:05", 0),
        ("20241030T1405+0700", "2024-10-30T14:05", 420),
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


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("1730271900", "2024-10-30T07:05:00"),
        ("1730271900000", "2024-10-30T07:05:00"),
        ("20241030", None),
        ("173027190012", None),
        ("30 Oktober", None),
    ],
)
def test_seconds_since_1970_are_read_where_scripts_keep_them(text, wanted):
    stamp = epoch_stamp(text, "microdata")
    assert (stamp and stamp.local.isoformat()) == wanted


def test_in_american_english_the_month_stands_first():
    stamp = next(printed_stamps("03/04/2024 2:05 PM", month_first=True))
    assert stamp.local == datetime.fromisoformat("2024-03-04T14:05")


@pytest.mark.parametrize(
    ("text", "local", "offset", "clock"),
    [
        ("Kemarin, 14:05 WIB", "2024-11-01T14:05", 420, True),
        ("Hari ini pukul 08.05", "2024-11-02T08:05", None, True),
        ("Yesterday at 2:05 pm", "2024-11-01T14:05", None, True),
        ("Semalam, 14:05", "2024-11-01T14:05", None, True),
        ("sejam yang lalu", "2024-11-02T10:00", None, False),
        ("an hour ago", "2024-11-02T10:00", None, False),
        ("2 jam lepas", "2024-11-02T09:00", None, False),
        ("vor 2 Stunden", "2024-11-02T09:00", None, False),
        ("il y a 2 heures", "2024-11-02T09:00", None, False),
        ("30 menit lalu", "2024-11-02T10:30", 480, True),
    ],
)
def test_times_told_by_their_distance_are_read(text, local, offset, clock):
    stamp = relative_stamp(text, FETCHED, 480)
    assert stamp is not None
    assert (stamp.local, stamp.offset, stamp.clock) == (datetime.fromisoformat(local), offset, clock)


@pytest.mark.parametrize("text", ["3 minggu yang lalu", "4 bulan lalu", "Kemarin warga datang", "baru saja"])
def test_what_is_told_too_coarsely_is_no_date(text):
    assert relative_stamp(text, FETCHED, 480) is None


PROSE = "".join(
    f"<p>Jembatan baru di Sungai Martapura dibuka untuk umum, kata pejabat ke-{n}.</p>" for n in range(8)
)
JAKARTA = Site(id="kk", name="Klik", homepage="https://klikkota.com/", language="id", timezone="Asia/Jakarta")


@pytest.mark.parametrize(
    ("beside", "published", "modified"),
    [
        # themes print the time of the last change too, and hide it
        (('<time class="updated" datetime="2024-10-31T16:05+07:00">31 Okt</time> <time class="entry-date published"'
         ' datetime="2024-10-30T14:05+07:00">30 Okt</time>'), "2024-10-30T14:05:00+07:00", "2024-10-31T16:05:00+07:00"),
        (('<time itemprop="dateModified" datetime="2024-10-31T16:05+07:00">x</time> <time datetime="2024-10-30T14:05+07:00">'
         "30 Okt</time>"), "2024-10-30T14:05:00+07:00", "2024-10-31T16:05:00+07:00"),
        ('<time class="entry-date updated" datetime="2024-10-30T14:05+07:00">x</time>', "2024-10-30T14:05:00+07:00", None),
        ('<time datetime="1730271900">Rabu</time>', "2024-10-30T14:05:00+07:00", None),
        ('<time datetime="2024-10-30">Rabu</time>', "2024-10-30", None),
        ('<abbr class="published" title="2024-10-30T14:05:00+07:00">14.05</abbr>', "2024-10-30T14:05:00+07:00", None),
        ('<span data-timestamp="1730271900000">tadi</span>', "2024-10-30T14:05:00+07:00", None),
        ("Diterbitkan: 30 Oktober 2024 14:05 WIB - Diperbarui: 30 Oktober 2024 16:05 WIB",
         "2024-10-30T14:05:00+07:00", "2024-10-30T16:05:00+07:00"),
        ("Update: 30 Oktober 2024 16:05 WIB", None, "2024-10-30T16:05:00+07:00"),
    ],
)  # fmt: skip
def test_elements_and_labels_tell_publication_from_change(beside, published, modified):
    page = f"<html><body><h1>Jembatan Baru Dibuka untuk Umum</h1><div>{beside}</div><div>{PROSE}</div></body></html>"
    url = "https://klikkota.com/jembatan-baru-dibuka"
    found = extract_article(Capture(url, url, 200, (), page.encode(), FETCHED), JAKARTA)
    assert isinstance(found, Article)
    assert (found.published and found.published.isoformat()) == published
    assert (found.modified and found.modified.isoformat()) == modified
