"""Language packs: which language a text is in, and phrases that are compiled."""

import re

import pytest

from pipelines.extract.boilerplate import phrases_for
from pipelines.extract.languages import detect_language, packs
from pipelines.extract.paragraphs import read_page
from pipelines.extract.tree import parse_html


@pytest.mark.parametrize(
    ("text", "hint", "language"),
    [
        (
            "Der Bürgermeister hat die Brücke eröffnet und ist mit dem Rad über den Fluss gefahren.",
            None,
            "de",
        ),
        ("Le maire a ouvert le pont et les gens de la ville sont venus pour le voir.", "en", "fr"),
        ("知事は橋を開通させ、多くの市民が式典に参加した。", None, "ja"),
        ("시장은 다리를 개통했고 많은 시민이 행사에 참석했다.", "en", "ko"),
        ("市长为大桥通车剪彩，许多市民参加了仪式。", None, "zh"),
        ("Ordføreren åpnet broen og folk i byen kom for å se den, som var ny.", "nb-NO", "no"),
        ("Wali kota itu membuka jembatan dan warga yang datang melihatnya dengan gembira.", "in", "id"),
        ("L'alcalde va obrir el pont i la gent del poble hi va anar a veure'l.", "ca", "ca"),
        ("Xyz qwe", "xx-YY", "xx"),
        ("", None, None),
    ],
)
def test_a_language_is_told(text, hint, language):
    assert detect_language([text], hint) == language


@pytest.mark.parametrize(
    ("language", "furniture", "text"),
    [
        ("de", "Empfohlener redaktioneller Inhalt", "Der Rat empfahl den Inhalt des Berichts."),
        (
            "fr",
            "À lire aussi : Le pont est ouvert",
            "Il faut lire aussi entre les lignes, a dit le maire hier soir.",
        ),
        (
            "es",
            "Te puede interesar: El puente está abierto",
            "El puente te puede interesar si cruzas el río cada día.",
        ),
        (
            "pt",
            "Leia também: A ponte está aberta",
            "Leia o livro sobre a ponte, disse o prefeito na cerimônia de abertura.",
        ),
        ("it", "Riproduzione riservata", "La riproduzione del ponte è nel museo."),
        ("nl", "Lees ook: De brug is open", "Lees de tekst van de burgemeester over de brug en de rivier."),
        ("sv", "Läs också: Bron är öppen", "Läs texten om bron, sade borgmästaren till barnen."),
        ("no", "Saken fortsetter under annonsen", "Saken fortsetter i retten mandag."),
        ("pl", "Czytaj także: Most otwarty", "Czytaj książki o mostach, powiedział burmistrz."),
        ("tr", "Haberi dinle", "Haberi duyan vatandaşlar köprüye geldi."),
        ("ja", "関連記事", "関連する記事を読んだ市民が集まった。"),
        ("ko", "관련 기사", "관련 기사를 읽은 시민이 모였다."),
        ("zh", "相关阅读", "相关部门阅读了报告。"),
    ],
)
def test_a_stock_phrase_goes_and_a_sentence_stays(language, furniture, text):
    tree = parse_html(f"<p>{furniture}</p><p>{text}</p>")
    assert tree is not None
    first, second = read_page(tree).lines
    assert phrases_for(language).judge(first) is not None
    assert phrases_for(language).judge(second) is None


def test_labels_and_months_are_in_small_letters():
    for pack in packs().values():
        listed = [
            *pack.author_labels,
            *pack.editor_labels,
            *pack.not_names,
            *(name for names in pack.months.values() for name in names),
        ]
        assert [name for name in listed if name != name.lower()] == [], pack.language


def test_no_phrase_matches_an_empty_line():
    for pack in packs().values():
        assert [phrase for phrase in pack.phrase if re.fullmatch(phrase.pattern, "", re.IGNORECASE)] == []
