"""What keeps a reader safe from what sites wrote: headers of every response, the hosts that are answered, links, spreadsheets.

An article's words are somebody else's: they are shown as text, never run, and nothing is loaded from where they came.
"""

import re
from collections.abc import Awaitable, Callable, Iterable, MutableMapping
from typing import Any
from urllib.parse import parse_qs, urlsplit

Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
App = Callable[[Message, Receive, Send], Awaitable[None]]

# Scripts come from this server's files alone; Datasette's and Vega's own pages set styles in attributes.
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; connect-src 'self';"
    " form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
HEADERS = (
    (b"content-security-policy", POLICY.encode()),
    (b"x-content-type-options", b"nosniff"),
    (b"referrer-policy", b"no-referrer"),
    (b"cross-origin-resource-policy", b"same-origin"),
    (b"cross-origin-opener-policy", b"same-origin"),
    (b"permissions-policy", b"camera=(), geolocation=(), microphone=()"),
    (b"x-frame-options", b"DENY"),
)
LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})
CSV_TYPES = (b"text/csv", b"text/plain")  # Datasette's own: plain where a browser shows it
CELL = re.compile(rb'(?P<before>(?:^|,|\r\n)"?)(?P<text>(?<=")[^"]*(?:""[^"]*)*|[^",\r\n]*)')
FORMULA = re.compile(rb"[=+\-@\t\r]")
NUMBER = re.compile(rb"[+-]?\d[\d.,]*(?:[eE][+-]?\d+)?")


def outside(url: str | None) -> str | None:
    """Return an address if a browser may follow it: http or https with a host, and nothing else."""
    if not url:
        return None
    try:
        parts = urlsplit(url)
        return url if parts.scheme in {"http", "https"} and parts.hostname else None
    except ValueError:
        return None


def guarded(app: App, hosts: Iterable[str] = ()) -> App:
    """Return the app with safe headers on each response; it answers on loopback names and `hosts` alone.

    A site that points a name of its own at this machine would otherwise be same-origin with the archive (DNS rebinding).
    """
    known = LOOPBACK | set(hosts)

    async def guard(scope: Message, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await app(scope, receive, send)
            return
        outgoing = _Outgoing(send, is_table=_is_table(scope))
        if _host_of(scope) in known:
            await app(scope, receive, outgoing)
            return
        await outgoing(
            {"type": "http.response.start", "status": 421, "headers": [(b"content-type", b"text/plain")]}
        )
        await outgoing(
            {"type": "http.response.body", "body": b"this archive does not answer under that name\n"}
        )

    return guard


def _host_of(scope: Message) -> str | None:
    named = next((value for name, value in scope["headers"] if name == b"host"), b"")
    try:
        return urlsplit(f"//{named.decode('latin-1')}").hostname
    except ValueError:
        return None


def _is_table(scope: Message) -> bool:
    """Tell whether CSV is asked for."""
    asked = parse_qs(scope.get("query_string", b"").decode("latin-1")).get("_format")
    return asked == ["csv"] or str(scope["path"]).endswith(".csv")


class _Outgoing:
    """Sends a response on: with the safe headers, and with no formula in what is CSV."""

    def __init__(self, send: Send, *, is_table: bool) -> None:
        self._send = send
        self._cells = CsvCells() if is_table else None

    async def __call__(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            replaced = {name for name, _ in HEADERS}
            headers = [(name.lower(), value) for name, value in message.get("headers", ())]
            if not dict(headers).get(b"content-type", b"").startswith(CSV_TYPES):
                self._cells = None  # an error, told in HTML
            kept = [pair for pair in headers if pair[0] not in replaced]
            message = {**message, "headers": [*kept, *HEADERS]}
        elif self._cells is not None and message["type"] == "http.response.body":
            more = message.get("more_body", False)
            message = {**message, "body": self._cells.feed(message.get("body", b""), is_last=not more)}
        await self._send(message)


class CsvCells:
    """CSV that comes in pieces, with its formulas disarmed."""

    def __init__(self) -> None:
        self._rest = b""

    def feed(self, piece: bytes, *, is_last: bool) -> bytes:
        """Return the rows that are whole by now."""
        held = self._rest + piece
        end = len(held) if is_last else _end_of_rows(held)
        self._rest = held[end:]
        return CELL.sub(_disarm, held[:end])


def _end_of_rows(held: bytes) -> int:
    """Return where the last whole row ends: at a line end that no open quote holds."""
    end = held.rfind(b"\r\n")
    while end >= 0 and held.count(b'"', 0, end) % 2:
        end = held.rfind(b"\r\n", 0, end)
    return end + 2 if end >= 0 else 0


def _disarm(cell: re.Match[bytes]) -> bytes:
    """Put an apostrophe before what a spreadsheet would take for a formula, as OWASP advises; a number stays one."""
    text = cell["text"]
    is_formula = FORMULA.match(text) and not NUMBER.fullmatch(text)
    return cell["before"] + b"'" + text if is_formula else cell[0]
