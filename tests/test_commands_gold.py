"""`kliping gold`: a page goes from the archive into a corpus, a person corrects it, and extraction is scored on it."""

import gzip
import json
import shlex
import sys

import pytest
from archive_samples import NOON, add_leads, archive_article, article_of, capture_of, new_store, url_of
from click.testing import CliRunner

from pipelines.archive.values import key_of
from pipelines.catalogue import site_for_host
from pipelines.commands.extract import extract_page, read_page_line
from pipelines.commands.gold import gold
from pipelines.commands.scoring import extract_gold
from pipelines.items import LeadState, Outcome, Removed
from pipelines.quality import page_paths, read_corpus

URL = url_of("banjir")
PARAGRAPHS = [
    "MARTAPURA - Banjir merendam ratusan rumah di Kecamatan Martapura, Kabupaten Banjar, sejak Minggu pagi.",
    "Ketinggian air mencapai satu meter, kata Kepala Pelaksana BPBD Kabupaten Banjar kepada wartawan di lokasi.",
    "Warga yang mengungsi ditampung di tiga sekolah, dan dapur umum didirikan di halaman kantor kecamatan.",
]
FURTHER = (
    "Air diperkirakan surut dua hari lagi bila hujan di hulu berhenti, menurut petugas bendung setempat."
)


def html(paragraphs, title="Banjir Merendam Martapura"):
    body = "".join(f"<p>{text}</p>" for text in paragraphs)
    stamp = '<meta property="article:published_time" content="2026-03-01T10:00:00+08:00">'
    return f"<html><head><title>{title}</title>{stamp}</head><body><article><h1>{title}</h1>{body}</article></body></html>".encode()


@pytest.fixture(scope="module")
def data(tmp_path_factory):
    folder = tmp_path_factory.mktemp("data")
    removed = (Removed("Baca Juga: Harga Cabai Naik\nIklan", "related", "phrase"),)
    fields = {"authors": ("Ani",), "dateline_place": "MARTAPURA", "removed": removed}
    article = article_of(URL, "\n".join([*PARAGRAPHS, FURTHER]), **fields)
    captures = (
        capture_of(URL, html(PARAGRAPHS)),
        capture_of(f"{URL}?page=2", html([FURTHER])),
    )
    with new_store(folder) as store:
        add_leads(store, URL)
        store.record_outcome(
            Outcome(key_of(URL), LeadState.ARCHIVED, captures=captures, article=article), NOON
        )
        archive_article(store, "teks", text="Sebuah teks tanpa halaman yang diimpor begitu saja.")
    return folder


def run(*args, **kwargs):
    return CliRunner().invoke(gold, [str(arg) for arg in args], **kwargs)


def editor(tmp_path, *replacements):
    """Return an $EDITOR that replaces texts in the file it is given."""
    script = tmp_path / "editor.py"
    script.write_text(
        "import sys, pathlib\npath = pathlib.Path(sys.argv[1])\ntext = path.read_text('utf-8')\n"
        f"for old, new in {list(replacements)!r}:\n    assert old in text, old\n    text = text.replace(old, new)\n"
        "path.write_text(text, 'utf-8')\n",
        encoding="utf-8",
    )
    return {"VISUAL": shlex.join([sys.executable, str(script)])}


@pytest.fixture
def corpus(data, tmp_path):
    folder = tmp_path / "corpus"
    result = run("add", URL, "--corpus", folder, "--data", data)
    assert result.exit_code == 0, result.output
    return folder


def test_add_writes_the_page_and_what_the_archive_holds(corpus):
    (page,) = read_corpus(corpus)
    assert page.reviewed is False
    assert (page.url, page.title, page.authors, page.editors) == (URL, "Banjir di Martapura", ["Ani"], [])
    assert (page.published, page.modified) == ("2026-03-01T10:00+08:00", None)
    assert (page.dateline_place, page.text) == ("MARTAPURA", "\n".join([*PARAGRAPHS, FURTHER]))
    assert page.must_contain == [PARAGRAPHS[0], FURTHER]
    assert page.must_not_contain == ["Baca Juga: Harga Cabai Naik"]
    assert (page.fetched_at, page.content_type) == ("2026-03-01T04:00:00Z", "text/html")
    assert page.further == [f"{URL}?page=2"]
    stored = [gzip.decompress(path.read_bytes()) for path in page_paths(corpus, page)]
    assert stored == [html(PARAGRAPHS), html([FURTHER])]


def test_add_uses_the_data_folder_where_no_corpus_is_named(data):
    assert run("add", URL, "--data", data).exit_code == 0
    assert (data / "gold" / "gold.jsonl").is_file()


def test_add_takes_a_page_once(corpus, data):
    result = run("add", "1", "--corpus", corpus, "--data", data)
    assert result.exit_code == 2
    assert "is there already" in result.stderr
    assert len(read_corpus(corpus)) == 1


