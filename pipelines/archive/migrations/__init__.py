"""Every step that the two files' schemas took. What landed is released: a step is appended, never edited."""

from pipelines.archive.migrations.articles import SITES_CHANNELS_LEADS_ARTICLES
from pipelines.archive.migrations.captures import CAPTURES_AND_PAYLOADS
from pipelines.archive.migrations.forgotten import FORGOTTEN_ARTICLES
from pipelines.archive.migrations.learned import BOILERPLATE_LEARNED
from pipelines.archive.migrations.revisions import REVISIONS

Migration = tuple[str, tuple[str, ...]]  # its name, which begins with its number; its statements

OF_ARCHIVE: tuple[Migration, ...] = (
    SITES_CHANNELS_LEADS_ARTICLES,
    BOILERPLATE_LEARNED,
    FORGOTTEN_ARTICLES,
    REVISIONS,
)
OF_CAPTURES: tuple[Migration, ...] = (CAPTURES_AND_PAYLOADS,)
