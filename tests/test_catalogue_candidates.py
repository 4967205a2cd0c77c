"""Candidates and networks are data that is checked; a network's rules lie under the files that name it."""

import pytest
from click.testing import CliRunner

from crawler.candidates import (
    choose_provinces,
    find_candidate,
    laid_over,
    provinces,
    read_provinces,
    region_code,
)
from crawler.probing.prospects import prospects_in
from crawler.site_adding import list_candidates
from pipelines.catalogue import CatalogueError, load_catalogue, networks_beside, read_networks, shipped_sites

SITE = 'id = "koran"\nname = "Koran"\nhomepage = "https://koran.test/"\nnetwork = "kelompok"\n'
NETWORK = 'name = "Kelompok"\n[rules]\nkind = "agency"\n[rules.extraction]\nsingle_page = "?page=all"\nbody = ".isi"\n'


def write(folder, name, text):
    folder.mkdir(exist_ok=True)
    (folder / f"{name}.toml").write_text(text, encoding="utf-8")


def test_every_shipped_candidate_names_a_network_that_is_there():
    networks = read_networks([networks_beside(shipped_sites())])
    named = {each.network for province in provinces().values() for each in province.candidate if each.network}
    assert named <= networks.keys()
    assert len(provinces()) == 38
    assert all(province.timezone and province.language for province in provinces().values())


@pytest.mark.parametrize(
    ("wanted", "codes"),
    [
        ("ID-KS", ["ID-KS"]),
        ("kalsel", ["ID-KS"]),
        ("Kalimantan Selatan", ["ID-KS"]),
        ("East Java", ["ID-JI"]),
        ("Papua", ["ID-PA"]),
        ("Atlantis", []),
    ],
)
def test_province_by_code_name_or_abbreviation(wanted, codes):
    assert [province.region for province in choose_provinces(wanted)] == codes


def test_a_countrys_code_means_all_its_provinces_and_none_alone():
    assert len(choose_provinces("ID")) == 38
    assert region_code("ID") == "ID"


def test_a_candidate_that_has_a_site_file_is_passed_over(tmp_path):
    province = choose_provinces("KALSEL")[0]
    first = province.candidate[0]
    write(tmp_path / "sites", "x", f'id = "x"\nname = "x"\nhomepage = "{first.homepage}"\n')
    wanted, held = prospects_in([province], load_catalogue([tmp_path / "sites"]).values(), 2.0)
    assert held == [first]
    assert len(wanted) == len(province.candidate) - 1
    assert len({prospect.id for prospect in wanted}) == len(wanted)


def test_candidates_are_listed_with_the_evidence_that_they_were_seen(tmp_path):
    run = CliRunner().invoke(list_candidates, ["--region", "KALSEL", "--json", "--data", str(tmp_path)])
    assert run.exit_code == 0
    assert run.stdout.count('"evidence": "http') == len(choose_provinces("KALSEL")[0].candidate)


def test_host_of_a_candidate_is_found_whatever_its_page():
    province, candidate = find_candidate("http://www.koranbanjar.net/some/page")
    assert (province.region, candidate.name) == ("ID-KS", "Koran Banjar")


@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        ('region = "XX-B"\nname = "B"', "region: is 'XX-B'"),
        ('region = "XX-A"\nname = "A"\ncolour = 1', "colour: unknown key"),
        (
            'region = "XX-A"\nname = "A"\n'
            + '[[candidate]]\nname = "K"\nhomepage = "https://k.test/"\nevidence = "e"\n' * 2,
            "k.test is in",
        ),
    ],
)
def test_wrong_file_of_a_province_is_named(tmp_path, text, wrong):
    write(tmp_path, "XX-A", text)
    with pytest.raises(CatalogueError, match=r"XX-A\.toml: .*" + wrong):
        read_provinces(tmp_path)


def test_operators_own_candidates_lie_over_the_shipped_ones(tmp_path):
    shipped = choose_provinces("ID-KS")[0]
    own = '[[candidate]]\nname = "{}"\nhomepage = "{}"\nevidence = "e"\n'
    named = own.format("Milik Sendiri", shipped.candidate[0].homepage) + own.format(
        "Baru", "https://baru.test/"
    )
    write(tmp_path, "ID-KS", f'region = "ID-KS"\nname = "Banua"\n{named}')
    with laid_over(tmp_path):
        (found,) = choose_provinces("KALSEL")
        assert (found.name, found.timezone) == ("Banua", shipped.timezone)
        assert [each.name for each in found.candidate[:2]] == ["Milik Sendiri", "Baru"]
        assert found.candidate[2:] == shipped.candidate[1:]
    assert choose_provinces("KALSEL") == [shipped]


def test_rules_of_a_network_lie_under_the_site_file_key_by_key(tmp_path):
    write(tmp_path / "networks", "kelompok", NETWORK)
    write(tmp_path / "sites", "koran", SITE + '[extraction]\nbody = ".own"\n')
    site = load_catalogue([tmp_path / "sites"])["koran"]
    assert (site.kind, site.extraction.single_page, site.extraction.body) == ("agency", "?page=all", ".own")


@pytest.mark.parametrize(
    ("network", "wrong"),
    [
        (None, r"koran\.toml: network: there is no networks/kelompok\.toml"),
        ('name = "K"\nsmell = 1', r"kelompok\.toml: smell: unknown key"),
        ('name = "K"\n[rules]\nsmell = 1', r"kelompok\.toml: smell: unknown key"),
        (
            'name = "K"\n[rules]\nhomepage = "https://x.test/"',
            r"kelompok\.toml: rules\.homepage: is a site's own",
        ),
    ],
)
def test_wrong_network_is_named(tmp_path, network, wrong):
    if network:
        write(tmp_path / "networks", "kelompok", network)
    write(tmp_path / "sites", "koran", SITE)
    with pytest.raises(CatalogueError, match=wrong):
        load_catalogue([tmp_path / "sites"])
