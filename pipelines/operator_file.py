"""DIR/kliping.toml: what the operator of this archive says once for all sites."""

import re
from pathlib import Path
from typing import Annotated

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, StringConstraints

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


class Operator(BaseModel):
    """The operator's settings; every key is optional."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)

    contact: Line | None = None  # an address or a page; sites see it in the user agent
    disk_floor: Size | None = (
        None  # bytes, or "2 GiB": what is left free on the disk; unset, the archive's own default
    )
    budget: Size | None = None  # bytes, or "10 GiB": what captures.db may use; `archive prune` keeps to it

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
