"""The archive in a real Chromium: what a reader does, by mouse, by keyboard, on a phone; and what a hostile article cannot do."""

import pytest
from chromium import SMALL, Watched, browsing, served
from click.testing import CliRunner
from web_samples import CORRECTED, FIRST, FORMULA, HOSTILE, SCRIPT, make_archive

from crawler.cli import main
from pipelines.archive.values import uid_of

pytestmark = pytest.mark.browser
PAGES = [
    "", "search?q=banjir", "search?q=%22", "stories", f"story/{uid_of(FIRST)}", f"article/{uid_of(CORRECTED)}",
    f"article/{uid_of(CORRECTED)}/diff", f"article/{uid_of(HOSTILE)}", "search?q=bahaya", "capture/4", "archive",
    "archive/articles", "archive/articles/6", "archive/corrections?kind=&site=", "archive?sql=select+*+from+articles",
    "archive/articles.csv", "archive/articles.json", "-/dashboards", "-/dashboards/archive",
]  # fmt: skip


@pytest.fixture(scope="module")
def data(tmp_path_factory):
    return make_archive(tmp_path_factory.mktemp("served"))


@pytest.fixture(scope="module")
def address(data):
    with served(data) as found:
        yield found


@pytest.fixture(scope="module")
def browser():
    with browsing() as found:
        yield found


@pytest.fixture
def watched(browser):
    found = Watched(browser)
    yield found
    assert found.outside == []
    assert found.complaints == []
    found.context.close()


@pytest.fixture
def page(watched):
    return watched.page


def test_search_article_diff_copies(page, address):
    page.goto(address)
    page.get_by_label("Search the archive").fill("menewaskan")
    page.get_by_role("button", name="Search").click()
    assert page.get_by_role("status").inner_text() == "1 article"
    page.get_by_role("link", name="Banjir di Martapura").click()
    page.get_by_role("link", name="See what changed, word by word").click()
    assert page.locator(".diff del").all_inner_texts() == ["412 ", "masjid"]
    assert page.locator(".diff ins").all_inner_texts() == ["415 ", "sekolah"]
    page.goto(f"{address}article/{uid_of(FIRST)}")
    copies = page.locator(".copies li")
    assert copies.count() == 3
    copies.nth(1).get_by_role("link").click()
    assert page.get_by_role("heading", level=1).inner_text() == "Banjir surut, warga pulang"
    page.get_by_role("link", name="a story").click()
    assert page.locator("table.timeline tbody tr").count() == 3


def test_charts_are_drawn_without_evaluating_anything(page, address):
    page.goto(f"{address}-/dashboards/archive")
    for name in ("days", "first", "revisions", "presence", "ledger", "standings"):
        page.wait_for_selector(f"#chart-{name} svg .mark-rect path")
    page.wait_for_selector("#chart-alarms svg .mark-rule line[aria-label*=suara]", state="attached")
    page.goto(f"{address}-/dashboards/archive/days")
    page.wait_for_selector(".chart.tall svg .mark-rect path")


def test_by_keyboard_alone(page, address):
    page.goto(address)
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Skip to content"
    outline = page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
    assert outline != "none"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "content"
    page.keyboard.press("Tab")
    assert page.evaluate("document.querySelector('main').contains(document.activeElement)")
    page.goto(f"{address}search")
    for _ in range(9):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.id") == "q":
            break
    page.keyboard.type("warga pulang")
    page.keyboard.press("Enter")
    page.wait_for_url("**q=warga+pulang*")
    page.get_by_role("link", name="Banjir surut, warga pulang").focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/article/**")


@pytest.fixture(scope="module")
def phone(browser):
    watched = Watched(browser, viewport={"width": SMALL, "height": 700}, color_scheme="dark")
    yield watched
    watched.context.close()


@pytest.mark.parametrize("path", PAGES)
def test_nothing_hostile_runs_nothing_is_loaded_and_all_fits_a_phone(phone, address, path):
    watched = phone
    watched.outside.clear()
    watched.complaints.clear()
    answer = watched.page.goto(address + path)
    if "dashboards/" in path:
        watched.page.wait_for_selector("#chart-days svg .mark-rect path")
    assert watched.page.evaluate("window.pwned") is None
    assert watched.outside == []
    expected = [each for each in watched.complaints if answer.status == 400 and "status of 400" in each]
    assert watched.complaints == expected
    wide = watched.page.evaluate(
        "document.documentElement.scrollWidth - document.documentElement.clientWidth"
    )
    assert wide == 0 or path.endswith((".csv", ".json"))


def test_the_report_is_one_file_that_asks_for_nothing_fits_a_phone_and_prints(phone, data, tmp_path):
    out = tmp_path / "report.html"
    made = CliRunner().invoke(
        main, ["report", "--data", str(data), "--until", "2026-03-07", "--output", str(out)]
    )
    assert made.exit_code == 0, made.output
    phone.outside.clear()
    phone.complaints.clear()
    page, asked = phone.page, []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(out.as_uri())
    assert page.evaluate("window.pwned") is None
    assert page.locator("script, img, link").count() == 0
    assert "412 415" in page.locator("#changed ~ ul").inner_text()
    assert page.evaluate("document.documentElement.scrollWidth") == SMALL
    assert min(box["height"] for box in map(_box, page.locator("svg.chart rect.solid").all())) > 0
    page.emulate_media(media="print", color_scheme="light")
    assert page.evaluate("getComputedStyle(document.querySelector('.solid')).fill") == "rgb(0, 0, 0)"
    assert page.pdf().startswith(b"%PDF")
    page.emulate_media(media="screen", color_scheme="dark")
    assert asked == [out.as_uri()]
    assert (phone.outside, phone.complaints) == ([], [])


def _box(place):
    return place.bounding_box()


def test_hostile_words_are_read_as_they_are(page, address):
    page.goto(f"{address}article/{uid_of(HOSTILE)}")
    assert FORMULA in page.get_by_role("heading", level=1).inner_text()
    assert SCRIPT in page.locator("article .text").inner_text()
    assert page.locator("article img, article svg, article a[href^='javascript']").count() == 0
    with page.expect_download() as download:
        page.goto(f"{address}capture/4")
        page.get_by_role("link", name="download").click()
    assert download.value.suggested_filename == "capture-4.bin"


def test_every_field_has_a_label_and_every_page_its_heading(page, address):
    for path in ("", "search", "stories", f"article/{uid_of(CORRECTED)}/diff"):
        page.goto(address + path)
        fields = page.locator("main input, main select, header input")
        assert fields.evaluate_all("all => all.filter(one => !one.labels.length).length") == 0
        assert page.locator("h1").count() == 1
