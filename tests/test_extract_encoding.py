"""Bytes to characters: what the bytes say goes before what is declared."""

import pytest

from pipelines.extract.encoding import decode, one_line

META = '<meta charset="{}"><p>“Sungai” — kata Wali Kota.</p>'


@pytest.mark.parametrize(
    ("payload", "content_type", "fallback"),
    [
        (META.format("utf-8").encode(), None, None),
        (META.format("iso-8859-1").encode(), "text/html; charset=ISO-8859-1", None),
        (META.format("windows-1252").encode("cp1252"), None, None),
        (META.format("no-such-thing").encode("cp1252"), None, None),
        (META.format("utf-8").encode("cp1252"), "text/html; charset=windows-1252", None),
        (META.format("x").encode("utf-8-sig"), "text/html; charset=latin-1", None),
        (META.format("x").encode("utf-16"), None, None),
        (META.format("x").encode("utf-16-le"), None, None),
        (META.format("x").encode("utf-16-be"), None, None),
        (META.format("x").encode() + b"<p>\xe2\x80", None, None),
        ("<p>â€œSungaiâ€\x9d â€” kata Wali Kota.</p>".encode(), None, None),
        (META.format("").encode("cp1252"), None, "windows-1252"),
    ],
)
def test_typographic_quotes_survive(payload, content_type, fallback):
    text = decode(payload, content_type, fallback)
    assert "— kata Wali Kota." in text
    assert "“Sungai" in text


def test_a_declared_cyrillic_page_is_read_as_declared():
    assert "Новости" in decode('<meta charset="windows-1251"><p>Новости</p>'.encode("windows-1251"))


@pytest.mark.parametrize("text", ["Ã© café", "São Paulo", "Â±5 persen"])
def test_honest_letters_stay(text):
    assert text[2:] in decode(text.encode())


@pytest.mark.parametrize(
    ("raw", "clean"),
    [
        ("a\x00b\x1f c", "ab c"),
        ("jalan\u00ad\u200b raya\u2060.", "jalan raya."),
        ("x\u202ey\ud800z", "xyz"),
        ("\n dua  \t kata\u00a0saja ", "dua kata saja"),
        ("👨\u200d👩\u200d👧", "👨\u200d👩\u200d👧"),
    ],
)
def test_a_line_carries_no_forbidden_characters(raw, clean):
    assert one_line(raw) == clean
