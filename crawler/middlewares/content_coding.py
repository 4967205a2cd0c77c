"""Content decoding that refuses what Scrapy's own lets through: a body cut short would be archived as a partial page."""

from typing import Self

from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.exceptions import IgnoreRequest
from scrapy.http import Response
from scrapy.responsetypes import responsetypes

from pipelines.content_coding import ContentCodingError, content_codings, decode_content


class ContentCodingMiddleware:
    """Asks for gzip and deflate, and decodes them whole or not at all."""

    def __init__(self, limit: int, crawler: Crawler) -> None:
        self.limit = limit
        self.crawler = crawler

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Build with the download limit of the settings, which holds before and after decoding."""
        return cls(crawler.settings.getint("DOWNLOAD_MAXSIZE"), crawler)

    def process_request(self, request: Request) -> None:
        """Ask for what can be decoded."""
        request.headers.setdefault("Accept-Encoding", "gzip, deflate")

    def process_response(self, request: Request, response: Response) -> Response:
        """Return the response with its body decoded; raises IgnoreRequest naming URL and reason."""
        header = b",".join(response.headers.getlist("Content-Encoding")).decode("latin-1")
        codings = content_codings(header)
        if not codings or request.method == "HEAD" or not response.body:
            return response
        try:
            body = decode_content(response.body, codings, self.limit)
        except ContentCodingError as error:
            if self.crawler.stats is not None:
                self.crawler.stats.inc_value("kliping/content_coding/refused")
            raise IgnoreRequest(f"{response.url}: {error}") from error
        headers = response.headers.copy()
        del headers["Content-Encoding"]
        kind = responsetypes.from_args(headers=headers, url=response.url, body=body)
        return response.replace(body=body, headers=headers, cls=kind)
