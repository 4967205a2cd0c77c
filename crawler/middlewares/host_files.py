"""Files in which a host says what is allowed: asked once a run at most, and not while what the archive holds of them is believed."""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from typing import Any, Generic, TypeVar
from urllib.parse import urlsplit

from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.exceptions import IgnoreRequest
from scrapy.http import Response
from scrapy.http.request import NO_CALLBACK

from crawler.middlewares.standing import SiteLeft
from pipelines import clock
from pipelines.archive import MAX_AGE, HostAnswer, HostFile, HostFiles

log = logging.getLogger("kliping")

T = TypeVar("T")
UNCHANGED = 304


class AskedHosts(Generic[T]):
    """One such file of every host that a run comes to, as `make` understands it."""

    def __init__(
        self,
        crawler: Crawler,
        path: str,
        cut: Callable[[bytes], bytes],
        make: Callable[[Request, HostFile], Awaitable[T]],
    ) -> None:
        self._crawler = crawler
        self._path = path
        self._cut = cut
        self._make = make
        self._name = path.rpartition("/")[2].partition(".")[0]  # in counts, and in the meta of its requests
        self._known: dict[str, asyncio.Task[tuple[HostFile, T]]] = {}

    async def of(self, request: Request) -> T:
        """Return what holds for a request's host; raises SiteLeft where it cannot be asked any more."""
        parts = urlsplit(request.url)
        origin = f"{parts.scheme}://{parts.netloc}"
        known = self._known.get(origin)
        if known is None or (known.done() and self._is_over(known)):
            known = self._known[origin] = asyncio.ensure_future(self._read(request, origin))
        return (await known)[1]

    def _is_over(self, known: asyncio.Task[tuple[HostFile, T]]) -> bool:
        """Tell whether what was found is too old; who could not tell is asked again after a day."""
        if known.exception() is not None:
            return False
        file, _ = known.result()
        knows_nothing = file.unreachable_since is not None and not file.stands_in
        return clock.now() >= (file.asked_at + MAX_AGE if knows_nothing else file.believed_until)

    async def _read(self, request: Request, origin: str) -> tuple[HostFile, T]:
        now, visit = clock.now(), request.meta.get("visit")
        # A probe has no archive: it asks afresh.
        job = getattr(self._crawler.spider, "job", None)
        store: HostFiles | None = job.store.host_files if job else None
        held = store.find(origin, self._path) if store else None
        is_fresh = bool(self._crawler.settings.get("KLIPING_FRESH_HOST_FILES"))
        if held is not None and not is_fresh and held.is_believed(now):
            self._count("stood_in" if held.stands_in else "held")
            return held, await self._make(request, held)
        file = held or HostFile(origin, self._path, visit.site.id if visit else "", now)
        answer = await self._ask(request, origin, {} if is_fresh else file.validators(now))
        file = file.after(answer, clock.now())
        if store is not None and visit is not None:
            store.keep(file)
        self._note(file, answer)
        return file, await self._make(request, file)

    async def _ask(self, request: Request, origin: str, validators: dict[str, str]) -> HostAnswer:
        meta = {self._name: True, "visit": request.meta.get("visit")}
        asked = Request(
            origin + self._path, meta=meta, headers=validators, callback=NO_CALLBACK, dont_filter=True
        )
        assert self._crawler.engine is not None
        try:
            response = await self._crawler.engine.download_async(asked)
        except SiteLeft:  # that says nothing of the host
            raise
        except Exception as failure:  # noqa: BLE001 - Twisted names a dozen ways to fail to fetch, and a handler may add its own
            reason = str(failure) if isinstance(failure, IgnoreRequest) else type(failure).__name__
            return HostAnswer(problem=reason or "refused")
        return self._answer(response, is_conditional=bool(validators))

    def _answer(self, response: Response, *, is_conditional: bool) -> HostAnswer:
        """Return what an answer tells: 2xx the file, 4xx that there is none, but 429; all else tells nothing."""
        status = response.status
        if status == UNCHANGED and is_conditional:
            return HostAnswer(status)
        if 400 <= status < 500 and status != 429:
            return HostAnswer(status)
        if not 200 <= status < 300:
            return HostAnswer(status, problem=f"http {status}")
        headers: Any = response.headers
        told = {
            name: headers[name].decode("latin-1") for name in ("ETag", "Last-Modified") if name in headers
        }
        return HostAnswer(status, self._cut(response.body), told.get("ETag"), told.get("Last-Modified"))

    def _note(self, file: HostFile, answer: HostAnswer) -> None:
        self._count("unchanged" if answer.status == UNCHANGED and not answer.problem else "asked")
        url = file.origin + file.path
        if file.stands_in:
            self._count("stood_in")
            log.warning("%s: %s: the copy of %s holds", url, file.problem, file.checked_at)
        elif file.unreachable_since is not None and not file.problem_at(clock.now()):
            log.info("%s: %s since %s: as if there were none", url, file.problem, file.unreachable_since)

    def _count(self, name: str) -> None:
        if self._crawler.stats is not None:
            self._crawler.stats.inc_value(f"kliping/{self._name}/{name}")
