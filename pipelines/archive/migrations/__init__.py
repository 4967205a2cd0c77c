"""Every step that the two files' schemas took. What landed is released: a step is appended, never edited."""

from pipelines.archive.migrations.articles import SITES_CHANNELS_LEADS_ARTICLES
from pipelines.archive.migrations.backlog import BACKLOG
from pipelines.archive.migrations.batches import BATCHES
from pipelines.archive.migrations.captures import CAPTURES_AND_PAYLOADS
from pipelines.archive.migrations.completeness import COMPLETENESS
from pipelines.archive.migrations.counts import COUNTS
from pipelines.archive.migrations.doubts import DOUBTS
from pipelines.archive.migrations.exports import EXPORTS_AND_FILTERS
from pipelines.archive.migrations.facets import FACETS
from pipelines.archive.migrations.failing import FAILING
from pipelines.archive.migrations.forgotten import FORGOTTEN_ARTICLES
from pipelines.archive.migrations.health import HEALTH
from pipelines.archive.migrations.host_files import HOST_FILES
from pipelines.archive.migrations.lead_counts import LEAD_COUNTS
from pipelines.archive.migrations.learned import BOILERPLATE_LEARNED
from pipelines.archive.migrations.ledger_views import LEDGER_BY_SITE
from pipelines.archive.migrations.marks import MARKS_OF_ORIGIN
from pipelines.archive.migrations.narrowed import NARROWED
from pipelines.archive.migrations.origins import ORIGINS
from pipelines.archive.migrations.packs import COMPACT_CAPTURES
from pipelines.archive.migrations.paid import PAID
from pipelines.archive.migrations.places import PLACES
from pipelines.archive.migrations.polling import POLLING
from pipelines.archive.migrations.presence import LOOKS_AND_PRESENCE
from pipelines.archive.migrations.replays import READINGS_AND_REPLAYS
from pipelines.archive.migrations.rests import RESTS
from pipelines.archive.migrations.revisions import REVISIONS
from pipelines.archive.migrations.saved import SAVED_SEARCHES
from pipelines.archive.migrations.shingles import SHINGLES_BY_AGE
from pipelines.archive.migrations.sitemap_months import SITEMAP_MONTHS
from pipelines.archive.migrations.stories import STORIES
from pipelines.archive.migrations.sweeps import SWEEPS
from pipelines.archive.migrations.views import VIEWS
from pipelines.archive.migrations.wanted import WANTED_DAYS

Migration = tuple[str, tuple[str, ...]]  # its name, which begins with its number; its statements

OF_ARCHIVE: tuple[Migration, ...] = (
    SITES_CHANNELS_LEADS_ARTICLES,
    BOILERPLATE_LEARNED,
    FORGOTTEN_ARTICLES,
    REVISIONS,
    LOOKS_AND_PRESENCE,
    READINGS_AND_REPLAYS,
    STORIES,
    RESTS,
    MARKS_OF_ORIGIN,
    VIEWS,
    ORIGINS,
    POLLING,
    SHINGLES_BY_AGE,
    COMPLETENESS,
    FACETS,
    SWEEPS,
    EXPORTS_AND_FILTERS,
    HEALTH,
    LEDGER_BY_SITE,
    FAILING,
    COUNTS,
    HOST_FILES,
    BACKLOG,
    BATCHES,
    LEAD_COUNTS,
    PLACES,
    SAVED_SEARCHES,
    NARROWED,
    SITEMAP_MONTHS,
    DOUBTS,
    PAID,
    WANTED_DAYS,
)
OF_CAPTURES: tuple[Migration, ...] = (CAPTURES_AND_PAYLOADS, COMPACT_CAPTURES)
