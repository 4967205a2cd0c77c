"""The archive: articles, leads, channels and captures in SQLite. The only package that knows SQL."""

from pipelines.archive.errors import ArchiveError, LockedError, SearchError, StorageError
from pipelines.archive.queries import MATCH_END, MATCH_START
from pipelines.archive.reader import Archive, open_archive
from pipelines.archive.rows import (
    ArticleRow,
    CaptureRow,
    ChannelRow,
    Hit,
    Imported,
    LeadRow,
    LessonRow,
    Poll,
    PollResult,
    RemovedBlock,
    RemovedRow,
    Search,
    SiteSummary,
    VersionRow,
)
from pipelines.archive.store import Store, open_store
from pipelines.archive.values import IMPORTED

__all__ = [
    "IMPORTED",
    "MATCH_END",
    "MATCH_START",
    "Archive",
    "ArchiveError",
    "ArticleRow",
    "CaptureRow",
    "ChannelRow",
    "Hit",
    "Imported",
    "LeadRow",
    "LessonRow",
    "LockedError",
    "Poll",
    "PollResult",
    "RemovedBlock",
    "RemovedRow",
    "Search",
    "SearchError",
    "SiteSummary",
    "StorageError",
    "Store",
    "VersionRow",
    "open_archive",
    "open_store",
]
