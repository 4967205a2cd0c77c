"""Captures as WARC/1.1 (ISO 28500:2017): one gzip member a record, bodies that repeat as revisits."""

import re
from http import HTTPStatus
from io import BytesIO
from typing import Any, BinaryIO

from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from pipelines import __version__
from pipelines.archive import Archive, CaptureRow
from pipelines.items import SourceKind

NOTE = (
    "Payloads are stored decoded: Content-Encoding and Transfer-Encoding were dropped from the headers,"
    " and Content-Length is that of the decoded payload. A target is the address after redirects."
)
CODINGS = {"content-encoding", "transfer-encoding", "content-length"}
TOKEN = re.compile(r"[!#$%&'*+.^_`|~0-9A-Za-z-]+")  # RFC 9110, 5.6.2
CONTROLS = re.compile("[\x00-\x1f\x7f]+")


class WarcExport:
    """Writes captures of an archive into a file; in memory are one payload, and what is known of those that repeat."""

    def __init__(self, archive: Archive, file: BinaryIO, *, gzipped: bool) -> None:
        self._archive = archive
        self._writer = WARCWriter(file, gzip=gzipped, warc_version="1.1")
        self._repeated: dict[str, tuple[str, str, str]] = {}  # by digest: record id, address, time

    def write_info(self, filename: str, operator: str | None) -> None:
        """Write the record that says who made the file and how."""
        info = {
            "software": f"kliping/{__version__} (+https://github.com/kliping/kliping)",
            "format": "WARC File Format 1.1",
            "conformsTo": "https://iipc.github.io/warc-specifications/specifications/warc-format/warc-1.1/",
            "operator": operator,
            "description": NOTE,
        }
        self._writer.write_record(self._writer.create_warcinfo_record(filename, info))

    def write_capture(self, capture_id: int) -> None:
        """Write one capture; raises ArchiveError, with nothing written, where it cannot be read."""
        capture = self._archive.capture(capture_id)
        original = self._repeated.get(capture.digest)
        if original is not None and not _is_file(capture):
            record = self._revisit(capture, original)
        else:
            record = self._whole(capture, self._archive.payload(capture_id))
        self._writer.write_record(record)
        if capture.url != capture.final_url:
            self._writer.write_record(self._redirection(capture, record))

    def _whole(self, capture: CaptureRow, payload: bytes) -> Any:
        """Return a response, or a resource where nothing is known of one: of saved files and lines."""
        fields = {"WARC-Date": capture.fetched_at, "WARC-Payload-Digest": f"sha256:{capture.digest}"}
        body, size = BytesIO(payload), len(payload)
        if _is_file(capture):
            kind = _content_type(capture) or (
                "text/html" if payload[:512].lstrip()[:1] == b"<" else "text/plain"
            )
            return self._writer.create_warc_record(
                _target(capture), "resource", body, size, warc_content_type=kind, warc_headers_dict=fields
            )
        record = self._writer.create_warc_record(
            _target(capture), "response", body, size, http_headers=_head(capture), warc_headers_dict=fields
        )
        if self._archive.is_shared(capture.digest):
            record_id = record.rec_headers.get_header("WARC-Record-ID")
            self._repeated[capture.digest] = (record_id, _target(capture), capture.fetched_at)
        return record

    def _revisit(self, capture: CaptureRow, original: tuple[str, str, str]) -> Any:
        record_id, address, time = original
        return self._writer.create_revisit_record(
            _target(capture),
            f"sha256:{capture.digest}",
            address,
            time,
            http_headers=_head(capture),
            warc_headers_dict={"WARC-Date": capture.fetched_at, "WARC-Refers-To": record_id},
        )

    def _redirection(self, capture: CaptureRow, record: Any) -> Any:
        """Return what is known of the address that redirected; of its own response nothing is."""
        body = f"via: {CONTROLS.sub('%20', capture.url)}\r\nhopsFromSeed: R\r\n".encode()
        fields = {
            "WARC-Date": capture.fetched_at,
            "WARC-Concurrent-To": record.rec_headers.get_header("WARC-Record-ID"),
        }
        return self._writer.create_warc_record(
            _target(capture), "metadata", BytesIO(body), len(body), warc_headers_dict=fields
        )


def _target(capture: CaptureRow) -> str:
    return CONTROLS.sub("%20", capture.final_url)


def _is_file(capture: CaptureRow) -> bool:
    """Tell whether a capture is an imported file or line: of its headers, all that is known is the type."""
    names = {name.lower() for name, _ in capture.headers}
    return capture.source_kind == SourceKind.IMPORT and names <= {"content-type"}


def _content_type(capture: CaptureRow) -> str | None:
    values = [value for name, value in capture.headers if name.lower() == "content-type"]
    return CONTROLS.sub(" ", values[0]) if values else None


def _head(capture: CaptureRow) -> Any:
    """Return the HTTP headers that are true of the stored payload."""
    headers = [
        (name, CONTROLS.sub(" ", value))
        for name, value in capture.headers
        if TOKEN.fullmatch(name) and name.lower() not in CODINGS
    ]
    headers.append(("Content-Length", str(capture.size)))
    phrase = HTTPStatus(capture.status).phrase if capture.status in set(HTTPStatus) else "Unknown"
    return StatusAndHeaders(f"{capture.status} {phrase}", headers, protocol="HTTP/1.1")
