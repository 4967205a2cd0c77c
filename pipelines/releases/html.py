"""The text of HTML that is no article page: the body of a mail, a page whose article was not found."""

from collections.abc import Iterator

from lxml import etree, html

from pipelines.releases.release import ReleaseError

_BLOCKS = frozenset(
    "address article aside blockquote body br caption center dd div dl dt figcaption footer form h1 h2 h3 h4 h5 h6"
    " header hr li main nav ol p pre section table tbody td tfoot th thead tr ul".split()
)
_UNSEEN = frozenset("head script style template noscript title select textarea svg math".split())


def read_html(text: str) -> list[str]:
    """Return the paragraphs of HTML as plain text."""
    parser = html.HTMLParser(remove_comments=True, remove_pis=True, no_network=True, encoding="utf-8")
    try:
        root = html.document_fromstring(text.encode("utf-8", "replace"), parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError) as error:
        raise ReleaseError("is HTML without text") from error
    return [" ".join(line.split()) for line in "".join(_pieces(root)).split("\n") if line.strip()]


def _pieces(root: etree._Element) -> Iterator[str]:
    """Yield text in order, a newline around each block; without recursion, which a deep page would end."""
    unseen = 0
    for event, node in etree.iterwalk(root, events=("start", "end")):
        name = str(node.tag)
        is_start = event == "start"
        if name in _UNSEEN:
            unseen += 1 if is_start else -1
        if name in _BLOCKS:
            yield "\n"
        piece = node.text if is_start else node.tail
        yield "" if unseen or not piece else piece.replace("\n", " ")
