"""Which rules read a page: a digest of all that decides a reading, beside the page itself."""

import hashlib
import sys
import unicodedata
from collections.abc import Iterable, Iterator
from functools import cache, lru_cache
from importlib.metadata import version
from pathlib import Path

from lxml import etree

from pipelines.catalogue import Site, shipped_folder
from pipelines.extract.languages import pack_folders

LIBRARIES = ("charset-normalizer", "cssselect", "lxml", "tld", "trafilatura", "w3lib")
BESIDE = ("urls.py", "intake/documents.py", "intake/extraction.py")  # what else of the code reads pages
OF_SITE = {"id", "name", "homepage", "region", "language", "timezone", "extraction"}  # that extraction reads
LENGTH = 16  # hexadecimal digits: rules are few


@lru_cache(maxsize=4096)
def rules_digest(site: Site) -> str:
    """Return the digest of the rules by which a site's pages are read now, in this process."""
    told = site.model_dump_json(include=OF_SITE)
    return _digest([_code_digest().encode(), told.encode("utf-8", "replace")])


def joint_digest(parts: Iterable[str]) -> str:
    """Return the digest of several."""
    return _digest(part.encode("utf-8", "replace") for part in parts)


def _digest(parts: Iterable[bytes]) -> str:
    whole = hashlib.sha256()
    for part in parts:
        whole.update(len(part).to_bytes(8, "big") + part)
    return whole.hexdigest()[:LENGTH]


@cache
def _code_digest() -> str:
    return _digest([*_files(), *_versions()])


def _files() -> Iterator[bytes]:
    """Yield names and bytes of the code, the language packs and the gazetteers, in an order that does not depend on where they are."""
    folder = Path(__file__).parent
    groups = [sorted(folder.rglob("*.py")), [folder.parent / name for name in BESIDE]]
    groups += [sorted(packs.glob("*.toml")) for packs in pack_folders()]
    groups += [[folder.parent / "gazetteer.py"], sorted(shipped_folder("places", "places").glob("*.csv"))]
    for path in (path for group in groups for path in group):
        yield path.name.encode("utf-8", "replace")
        yield path.read_bytes()


def _versions() -> Iterator[bytes]:
    """Yield the versions of what reads along: libraries, libxml2, Python's regular expressions and characters."""
    for name in LIBRARIES:
        yield f"{name} {version(name)}".encode()
    yield f"libxml2 {etree.LIBXML_VERSION} python {sys.version_info[:2]} {unicodedata.unidata_version}".encode()
