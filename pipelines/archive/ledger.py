"""The ledger: what lists named and what the site says, against what is archived; what views tell, and sums of it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Literal

from sqlite_utils import Database

from pipelines.archive.errors import SearchError
from pipelines.archive.migrations.lead_counts import BECAME
from pipelines.archive.rows import read_row

STATES = ", ".join(
    f"sum(number * (became = '{became}'))"
    for became in ("archived", "alias", "not-article", "vanished", "failed", "waiting")
)
PERIOD = {"day": "day", "month": "substr(day, 1, 7)"}
_RIGHT = f"""
    SELECT channel_id AS c, coalesce(day, substr(advertised.first_seen_at, 1, 10)) AS d, is_first AS f,
        {BECAME.format("leads")} AS b, count(*) AS n
    FROM advertised JOIN leads ON leads.id = lead_id GROUP BY 1, 2, 3, 4
"""  # noqa: S608 - parts are ours
LEDGER_RULE = (
    "lead counts",
    "SELECT count(*) FROM lead_counts",
    (
        (
            "SELECT 'of channel ' || c || ' ' || n || ' leads of ' || d || ' are ' || b || ', but ' || coalesce(number, 'none')"  # noqa: S608 - parts are ours
            f" || ' are counted' FROM ({_RIGHT}) LEFT JOIN lead_counts ON (channel_id, day, is_first, became) = (c, d, f, b)"
            " WHERE number IS NOT n"
        ),
        (
            "SELECT 'of channel ' || channel_id || ' no leads of ' || day || ' are ' || became || ', but ' || number"  # noqa: S608 - parts are ours
            f" || ' are counted' FROM lead_counts WHERE (channel_id, day, is_first, became) NOT IN (SELECT c, d, f, b FROM ({_RIGHT}))"
        ),
    ),
)


@dataclass(frozen=True, slots=True)
class LedgerRow:
    """What became of the leads that were named first in a period: by one channel, or (no channel) by any of the site's."""

    site: str
    period: str  # YYYY-MM-DD or YYYY-MM, local
    channel: str | None
    advertised: int
    archived: int
    alias: int
    not_article: int
    vanished: int
    failed: int
    waiting: int


@dataclass(frozen=True, slots=True)
class ReasonRow:
    """Why leads were not archived, and how many."""

    site: str
    state: str
    reason: str
    leads: int


@dataclass(frozen=True, slots=True)
class LedgerGap:
    """A probable gap between two polls, as the view tells it."""

    site: str
    channel: str
    suspected_at: str
    since: str
    until: str
    reason: str
    state: str
    state_since: str
    found: int
    missing_at_least: int
    told: str


@dataclass(frozen=True, slots=True)
class MonthRow:
    """A month of publication: what the site says that it shows, against what is held."""

    site: str
    month: str | None
    announced: int | None
    told_by: str
    archived: int
    gone: int
    vanished: int
    not_article: int
    failed: int
    waiting: int
    missing: int | None


@dataclass(frozen=True, slots=True)
class Scope:
    """Which part of the ledger: of one site or all, and of local days."""

    site_id: str | None = None
    since: date | None = None
    until: date | None = None

    def condition(self, site: str, day: str) -> tuple[str, list[str]]:
        """Return the SQL condition over two columns, and its values; a shorter column is a month."""
        terms = [(f"{site} = ?", self.site_id)]
        terms += [(f"{day} >= ?", self.since.isoformat() if self.since else None)]
        terms += [(f"{day} <= ?", self.until.isoformat() if self.until else None)]
        given = [(term, value) for term, value in terms if value is not None]
        return " AND ".join(term for term, _ in given) or "1", [value for _, value in given]


def require_site(db: Database, site_id: str | None) -> None:
    """Raise SearchError for a site that the archive does not know."""
    if site_id is not None and not db.execute("SELECT 1 FROM sites WHERE id = ?", [site_id]).fetchone():
        raise SearchError(f"the archive knows no site {site_id}")


def ledger(db: Database, scope: Scope, by: Literal["day", "month"], *, of_channels: bool) -> list[LedgerRow]:
    """Return what became of leads by the period in which they were first named, the newest first."""
    condition, values = scope.condition("channels.site_id", "day")
    channel, group = ("channels.url", ", channels.id") if of_channels else ("NULL", "")
    only = "" if of_channels else "AND is_first"
    query = (
        f"SELECT channels.site_id, {PERIOD[by]}, {channel}, sum(number), {STATES} FROM channels"  # noqa: S608 - parts are ours
        " JOIN lead_counts ON lead_counts.channel_id = channels.id"
        f" WHERE {condition} {only} GROUP BY channels.site_id, {PERIOD[by]}{group} ORDER BY 1, 2 DESC, 3"
    )
    return [LedgerRow(*row) for row in db.execute(query, values).fetchall()]


def reasons(db: Database, scope: Scope) -> list[ReasonRow]:
    """Return why leads of these days were not archived, the commonest first."""
    condition, values = scope.condition("leads.site_id", "substr(leads.first_seen_at, 1, 10)")
    query = (
        f"SELECT site_id, state, reason, count(*) FROM sites CROSS JOIN leads ON site_id = sites.id WHERE {condition}"  # noqa: S608 - parts are ours
        " AND state IN ('not-article', 'vanished', 'failed') GROUP BY 1, 2, 3 ORDER BY 1, 4 DESC, 2, 3"
    )
    return [read_row(ReasonRow, row) for row in db.execute(query, values).fetchall()]


def gaps(db: Database, scope: Scope) -> list[LedgerGap]:
    """Return the gaps that touch these days (in UTC), the newest first."""
    condition, values = scope.condition("site", "substr(suspected_at, 1, 10)")
    query = f"SELECT * FROM ledger_gaps WHERE {condition} ORDER BY site, suspected_at DESC"  # noqa: S608 - parts are ours
    return [read_row(LedgerGap, row) for row in db.execute(query, values).fetchall()]


def months(db: Database, scope: Scope) -> list[MonthRow]:
    """Return months of publication, the newest first; of a day that is given, its month counts as a whole."""
    days = (scope.since.replace(day=1) if scope.since else None, scope.until)
    condition, values = Scope(scope.site_id, *days).condition("site", "coalesce(month, '') || '-01'")
    query = f"SELECT * FROM ledger_by_month WHERE {condition} ORDER BY site, month DESC"  # noqa: S608 - parts are ours
    return [read_row(MonthRow, row) for row in db.execute(query, values).fetchall()]


def total(rows: Iterable[LedgerRow]) -> dict[str, int]:
    """Return the sums of the counts."""
    names = ("advertised", "archived", "alias", "not_article", "vanished", "failed", "waiting")
    listed = list(rows)
    return {name: sum(getattr(row, name) for row in listed) for name in names}
