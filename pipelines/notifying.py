"""Telling the operator: a command, a mail or a webhook of his own choice, and a ping that a job ran.

These addresses are the operator's own, no sites: no crawler's rule applies to them, and none of them is archived.
"""

import json
import logging
import os
import smtplib
import ssl
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass, field
from email.message import EmailMessage
from email.utils import formatdate, make_msgid
from http.client import HTTPException
from pathlib import Path
from typing import Any
from urllib.error import HTTPError
from urllib.parse import urlsplit, urlunsplit
from urllib.request import HTTPRedirectHandler, Request, build_opener

from pipelines import __version__
from pipelines.exits import ExitCode
from pipelines.operator_file import Mail, Operator

log = logging.getLogger("kliping")

TIMEOUT = 15.0  # seconds, of each way
PING_FAILS = frozenset({ExitCode.MISUSE, ExitCode.BAD_CONFIGURATION, ExitCode.DISK, ExitCode.INTERRUPTED})


class NotifyError(Exception):
    """The operator could not be told; the message says why, and holds no secret."""


@dataclass(frozen=True, slots=True)
class Message:
    """What the operator is told: for people a subject and a text, for machines data besides."""

    kind: str  # "health", "test"
    subject: str
    text: str
    data: Mapping[str, Any] = field(default_factory=dict)

    def to_json(self) -> bytes:
        """Write it as JSON: kind, subject, text, and the keys of its data."""
        told = {"kind": self.kind, "subject": self.subject, "text": self.text, **self.data}
        return json.dumps(told, ensure_ascii=False).encode("utf-8", "replace")


def notify(operator: Operator, message: Message) -> bool:
    """Tell the operator in the way of his file; False where it names none. Raises NotifyError."""
    ways = operator.notify
    if ways.command:
        _run(ways.command, message.to_json())
    elif ways.webhook:
        _ask(ways.webhook, message.to_json())
    elif ways.mail:
        _send(ways.mail, message)
    else:
        return False
    return True


def ping(operator: Operator, exit_code: ExitCode) -> None:
    """Say that a job ran, and how it ended; where that cannot be said it is logged.

    A URL is asked as it is, or with /fail at the end of its path where the job could not do its work; a command is given
    the exit code as its last argument.
    """
    way = operator.notify.ping
    if way is None:
        return
    told = json.dumps({"exit_code": exit_code.value, "outcome": exit_code.name.lower()}).encode()
    try:
        if isinstance(way, str):
            _ask(_failing(way) if exit_code in PING_FAILS else way, told)
        else:
            _run((*way, str(exit_code.value)), told)
    except NotifyError as error:
        log.warning("the ping failed: %s", error)


def _failing(url: str) -> str:
    parts = urlsplit(url)
    return urlunsplit(parts._replace(path=parts.path.rstrip("/") + "/fail"))


def _run(command: tuple[str, ...], told: bytes) -> None:
    try:
        done = subprocess.run(command, input=told, capture_output=True, timeout=TIMEOUT, check=False)  # noqa: S603 - the operator's own
    except subprocess.TimeoutExpired:
        raise NotifyError(f"{command[0]}: not done after {TIMEOUT:g} seconds") from None
    except (OSError, ValueError) as error:
        raise NotifyError(f"{command[0]}: {error}") from error
    if done.returncode:
        said = done.stderr.decode(errors="replace").strip()[-200:]
        raise NotifyError(f"{command[0]}: exit code {done.returncode}{f': {said}' if said else ''}")


class _NoRedirects(HTTPRedirectHandler):
    """A redirected POST would arrive as a GET without its body."""

    def redirect_request(self, *_args: Any) -> None:
        """Follow none: the redirect is the answer."""


def _ask(url: str, told: bytes) -> None:
    """POST JSON. An address may hold a token: only its host is named."""
    host = urlsplit(url).hostname
    headers = {"Content-Type": "application/json", "User-Agent": f"kliping/{__version__}"}
    try:
        with build_opener(_NoRedirects()).open(Request(url, told, headers), timeout=TIMEOUT) as answer:  # noqa: S310 - the scheme is checked
            answer.read(1_000)
    except HTTPError as error:
        error.close()
        raise NotifyError(f"{host}: http {error.code}") from None
    except (OSError, ValueError, HTTPException) as error:
        raise NotifyError(f"{host}: {type(error).__name__}: {getattr(error, 'reason', error)}") from None


def _send(mail: Mail, message: Message) -> None:
    letter = EmailMessage()
    letter["Subject"] = " ".join(message.subject.split())[:200]
    letter["From"], letter["To"] = mail.from_, ", ".join(mail.recipients)
    letter["Date"], letter["Message-ID"] = formatdate(), make_msgid(domain="kliping.invalid")
    letter["Auto-Submitted"] = "auto-generated"
    letter.set_content(message.text)
    try:
        with _connect(mail) as server:
            if mail.user:
                server.login(mail.user, _password(mail))
            server.send_message(letter)
    except (OSError, smtplib.SMTPException, UnicodeError) as error:
        raise NotifyError(f"{mail.host}:{mail.port}: {type(error).__name__}: {error}"[:300]) from None


def _connect(mail: Mail) -> smtplib.SMTP:
    if mail.tls == "tls":
        return smtplib.SMTP_SSL(mail.host, mail.port, timeout=TIMEOUT, context=ssl.create_default_context())
    server = smtplib.SMTP(mail.host, mail.port, timeout=TIMEOUT)
    if mail.tls == "starttls":
        try:
            server.starttls(context=ssl.create_default_context())
        except BaseException:
            server.close()
            raise
    return server


def _password(mail: Mail) -> str:
    """Return the password of the account; raises NotifyError where neither environment nor file holds it."""
    if mail.password_env:
        if not os.environ.get(mail.password_env):
            raise NotifyError(f"the environment holds no {mail.password_env}")
        return os.environ[mail.password_env]
    try:
        return Path(mail.password_file or "").read_text(encoding="utf-8").strip()
    except (OSError, UnicodeError) as error:
        raise NotifyError(f"{mail.password_file}: {error}") from None
