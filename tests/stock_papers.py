"""Papers whose newsroom repeats paragraphs of its own prose in mid-article: how much of it is lost to what is learned."""

import random
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from html import escape

from crawler.demo.newsroom import Newsroom
from pipelines.catalogue import Site
from pipelines.extract import extract_article
from pipelines.extract.learned import WINDOW, Learned, learn
from pipelines.items import Article, Capture, Lesson, ObservedPage

END = datetime(2026, 11, 23, 6, tzinfo=UTC)
NAMES = "Suryansyah Hamdani Rustam Noorlaila Mahfudz Gazali Aminullah Tarmizi Halimah Rahmadi Zainuddin Kartini".split()
PLACES = "Tanjungrejo Karangbintang Batulicin Pamangkih Lubukraja Teluktamba Muarakaman Sungaijingah".split()
CASES = ("pengadaan lampu jalan", "hibah rumah ibadah", "pembangunan dermaga", "dana desa", "gedung sekolah")
# A running affair: a paragraph that each report on it repeats, and one that is new each time.
BACKGROUND = (
    "Sebelumnya diberitakan, {name} ditetapkan sebagai tersangka dalam perkara {case} di {place} yang merugikan keuangan "
    "daerah hingga Rp{sum} miliar. Ia ditahan sejak awal bulan bersama dua pegawai dinas."
)
FRESH = (
    "Perkara {case} di {place} itu kembali disidangkan dengan {count} saksi, dan {name} hadir didampingi penasihat hukumnya.",
    "Jaksa membacakan keterangan {count} saksi tentang {case}, sementara keluarga {name} menunggu di luar ruang sidang.",
    "Warga {place} yang datang ke pengadilan berharap perkara {case} dengan terdakwa {name} selesai sebelum {count} pekan.",
)
# What reporters of any desk write word for word.
FORMULAS = (
    "Hingga berita ini diturunkan, pihak terkait belum memberikan keterangan resmi mengenai peristiwa tersebut.",
    "Sementara itu, warga berharap pemerintah daerah segera turun tangan agar persoalan itu tidak berlarut-larut.",
    "Pihaknya mengimbau masyarakat tetap tenang dan segera melapor kepada petugas bila menemukan hal yang mencurigakan.",
    "Saat ini seluruh barang bukti telah diamankan petugas untuk kepentingan penyelidikan lebih lanjut.",
)


@dataclass
class Stock:
    """A repeated paragraph: on how many pages it stood, and on how many the text came without it."""

    kind: str
    text: str
    shown: int = 0
    lost: int = 0


@dataclass
class Outcome:
    """What came of one paper."""

    stocks: tuple[Stock, ...]
    lessons: tuple[Lesson, ...] = ()
    pages: int = 0
    other: list[str] = field(default_factory=list)  # other lines that were lost


def read_stock_paper(seed: int, share: float, pages: int = 120) -> Outcome:
    """Read a paper newest first, learning as an archive does; each stock paragraph stands on a share of its pages."""
    rng = random.Random(f"{seed}:{share}")
    case = {
        "name": " ".join(rng.sample(NAMES, 2)),
        "case": rng.choice(CASES),
        "place": rng.choice(PLACES),
        "sum": str(rng.randint(2, 90)),
    }
    affair, formula = Stock("affair", BACKGROUND.format(**case)), Stock("formula", rng.choice(FORMULAS))
    outcome = Outcome((affair, formula))
    site = Site(id="stok", name="Kabar Stok", homepage="https://stok.example/", language="id")
    observed: list[ObservedPage] = []
    for number, (headline, texts) in enumerate(_stories(seed, pages)):
        title, lines, shown = headline, list(texts), []
        if rng.random() < share:
            lines.insert(1, rng.choice(FRESH).format(count=number + 2, **case))
            lines.insert(rng.randrange(2, len(lines)), affair.text)
            shown.append(affair)
            if rng.random() < 0.7:
                title = f"{case['name'].split()[0]} dan Perkara {case['case'].title()}: {headline}"
        if rng.random() < share:
            lines.insert(rng.randrange(1, len(lines)), formula.text)
            shown.append(formula)
        article = _read(title, lines, site, Learned.from_lessons(1, outcome.lessons))
        found = article.text.split("\n")
        for stock in shown:
            stock.shown += 1
            stock.lost += stock.text not in found
        outcome.other += [line for line in texts if line not in found]
        observed.append(
            ObservedPage(
                END, article.title, (f"Penulis {number % 7}",), f"Rubrik {number % 5}", article.blocks
            )
        )
        outcome.lessons = learn(observed[-WINDOW:], outcome.lessons, article.blocks)
        outcome.pages += 1
    return outcome


def _stories(seed: int, count: int) -> Iterator[tuple[str, list[str]]]:
    newsroom = Newsroom.draw(seed, 2 * count, start=END - timedelta(days=60), end=END)
    told: set[str] = set()
    for truth in reversed(newsroom.truth()):
        lines = truth.text.split("\n")
        if truth.title not in told and len(lines) > 3 and len(told) < count:
            told.add(truth.title)
            yield truth.title, lines


def _read(title: str, lines: list[str], site: Site, learned: Learned) -> Article:
    text = "".join(f"<p>{escape(line)}</p>" for line in lines)
    html = f"<html><head><title>{escape(title)}</title></head><body><h1>{escape(title)}</h1><div class='isi'>{text}</div></body></html>"
    url = "https://stok.example/a"
    found = extract_article(Capture(url, url, 200, (), html.encode(), END), site, learned)
    assert isinstance(found, Article), found
    return found
