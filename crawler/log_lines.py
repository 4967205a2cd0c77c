"""Logs for machines: one JSON object a line, with the site and the address that it is about."""

import json
import logging
import re
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime

from pipelines.catalogue import Site, netloc_of

URL = re.compile(r"https?://[^\s,;'\"<>]+")


class JsonLines(logging.Formatter):
    """Writes time, level, logger and message; site and url where the record names them; the traceback as error."""

    def __init__(self) -> None:
        super().__init__()
        self._site_of: dict[str, str] = {}
        self._ids: set[str] = set()

    def learn(self, sites: Iterable[Site]) -> None:
        """Take the sites of a run, by whose ids and addresses a record's site is known."""
        for site in sites:
            self._ids.add(site.id)
            for url in (site.homepage, *(spec.url for spec in site.discovery.channels)):
                self._site_of[netloc_of(url)] = site.id

    def format(self, record: logging.LogRecord) -> str:
        """Return a record as one line."""
        told = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds")[:23] + "Z",
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": record.getMessage(),
        }
        url = next(self._urls(record), None)
        site = next((word for word in self._words(record) if word in self._ids), None)
        site = site or (self._site_of.get(_host(url)) if url else None)
        told |= {name: value for name, value in (("site", site), ("url", url)) if value}
        if record.exc_info:
            told["error"] = self.formatException(record.exc_info)
        return json.dumps(told, ensure_ascii=False)

    def _words(self, record: logging.LogRecord) -> Iterator[str]:
        args = record.args if isinstance(record.args, tuple) else ()
        yield from (str(arg) for arg in args if isinstance(arg, str))

    def _urls(self, record: logging.LogRecord) -> Iterator[str]:
        for word in (*self._words(record), record.getMessage()):
            if match := URL.search(word):
                yield match[0].rstrip(":.")


def _host(url: str) -> str:
    try:
        return netloc_of(url)
    except ValueError:  # what looked like an address, and is none
        return ""
