"""What an archive refuses."""


class ArchiveError(Exception):
    """An archive, or a value for it, that cannot be used; the message names which, and the limit."""


class LockedError(ArchiveError):
    """Another process is writing this archive."""


class StorageError(ArchiveError):
    """SQLite could not read or write a file: what follows would fail likewise."""


class DiskFullError(StorageError):
    """The disk is full, or nearer to it than the operator wants."""


class SearchError(ArchiveError):
    """A query that cannot be asked."""
