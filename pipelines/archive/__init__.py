"""The archive: articles, leads, channels and captures in SQLite. The only package that knows SQL."""

import pipelines.archive.lean_imports  # noqa: F401 - before whatever imports sqlite-utils

# isort: split
from pipelines.archive.backfills import BackfillRow, BackfillStep, Backlog, WantedRow
from pipelines.archive.connection import require_unlocked
from pipelines.archive.due import Due, is_poll_due, polled_channels
from pipelines.archive.errors import ArchiveError, DiskFullError, LockedError, SearchError, StorageError
from pipelines.archive.figures import SiteVisit
from pipelines.archive.gaps import GapRow, GapState, is_late
from pipelines.archive.history import History
from pipelines.archive.host_files import MAX_AGE, HostAnswer, HostFile, HostFiles
from pipelines.archive.polling import Bounds
from pipelines.archive.reader import Archive, open_archive
from pipelines.archive.replays import Difference, ReplayRow
from pipelines.archive.rows import (
    ArticleRow,
    CaptureRow,
    ChangeRow,
    ChannelRow,
    Count,
    Counted,
    Hit,
    Imported,
    LeadRow,
    LessonRow,
    LookResult,
    Poll,
    PollResult,
    RemovedBlock,
    RemovedRow,
    Revisit,
    Search,
    SiteSummary,
    VersionRow,
)
from pipelines.archive.searching import MATCH_END, MATCH_START, RANKED
from pipelines.archive.store import Store, open_store
from pipelines.archive.stored_pages import RefusedPage, StoredLesson, StoredPage, StoredPages
from pipelines.archive.sweeps import Sweep, SweepResult
from pipelines.archive.values import IMPORTED
from pipelines.archive.vouching import TRUSTED

__all__ = [
    "IMPORTED",
    "MATCH_END",
    "MATCH_START",
    "MAX_AGE",
    "RANKED",
    "TRUSTED",
    "Archive",
    "ArchiveError",
    "ArticleRow",
    "BackfillRow",
    "BackfillStep",
    "Backlog",
    "Bounds",
    "CaptureRow",
    "ChangeRow",
    "ChannelRow",
    "Count",
    "Counted",
    "Difference",
    "DiskFullError",
    "Due",
    "GapRow",
    "GapState",
    "History",
    "Hit",
    "HostAnswer",
    "HostFile",
    "HostFiles",
    "Imported",
    "LeadRow",
    "LessonRow",
    "LockedError",
    "LookResult",
    "Poll",
    "PollResult",
    "RefusedPage",
    "RemovedBlock",
    "RemovedRow",
    "ReplayRow",
    "Revisit",
    "Search",
    "SearchError",
    "SiteSummary",
    "SiteVisit",
    "StorageError",
    "Store",
    "StoredLesson",
    "StoredPage",
    "StoredPages",
    "Sweep",
    "SweepResult",
    "VersionRow",
    "WantedRow",
    "is_late",
    "is_poll_due",
    "open_archive",
    "open_store",
    "polled_channels",
    "require_unlocked",
]
