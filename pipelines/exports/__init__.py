"""Exports: what the archive holds, in formats that others read."""

from pipelines.exports.replacing import replacing
from pipelines.exports.warc import WarcExport

__all__ = ["WarcExport", "replacing"]
