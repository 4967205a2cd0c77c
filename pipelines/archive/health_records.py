"""What a writer of the archive records of its sites' health: runs, judgements, what the operator was told."""

from collections.abc import Callable, Iterable
from contextlib import AbstractContextManager
from datetime import datetime
from typing import TYPE_CHECKING

from sqlite_utils import Database

from pipelines import clock
from pipelines.archive import alarms, figures
from pipelines.health import Alarm

if TYPE_CHECKING:  # site files are checked by a library that readers of an archive need not wait for
    from pipelines.catalogue import Site


class HealthRecords:
    """The health of the sites as the archive keeps it. `step` makes each write whole, `commit` makes it last."""

    def __init__(
        self, db: Database, step: Callable[[], AbstractContextManager[None]], commit: Callable[[], None]
    ) -> None:
        self._db = db
        self._step = step
        self._commit = commit

    def note_run(self, visits: Iterable[figures.SiteVisit], started_at: datetime) -> None:
        """Add a run that ends to what is known of its sites' health."""
        with self._step():
            figures.note_run(self._db, visits, started_at, clock.now())

    def judge(self, catalogue: Iterable["Site"]) -> list[Alarm]:
        """Open, keep up and close the alarms of these sites, committed at once; return those that are open or just closed."""
        catalogue = list(catalogue)
        with self._step():
            healths = alarms.read_health(self._db, catalogue)
            judged = alarms.judge_now(self._db, healths, [site.id for site in catalogue], clock.now())
            written = alarms.write_alarms(self._db, judged)
        self._commit()
        return written

    def untold(self) -> list[Alarm]:
        """Return the alarms of which the operator may have to be told: open, or closed not long ago."""
        return alarms.recent_alarms(self._db, clock.now())

    def mark_told(self, told: Iterable[Alarm]) -> None:
        """Note that the operator was told of alarms, committed at once."""
        with self._step():
            alarms.mark_told(self._db, told, clock.now())
        self._commit()

    def ack(self, site_id: str, until: datetime, reason: str | None) -> int:
        """Note that somebody knows of a site's open alarms; raises ArchiveError where it has none."""
        with self._step():
            return alarms.ack_alarms(self._db, site_id, until, reason)
