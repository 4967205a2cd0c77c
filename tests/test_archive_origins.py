"""Whom a story's text comes from, and which outlet had it first: told apart, whenever and in whatever order articles come."""

from dataclasses import replace
from itertools import permutations

import pytest
from archive_samples import KABAR, NOON, SUARA, new_store, rows
from retold import tell
from test_archive_stories import printed

from pipelines.archive import open_archive
from pipelines.archive.erasure import forget
from pipelines.catalogue import Site
from pipelines.commands.stories import tell_origin

PEMKAB = Site(id="pemkab", name="Pemkab Banjar", homepage="https://pemkab.example/", kind="government")
KAWAT = Site(id="kawat", name="Kawat", homepage="https://kawat.example/", kind="agency")
SITES = {site.id: site for site in (KABAR, SUARA, PEMKAB, KAWAT)}
RELEASE = tell("siaran pers")
DAY = 24 * 60


def of(site_id: str, minute: int, **changes):
    return site_id, printed(f"https://{site_id}.example/1", *RELEASE, minute=minute, **changes)


def archive(data, told) -> None:
    with new_store(data, *SITES.values()) as store:
        for site_id, article in told:
            store.import_article(article, SITES[site_id], None, NOON)
            store.flush()


def sentence(data) -> str:
    with open_archive(data) as archive:
        (story,) = archive.stories("largest", None, 5)
    return tell_origin(story)


@pytest.mark.parametrize(
    ("told", "wanted"),
    [
        (
            [of("pemkab", 0), of("kabar", 14), of("suara", 20)],
            "origin: Pemkab Banjar (government), first outlet: Kabar Banua, 14 minutes later",
        ),
        (  # a release goes out by mail, and stands on the site when somebody finds the time
            [of("kabar", 0), of("pemkab", 130)],
            "origin: Pemkab Banjar (government), first outlet: Kabar Banua, 2 hours 10 minutes earlier",
        ),
        ([of("kabar", 0), of("suara", 5), of("pemkab", DAY + 1)], ""),
        ([of("kabar", 0), of("pemkab", 30, syndicated_from="Kabar Banua")], "origin: Kabar Banua (outlet)"),
        (
            [of("kawat", 0), of("pemkab", 5, agency="Kawat"), of("suara", DAY + 61)],
            "origin: Kawat (agency), first outlet: Suara Pulau, 1 day 1 hour later",
        ),
        (
            [of("kabar", 0), of("suara", 0, agency="ANTARA", press_release="Humas")],
            "origin: ANTARA (agency), first outlet: Kabar Banua?",
        ),
        (
            [of("kabar", 0), of("suara", 9, press_release="Humas Pemkab Banjar")],
            "origin: Humas Pemkab Banjar (release), first outlet: Kabar Banua",
        ),
        (
            [of("kabar", 0), of("suara", 9, syndicated_from="jauh.example")],
            "origin: jauh.example (outlet), first outlet: Kabar Banua",
        ),
        ([of("suara", 9, syndicated_from="kabar.example"), of("kabar", 0)], "origin: Kabar Banua (outlet)"),
        ([of("pemkab", 0), of("kawat", 1)], "origin: Pemkab Banjar (government), no outlet"),
        ([of("kabar", 0), of("suara", 9)], ""),
    ],
)
def test_origin_and_first_outlet(tmp_path, told, wanted):
    archive(tmp_path, told)
    assert sentence(tmp_path) == wanted


def test_order_of_arrival_makes_no_difference_and_again_changes_nothing(tmp_path):
    told = [of("pemkab", 7), of("kabar", 14), of("suara", 20)]
    for number, order in enumerate([*permutations(told)][1::2]):
        data = tmp_path / str(number)
        archive(data, order)
        archive(data, order)
        assert sentence(data).endswith("first outlet: Kabar Banua, 7 minutes later")


def test_what_comes_later_or_goes_moves_both(tmp_path):
    archive(tmp_path, [of("kabar", 14), of("suara", 20)])
    assert sentence(tmp_path) == ""
    archive(tmp_path, [of("pemkab", 0)])
    assert sentence(tmp_path).endswith("first outlet: Kabar Banua, 14 minutes later")
    forget(tmp_path, ["https://kabar.example/1"], "asked for")
    assert sentence(tmp_path).endswith("first outlet: Suara Pulau, 20 minutes later")


def test_site_that_turns_out_to_be_a_government_is_the_origin(tmp_path):
    archive(tmp_path, [of("kabar", 0), of("suara", 5)])
    with new_store(tmp_path, replace_kind(KABAR, "government")):
        pass
    assert sentence(tmp_path).startswith("origin: Kabar Banua (government), first outlet: Suara Pulau, 5 min")


def replace_kind(site: Site, kind: str) -> Site:
    return site.model_copy(update={"kind": kind})


def test_mark_of_what_builds_on_the_text_is_not_its_origin(tmp_path):
    round_up = printed(
        "https://suara.example/2", *RELEASE[:6], *tell("laporan", 6), minute=40, agency="ANTARA"
    )
    archive(tmp_path, [of("kabar", 0), ("suara", round_up)])
    assert rows(tmp_path, "SELECT articles, origin FROM story_origins") == [(2, None)]


def test_views_carry_both(tmp_path):
    day_alone = replace(of("suara", 20)[1], published=replace(of("suara", 20)[1].published, precision="day"))
    archive(tmp_path, [of("pemkab", 0), of("kabar", 14), ("suara", day_alone)])
    columns = (
        "origin_kind, origin_by, origin_site, outlet_site, outlet_is_certain, first_is_certain, minutes_later"
    )
    assert rows(tmp_path, f"SELECT {columns} FROM story_origins") == [
        ("government", "site", "pemkab", "kabar", 0, 0, 14)
    ]
    assert rows(tmp_path, "SELECT place, site, site_kind, relation FROM story_members ORDER BY place") == [
        (1, "pemkab", "government", "first"),
        (2, "kabar", "outlet", "copy"),
        (3, "suara", "outlet", "copy"),
    ]
