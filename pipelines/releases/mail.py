"""The release in a mail (RFC 5322): its body, or what it brings along."""

from collections.abc import Callable, Iterator
from email import message_from_bytes, policy
from email.message import MIMEPart

from pipelines.releases.release import Release, ReleaseError

MAX_PARTS = 50  # of a mail
Read = Callable[[bytes, str], Release]


def read_mail(payload: bytes, read: Read) -> Release:
    """Return the longest text that a mail holds: a covering letter is shorter than the release that it brings.

    `read` reads one part, given its bytes and its name. Raises ReleaseError where no part can be read.
    """
    message = message_from_bytes(payload, policy=policy.default)
    best, failures = None, []
    for content, name in _parts(message):
        try:
            release = read(content, name)
        except ReleaseError as error:
            failures.append(f"{name or 'its body'} {error}")
            continue
        if best is None or len(release.text) > len(best.text):
            best = Release("mail", release.title, release.head, release.paragraphs, name)
    if best is None:
        raise ReleaseError(f"is a mail without a text that can be read: {'; '.join(failures)}"[:300])
    return best


def _parts(message: MIMEPart) -> Iterator[tuple[bytes, str]]:
    """Yield the body, and attachments of kinds that may hold a release, each with its file's name."""
    body = message.get_body(preferencelist=("plain", "html"))
    if body is not None:
        yield _content(body), ""
    for number, part in enumerate(message.iter_attachments()):
        if number >= MAX_PARTS:
            return
        name = part.get_filename() or ""
        if part.get_content_maintype() in {"text", "application"} and not part.is_multipart():
            yield _content(part), name or "an attachment"


def _content(part: MIMEPart) -> bytes:
    try:
        content = part.get_content()
    except (KeyError, LookupError, ValueError):  # an unknown charset
        content = part.get_payload(decode=True)
    return content.encode("utf-8", "replace") if isinstance(content, str) else bytes(content or b"")
