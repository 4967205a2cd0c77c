"""DIR/kliping.toml: what the operator of this archive says once for all sites."""

import tomllib
from pathlib import Path
from typing import Annotated

from pydantic import BaseModel, ConfigDict, StringConstraints, ValidationError

from pipelines import __version__
from pipelines.catalogue import CatalogueError

Line = Annotated[str, StringConstraints(min_length=3, max_length=200, pattern=r"^[\x20-\x7e]+$")]


class Operator(BaseModel):
    """The operator's settings; every key is optional."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)

    contact: Line | None = None  # an address or a page; sites see it in the user agent

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
    try:
        return Operator.model_validate(tomllib.loads(path.read_text(encoding="utf-8")))
    except FileNotFoundError:
        return Operator()
    except ValidationError as error:
        first = error.errors()[0]
        raise CatalogueError(f"{path}: {'.'.join(map(str, first['loc']))}: {first['msg']}") from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, OSError) as error:
        raise CatalogueError(f"{path}: {error}") from error
