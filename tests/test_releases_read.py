"""Releases as offices mail them: text, mail, HTML, PDF, docx; and files that are none."""

import io
import zipfile
from email.message import EmailMessage

import pytest
from release_files import paged, to_pdf, wrapped

from crawler.demo.mailed import WORD, to_docx
from pipelines.releases import MAX_BYTES, ReleaseError, begin_reading
from pipelines.releases.lines import join_lines
from pipelines.releases.reading import kind_of, read_release

LINES = [
    "Banjir Rendam 412 Rumah di Tujuh Desa",
    ("Sebanyak 412 rumah terendam banjir di tujuh desa sejak Rabu malam, kata Kepala Pelaksana BPBD Barito Kuala, "
    "dan anak-anak sekolah diliburkan sampai air surut kembali."),
    ("Pemerintah kabupaten membuka dapur umum di halaman kantor kecamatan dan menyiapkan perahu karet untuk "
    "menjemput warga yang masih bertahan di rumah-rumah mereka."),
    ("“Kami minta warga tetap waspada,” kata bupati. Air diperkirakan surut dalam tiga hari apabila hujan tidak "
    "turun lagi di hulu sungai."),
]  # fmt: skip
HTML = "<html><head><title>x</title></head><body><h1>{}</h1>{}</body></html>"


def mail(body="Yth. redaksi, terlampir siaran pers kami.", attachments=(), **headers):
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = "humas@a.test", "redaksi@b.test", "Siaran pers"
    message.set_content(body)
    for data, name in attachments:
        message.add_attachment(data, maintype="application", subtype="octet-stream", filename=name)
    return message.as_bytes()


FILES = {
    "text": wrapped(LINES).encode(),
    "windows": wrapped(LINES).encode("cp1252"),
    "utf-16": wrapped(LINES).encode("utf-16"),
    "crlf": wrapped(LINES).replace("\n", "\r\n").encode(),
    "unwrapped": "\n".join(LINES).encode(),
    "docx": to_docx(LINES),
    "mail": mail(wrapped(LINES)),
    "mail with docx": mail(attachments=[(to_docx(LINES), "siaran.docx")]),
    "html": HTML.format(LINES[0], "".join(f"<p>{line}</p>" for line in LINES[1:])).encode(),
}


@pytest.mark.parametrize("name", FILES)
def test_a_release_is_read_as_it_was_written(name):
    release = read_release(FILES[name])
    assert (release.title, list(release.paragraphs)) == (LINES[0], LINES[1:])


def test_pages_of_a_pdf_lose_heads_numbers_and_hyphens():
    pdf = paged([LINES[0], *LINES[1:], *LINES[1:]], rows=6, width=70)
    release = read_release(pdf)
    assert release.kind == "pdf"
    assert (release.title, list(release.paragraphs)) == (LINES[0], LINES[1:] * 2)


def test_the_longest_text_of_a_mail_is_the_release_and_its_attachment_is_named():
    release = read_release(mail(attachments=[(b"\x89PNG", "foto.png"), (paged(LINES), "rilis.pdf")]))
    assert (release.kind, release.found_in, release.title) == ("mail", "rilis.pdf", LINES[0])


@pytest.mark.parametrize(
    ("lines", "paragraphs"),
    [
        (["pembagian be-", "ras untuk warga desa"], ["pembagian beras untuk warga desa"]),
        (["tidak ada lagi anak-", "anak di rumah itu"], ["tidak ada lagi anak-anak di rumah itu"]),
        (["bibir yang kemerah-", "merahan itu tampak"], ["bibir yang kemerah-merahan itu tampak"]),
        (["hubungan Kuba-", "Amerika kembali baik"], ["hubungan Kuba-Amerika kembali baik"]),
        (["Jalan Ahmad Yani", "Banjarmasin Tengah Kota"], ["Jalan Ahmad Yani Banjarmasin Tengah Kota"]),
        (["Selesai sudah.", "Kalimat yang lain dimulai di sini"], ["Selesai sudah.", "Kalimat yang lain dimulai di sini"]),
        (["Syaratnya dua:", "- umur dan alamat", "- ijazah terakhir"], ["Syaratnya dua:", "- umur dan alamat", "- ijazah terakhir"]),
    ],
)  # fmt: skip
def test_wrapped_lines_become_paragraphs(lines, paragraphs):
    assert join_lines("\n".join(lines)) == paragraphs


