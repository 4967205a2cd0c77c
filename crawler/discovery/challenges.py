"""Pages that come in the place of a list, and ask whether we are a robot: whatever firewall's, under whatever status."""

from collections.abc import Mapping

from crawler.discovery.listing import ChallengeError, ListingError, clean_title
from crawler.discovery.sections import read_html
from pipelines.extract.verdict import find_challenge, tell_title


def check_challenge(payload: bytes, headers: Mapping[str, str]) -> None:
    """Raise ChallengeError where a payload that named nothing is a firewall's question, known by its titles.

    `headers` are by lower-case name. A list that names articles is not asked: it may be headed as it likes.
    """
    try:
        root = read_html(payload, headers)
    except ListingError:  # a list, or nothing
        return
    titles = (clean_title("".join(each.itertext())) for each in root.iter("title", "h1", "h2"))
    title = find_challenge(filter(None, titles))
    if title:
        raise ChallengeError(tell_title(title))
