"""WARC files for tests: records as warcio writes them, and as broken tools do."""

import gzip
from io import BytesIO
from uuid import NAMESPACE_URL, uuid5

from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

URL = "https://kabar.example/2026/03/01/banjir-merendam-martapura/"
DATE = "2026-03-01T04:00:00Z"
HTML = ("Content-Type", "text/html; charset=utf-8")
PARAGRAPHS = [
    "MARTAPURA - Banjir merendam ratusan rumah di Kecamatan Martapura, Kabupaten Banjar, sejak Minggu pagi.",
    "Ketinggian air mencapai satu meter, kata Kepala Pelaksana BPBD Kabupaten Banjar kepada wartawan di lokasi.",
    "Warga yang mengungsi ditampung di tiga sekolah, dan dapur umum didirikan di halaman kantor kecamatan setempat.",
]
NO_ARTICLE = (
    b"<html><head><title>Indeks</title></head><body><ul><li><a href='/a'>A</a></li></ul></body></html>"
)


def page(title="Banjir Merendam Martapura", more=""):
    """Return an article's page."""
    body = "".join(f"<p>{text}</p>" for text in PARAGRAPHS) + (f"<p>{more}</p>" if more else "")
    return f"<html><head><title>{title}</title></head><body><article><h1>{title}</h1>{body}</article></body></html>".encode()


def url_of(number):
    """Return an address of the fictional paper."""
    return f"https://kabar.example/2026/03/01/kabar-banua-nomor-{number}/"


def record(body=None, url=URL, kind="response", http=(HTML,), status="200 OK", version="1.1", **fields):
    """Return one record, not compressed; `fields` are WARC headers with _ for -."""
    body = page() if body is None else body
    same_id = f"<urn:uuid:{uuid5(NAMESPACE_URL, url)}>"  # the same bytes in each run
    named = {"WARC-Date": DATE, "WARC-Record-ID": same_id} | {
        name.replace("_", "-"): value for name, value in fields.items()
    }
    written = BytesIO()
    writer = WARCWriter(written, gzip=False, warc_version=version)
    head = (
        StatusAndHeaders(status, list(http), protocol="HTTP/1.1") if kind in {"response", "revisit"} else None
    )
    content_type = named.pop("Content-Type", "")
    made = writer.create_warc_record(
        url, kind, BytesIO(body), len(body), content_type, warc_headers_dict=named, http_headers=head
    )
    writer.write_record(made)
    return written.getvalue()


def members(*records):
    """Return a file of one gzip member a record."""
    return b"".join(gzip.compress(one, mtime=0) for one in records)