@pytest.mark.parametrize(
    ("article", "message"),
    [("nirgends", "no article nirgends"), (url_of("teks"), "was not taken from a page of its own")],
)
def test_what_cannot_be_added_is_named(data, tmp_path, article, message):
    result = run("add", article, "--corpus", tmp_path / "c", "--data", data)
    assert result.exit_code == 2
    assert message in result.stderr
    assert not (tmp_path / "c").exists()


def test_unreviewed_pages_are_scored_apart(corpus):
    result = run("score", corpus, "--workers", "1", "-v")
    assert result.exit_code == 0, result.output
    lines = result.stdout.splitlines()
    assert lines[0].endswith(": reviewed pages: 0")
    assert lines[1].endswith(": pages that nobody has reviewed, scored apart: 1")
    assert lines[2].split()[0] == read_corpus(corpus)[0].id
    assert "F1 1.0000" in lines[3]


def test_review_opens_the_editor_and_the_page_counts(corpus, tmp_path):
    env = editor(tmp_path, ("reviewed = false", "reviewed = true"), ("Banjir di", "Banjir Merendam"))
    result = run("review", corpus, env=env)
    assert result.exit_code == 0, result.output
    (page,) = read_corpus(corpus)
    assert (page.reviewed, page.title) == (True, "Banjir Merendam Martapura")
    assert list(corpus.glob("*.toml")) == []
    told = json.loads(run("score", corpus, "--workers", "1", "--json").stdout)
    assert (told["reviewed"]["pages"], told["unreviewed"]) == (1, None)
    assert told["reviewed"]["title"] == {"hits": 1, "of": 1}
    assert told["reviewed"]["kept"] == {"hits": 2, "of": 2}
    assert told["pages"][0]["clean"] is True


def test_a_wrong_draft_stays_and_opens_again(corpus, tmp_path):
    result = run("review", corpus, env=editor(tmp_path, ("reviewed = false", "reviewed = ja")))
    assert result.exit_code == 2
    assert "is no TOML" in result.stderr
    assert not read_corpus(corpus)[0].reviewed
    result = run("review", corpus, env=editor(tmp_path, ("reviewed = ja", "reviewed = true")))
    assert result.exit_code == 0, result.output
    assert read_corpus(corpus)[0].reviewed


def test_a_page_that_is_left_as_it_was_stays_unreviewed(corpus, tmp_path):
    result = run("review", corpus, env=editor(tmp_path))
    assert result.stdout.endswith("not reviewed yet\n")
    assert not read_corpus(corpus)[0].reviewed


@pytest.mark.parametrize(
    ("args", "message"), [(("score",), "gold.jsonl: No such file"), (("review",), "gold.jsonl: No such file")]
)
def test_a_folder_without_gold_is_misuse(tmp_path, args, message):
    result = run(*args, tmp_path)
    assert result.exit_code == 2
    assert message in result.stderr


def test_an_unknown_page_is_misuse(corpus):
    result = run("review", corpus, "lain")
    assert result.exit_code == 2
    assert "no page lain" in result.stderr


def test_a_missing_page_is_named_and_the_others_are_scored(tmp_path):
    golds = [
        {"id": page, "url": URL, "body": PARAGRAPHS, "title": "Banjir Merendam Martapura"} for page in "ab"
    ]
    (tmp_path / "gold.jsonl").write_text("\n".join(map(json.dumps, golds)), encoding="utf-8")
    (tmp_path / "b.html").write_bytes(html(PARAGRAPHS))
    result = run("score", tmp_path, "--workers", "1")
    assert result.exit_code == 1
    assert "a.html.gz: No such file" in result.stderr
    assert ": reviewed pages: 1" in result.stdout


def test_site_files_are_used_where_they_are_named(tmp_path):
    note = "Catatan panjang dari redaksi yang tidak ada hubungannya dengan berita ini sama sekali."
    (tmp_path / "gold.jsonl").write_text(json.dumps({"id": "a", "url": URL, "body": PARAGRAPHS}))
    page = html(PARAGRAPHS).replace(b"</article>", f'<p class="z9">{note}</p></article>'.encode())
    (tmp_path / "a.html").write_bytes(page)
    sites = tmp_path / "sites"
    sites.mkdir()
    (sites / "kabar.toml").write_text(
        'id = "kabar"\nname = "Kabar"\nhomepage = "https://kabar.example/"\n[extraction]\nremove = [".z9"]\n'
    )
    assert "precision 1.0000" not in run("score", tmp_path, "--workers", "1").stdout
    assert "precision 1.0000" in run("score", tmp_path, "--workers", "1", "--sites", sites).stdout


def test_a_page_is_extracted_as_kliping_extract_does(corpus):
    (page,) = read_corpus(corpus)
    (path, _) = page_paths(corpus, page)
    single = page.model_copy(update={"further": []})
    line = read_page_line({"id": 1, "url": URL, "path": str(path), "fetched_at": page.fetched_at}, corpus)
    told = extract_page(line)
    del told["id"]
    assert extract_gold(single, site_for_host("kabar.example"), [path]) == told
    assert extract_gold(page, site_for_host("kabar.example"), page_paths(corpus, page))["text"].endswith(
        FURTHER
    )
