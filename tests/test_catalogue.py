"""Site files are checked strictly; a mistake names file and key."""

import pytest

from pipelines.catalogue import CatalogueError, load_catalogue, read_site, shipped_sites, site_for_host

RIGHT = 'id = "koran"\nname = "Koran"\nhomepage = "https://koran.test/"\n'


def write(folder, name, text):
    folder.mkdir(exist_ok=True)
    path = folder / f"{name}.toml"
    path.write_text(text, encoding="utf-8")
    return path


def test_shipped_catalogue_is_right():
    assert "klikkalimantan" in load_catalogue([shipped_sites()])


@pytest.mark.parametrize(
    ("text", "key"),
    [
        (RIGHT + 'colour = "red"', "colour: unknown key"),
        (RIGHT + "[politeness]\ndelay = -1", "politeness.delay"),
        (RIGHT + '[politeness]\ndelay = "2"', "politeness.delay"),
        (RIGHT + "[discovery]\nmax_pages = 0", "discovery.max_pages"),
        (RIGHT + "[revisits]\nbudget = -1", "revisits.budget"),
        (RIGHT + '[discovery]\ndeny = "("', "discovery.deny"),
        (
            RIGHT + '[[discovery.channels]]\nkind = "smell"\nurl = "https://koran.test/feed"',
            "discovery.channels.0.kind",
        ),
        (
            RIGHT + '[[discovery.channels]]\nkind = "feed"\nurl = "ftp://koran.test/"',
            "discovery.channels.0.url",
        ),
        (RIGHT + 'timezone = "WITA"', "timezone"),
        (RIGHT + '[extraction]\nbody = "div["', "extraction.body"),
        (RIGHT + '[extraction]\nremove = [".ad", ")"]', "extraction.remove"),
        (RIGHT + '[extraction]\nencoding = "utf-99"', "extraction.encoding"),
        (RIGHT + 'kind = "blog"', "kind"),
        (RIGHT.replace("https:", "file:"), "homepage"),
        (RIGHT.replace('"koran"', '"../koran"'), "id"),
        (RIGHT.replace('"koran"', '"other"'), "id: is 'other'"),
        ('name = "Koran"', "id"),
        (RIGHT + "name = ", "Invalid value"),
    ],
)
def test_wrong_site_file_names_file_and_key(tmp_path, text, key):
    path = write(tmp_path / "sites", "koran", text)
    with pytest.raises(CatalogueError) as caught:
        read_site(path)
    assert str(path) in str(caught.value)
    assert key in str(caught.value)


def test_file_that_is_no_utf8_is_named(tmp_path):
    path = tmp_path / "koran.toml"
    path.write_bytes(b'name = "\xff"')
    with pytest.raises(CatalogueError, match=r"koran\.toml"):
        read_site(path)


def test_operator_file_is_laid_over_the_shipped_one_key_by_key(tmp_path):
    write(tmp_path / "shipped", "koran", RIGHT + "[politeness]\ndelay = 1.0\n[discovery]\nmax_pages = 3")
    write(tmp_path / "own", "koran", "[politeness]\ndelay = 5.0")
    site = load_catalogue([tmp_path / "shipped", tmp_path / "own"])["koran"]
    assert (site.politeness.delay, site.discovery.max_pages, site.name) == (5.0, 3, "Koran")


def test_two_sites_of_one_host_are_an_error(tmp_path):
    write(tmp_path, "koran", RIGHT)
    write(tmp_path, "twin", RIGHT.replace('"koran"', '"twin"').replace("koran.test", "www.koran.test"))
    with pytest.raises(CatalogueError, match="homepage"):
        load_catalogue([tmp_path])


@pytest.mark.parametrize(
    ("host", "site_id"),
    [
        ("www.koran.test", "koran-test"),
        ("127.0.0.1:8001", "127-0-0-1-8001"),
        ("xn--80ak6aa92e.com", "xn-80ak6aa92e-com"),
        ("", "unknown"),
    ],
)
def test_unnamed_host_becomes_a_site(host, site_id):
    assert site_for_host(host or "...").id == site_id
