"""What a command's exit code means: cron and systemd read nothing else."""

from enum import IntEnum


class ExitCode(IntEnum):
    """Documented in docs/commands.md; a number, once given, keeps its meaning."""

    OK = 0
    SOME_FAILED = 1
    MISUSE = 2
    LOCKED = 3
    BAD_CONFIGURATION = 4
    DISK = 5
    SITE_BROKE = 6
    INTERRUPTED = 130


class CatalogueError(ValueError):
    """A file of settings that cannot be used (BAD_CONFIGURATION); the message names file and key."""
