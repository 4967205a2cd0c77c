"""DIR/kliping.toml: what the operator of this archive says once for all sites."""

import re
from pathlib import Path
from typing import Annotated, Literal, Self
from urllib.parse import urlsplit

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    StringConstraints,
    model_validator,
)

from pipelines import __version__
from pipelines.catalogue import check_table, read_table

Line = Annotated[str, StringConstraints(min_length=3, max_length=200, pattern=r"^[\x20-\x7e]+$")]

SIZE = re.compile(r"(\d+(?:\.\d+)?)\s*([KMGT]?)(?:iB|B)?", re.IGNORECASE)


def parse_size(text: str) -> int:
    """Read a number of bytes: 500M, 2 GiB, 1.5T; K is 1024. Raises ValueError for anything else."""
    match = SIZE.fullmatch(text.strip())
    if match is None or len(text) > 30:
        raise ValueError(f"{text[:40]!r} is no size such as 500M or 2 GiB")
    return int(float(match[1]) * 1024 ** " KMGT".index(match[2].upper() or " "))


Size = Annotated[
    int, BeforeValidator(lambda value: parse_size(value) if isinstance(value, str) else value), Field(ge=0)
]


def _check_http(url: str) -> str:
    parts = urlsplit(url)
    if parts.scheme not in {"http", "https"} or not parts.hostname:
        raise ValueError("must be an http or https address")
    return url


Address = Annotated[Line, AfterValidator(_check_http)]
Mailbox = Annotated[
    Line, StringConstraints(pattern=r"^[^\s@<>,]+@[^\s@<>,]+$|^[^<>@]+ <[^\s@<>,]+@[^\s@<>,]+>$")
]
Command = Annotated[
    tuple[Annotated[str, StringConstraints(min_length=1)], ...], Field(strict=False, min_length=1)
]


class _Table(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)


class Mail(_Table):
    """The operator's mail server, and who writes to whom."""

    to: Mailbox | Annotated[tuple[Mailbox, ...], Field(strict=False, min_length=1)]
    from_: Annotated[Mailbox, Field(alias="from")]
    host: Line = "localhost"
    port: Annotated[int, Field(ge=1, le=65_535)] = 25
    tls: Literal["none", "starttls", "tls"] = "none"
    user: Annotated[str, StringConstraints(min_length=1)] | None = None
    password_env: Line | None = None  # the environment variable that holds the password
    password_file: Line | None = None  # or the file that does

    @property
    def recipients(self) -> tuple[str, ...]:
        """Whom a mail goes to."""
        return (self.to,) if isinstance(self.to, str) else self.to

    @model_validator(mode="after")
    def _check_account(self) -> Self:
        named = (self.password_env is not None) + (self.password_file is not None)
        if named != (self.user is not None):
            raise ValueError("an account has a user, and either password_env or password_file")
        if (
            self.user is not None
            and self.tls == "none"
            and self.host not in {"localhost", "127.0.0.1", "::1"}
        ):
            raise ValueError("a password is sent over tls or starttls alone")
        return self


class Notify(_Table):
    """How the operator is told of alarms, one way of three; and who is told that a job ran."""

    command: Command | None = None  # gets the message as JSON on stdin
    webhook: Address | None = None  # gets it by POST
    mail: Mail | None = None
    ping: Address | Command | None = None

    @model_validator(mode="after")
    def _check_way(self) -> Self:
        if sum(way is not None for way in (self.command, self.webhook, self.mail)) > 1:
            raise ValueError("names more than one of command, webhook and mail")
        return self


class Operator(_Table):
    """The operator's settings; every key is optional."""

    contact: Line | None = None  # an address or a page; sites see it in the user agent
    disk_floor: Size | None = (
        None  # bytes, or "2 GiB": what is left free on the disk; unset, the archive's own default
    )
    budget: Size | None = None  # bytes, or "10 GiB": what captures.db may use; `archive prune` keeps to it
    notify: Notify = Notify()

    @property
    def user_agent(self) -> str:
        """What sites see: the project, its version and whom to ask to stop."""
        contact = f"; contact: {self.contact}" if self.contact else ""
        return f"kliping/{__version__} (news archive; +https://github.com/kliping/kliping{contact})"


def read_operator(data: Path) -> Operator:
    """Read DIR/kliping.toml; an absent file is an empty one.

    Raises CatalogueError naming file and key.
    """
    path = data / "kliping.toml"
    return check_table(path, Operator, read_table(path)) if path.exists() else Operator()
