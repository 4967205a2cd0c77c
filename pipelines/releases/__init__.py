"""Releases: what an office mailed to newsrooms (text, mail, HTML, PDF, docx) becomes a headline and paragraphs."""

from pipelines.releases.release import KINDS, MAX_BYTES, Release, ReleaseError
from pipelines.releases.worker import Reading, begin_reading

__all__ = ["KINDS", "MAX_BYTES", "Reading", "Release", "ReleaseError", "begin_reading"]
