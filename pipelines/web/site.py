"""One archive as a Datasette: which file it opens and how, its settings, and what it says of tables, questions and charts."""

import sqlite3
import tomllib
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from datasette.app import Datasette
from datasette.database import Database
from datasette.plugins import pm

from pipelines.archive import open_archive
from pipelines.archive.connection import ARCHIVE_FILE
from pipelines.archive.dictionary import TABLES
from pipelines.web import plugin
from pipelines.web.counted import from_counts

HERE = Path(__file__).parent
DATABASE = "archive"  # its name in addresses, whatever the folder is called
SETTINGS: dict[str, Any] = {
    "default_page_size": 50,
    "sql_time_limit_ms": 3_000,  # a question to a million rows may take so long; a page of ours does not
    "facet_time_limit_ms": 200,  # where an index does not answer so soon, the page says so and does not wait
    "suggest_facets": False,  # each suggestion is a scan
    "truncate_cells_html": 300,
    "max_csv_mb": 0,
    "allow_download": False,  # `kliping archive backup` makes a copy that is whole
    "default_cache_ttl": 0,  # a crawl may be writing
}
HIDDEN = (  # what the archive keeps for itself
    "_sqlite_migrations", "advertised", "article_places", "article_wordings", "corrected_names", "counts", "forgotten_urls", "observed_pages",
    "shingles", "timeline", "version_captures", "wording_relations", "wordings",
)  # fmt: skip
# Vega evaluates its expressions by an interpreter instead of making functions of them, which the policy forbids.
SCHEMA = "https://vega.github.io/schema/vega-lite/v6.json"  # names the version; nothing is loaded from there
EMBEDDED = {"embedOptions": {"ast": True, "actions": False, "renderer": "svg"}}


class ArchiveDatabase(Database):  # type: ignore[misc] # Datasette ships no types
    """archive.db, opened read-only beside whoever writes it."""

    def connect(self, write: bool = False) -> sqlite3.Connection:
        """Open the file for reading; what would write fails."""
        if write:
            raise sqlite3.OperationalError("the archive is served read-only")
        address = f"{Path(self.path).resolve().as_uri()}?mode=ro"
        connection = sqlite3.connect(address, uri=True, check_same_thread=False)
        connection.execute("PRAGMA query_only=ON")
        self._all_file_connections.append(connection)
        return connection

    async def execute(self, sql: str, *args: Any, **options: Any) -> Any:
        """Answer a question in a thread; what counts all articles is asked of the kept counts."""
        return await super().execute(from_counts(sql), *args, **options)

    async def table_counts(self, limit: int = 10) -> dict[str, int | None]:  # noqa: ARG002 - Datasette names it
        """Leave tables uncounted: it would read a tenth of the disk, and a limit does not hold while the disk is waited for."""
        return dict.fromkeys(await self.table_names())


class ArchiveSite(Datasette):  # type: ignore[misc] # likewise
    """A Datasette over one archive; the pages of the plugin ask the archive in its data folder."""

    def __init__(self, data: Path, url: str | None) -> None:
        # First: what Datasette's own beginning asks of the plugin reads these.
        public = urlsplit(url or "")
        self.data = data
        self.hosts = frozenset({public.hostname} if public.hostname else ())
        path = public.path.strip("/")
        super().__init__(
            [str(data / ARCHIVE_FILE)],
            settings={
                **SETTINGS,
                "base_url": f"/{path}/" if path else "/",
                "force_https_urls": public.scheme == "https",
            },
            metadata=describe(),
            template_dir=str(HERE / "templates"),
            static_mounts=[("-/kliping", str(HERE / "static"))],
        )
        self.remove_database(DATABASE)
        self.add_database(ArchiveDatabase(self, str(data / ARCHIVE_FILE)), name=DATABASE)


def open_site(data: Path, url: str | None = None) -> ArchiveSite:
    """Return the site of the archive in a data folder; raises ArchiveError where there is none that can be read.

    `url`: the address under which a proxy offers it.
    """
    open_archive(data).close()
    from datasette import handle_exception  # noqa: PLC0415 - imports the plugins, which import it: they come first

    # Where rich is installed, which is everywhere that we are, it would print each 404 with all local variables.
    handle_exception.rich = None
    if not pm.is_registered(plugin):
        pm.register(plugin, "kliping")
    return ArchiveSite(data, url)


def describe() -> dict[str, Any]:
    """Return Datasette's metadata: what tables and views are, the analyst's questions, the charts."""
    tables: dict[str, dict[str, Any]] = {name: {"description": meaning} for name, meaning in TABLES.items()}
    for name in HIDDEN:
        tables.setdefault(name, {})["hidden"] = True
    tables["articles"] |= {
        "sort_desc": "published_day",
        "facets": ["site_id", "section", "main_place"],
        "label_column": "title",
    }
    return {
        "title": "kliping",
        "databases": {DATABASE: {"queries": _read("questions.toml"), "tables": tables}},
        "plugins": {"datasette-dashboards": _dashboards()},
    }


def _read(name: str) -> dict[str, Any]:
    return tomllib.loads((HERE / name).read_text(encoding="utf-8"))


def _dashboards() -> dict[str, Any]:
    """Return the charts as datasette-dashboards wants them: each asks the archive, and is drawn under the policy."""
    dashboards = _read("charts.toml")
    for dashboard in dashboards.values():
        for chart in dashboard["charts"].values():
            chart |= {"db": DATABASE, "library": "vega-lite"}
            chart["display"] |= {"$schema": SCHEMA, "usermeta": EMBEDDED}
    return dashboards