def test_a_letterhead_is_no_text():
    head = ["PEMERINTAH KABUPATEN", "Nomor: 400/12/2026", LINES[0], "Marabahan, 19 Maret 2026"]
    release = read_release(to_docx([*head, *LINES[1:]]))
    assert (release.title, release.head, release.paragraphs) == (LINES[0], tuple(head), tuple(LINES[1:]))


def test_tracked_changes_and_text_boxes_of_a_docx():
    def run(text, tag="t"):
        return f'<w:r><w:{tag} xml:space="preserve">{text}</w:{tag}></w:r>'

    box = "http://schemas.openxmlformats.org/markup-compatibility/2006"
    fallback = f'<mc:AlternateContent xmlns:mc="{box}"><mc:Fallback><w:p>{run("dua kali")}</w:p></mc:Fallback></mc:AlternateContent>'
    body = f"<w:p>{run('Air ')}<w:del>{run('turun', 'delText')}</w:del><w:ins>{run('naik')}</w:ins>{fallback}</w:p>"
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr(
            "word/document.xml", f'<w:document xmlns:w="{WORD}"><w:body>{body}</w:body></w:document>'
        )
    assert read_release(file.getvalue()).paragraphs == ("Air naik",)


def bomb(entity=False):
    file = io.BytesIO()
    inside = '<!DOCTYPE d [<!ENTITY a SYSTEM "file:///etc/passwd">]>' if entity else ""
    text = "&a;" if entity else " " * 70_000_000
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(
            "word/document.xml",
            f'{inside}<w:document xmlns:w="{WORD}"><w:p><w:t>{text}</w:t></w:p></w:document>',
        )
    return file.getvalue()


def encrypted():
    from pypdf import PdfReader, PdfWriter

    writer = PdfWriter(PdfReader(io.BytesIO(paged(LINES))))
    writer.encrypt("rahasia", algorithm="RC4-128")
    file = io.BytesIO()
    writer.write(file)
    return file.getvalue()


@pytest.mark.parametrize(
    ("payload", "why"),
    [
        (b"", "is empty"),
        (b" \n\t\n", "is empty"),
        (b"...\n---\n", "holds no text"),
        (paged(LINES)[:300], "broken PDF"),
        (b"%PDF-1.7 and nothing", "broken PDF"),
        (to_pdf([[""], [""]]), "images"),
        (to_pdf([["Halaman"]] * 61), "61 pages"),
        (to_docx(LINES)[:400], "broken docx"),
        (b"PK\x03\x04", "broken docx"),
        (bomb, "unpacks to over"),  # made by who runs it: it takes half a second
        (bomb(entity=True), "holds no text"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1", r"\.doc"),
        (b"{\\rtf1 halo}", "RTF"),
        (b"\x89PNG\r\n", "picture"),
        (b"\x00\x01\x02binary", "none of text"),
        (b"kata " * 50_000, "over 200,000 characters"),
        (mail(" "), "without a text"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_what_gives_no_release_says_why(payload, why):
    with pytest.raises(ReleaseError, match=why):
        read_release(payload() if callable(payload) else payload)


def test_a_locked_pdf_says_so():
    with pytest.raises(ReleaseError, match="password"):
        read_release(encrypted())


@pytest.mark.parametrize(
    ("payload", "kind"),
    [
        (b"Nomor: 4\nHal: banjir\n\nSebanyak", "text"),
        (b"<b>x</b> tidak ada", "text"),
        (b"Received: from a\n\tby b\nFrom: a@b\nSubject: x\n\nisi", "mail"),
        (b"\xef\xbb\xbf\n<!DOCTYPE html><p>x", "html"),
    ],
)
def test_the_bytes_tell_the_kind(payload, kind):
    assert kind_of(payload) == kind


def test_a_reader_runs_apart_and_is_killed_at_its_deadline():
    assert begin_reading(FILES["docx"]).result().title == LINES[0]
    with pytest.raises(ReleaseError, match=r"0\.01 seconds"):
        begin_reading(FILES["html"]).result(deadline=0.01)
    with pytest.raises(ReleaseError, match="bytes"):
        begin_reading(b" " * (MAX_BYTES + 1))
