"""The plugin by which Datasette serves an archive: pages of its own, safe headers, harmless cells."""

# mypy: disable-error-code="untyped-decorator"

import re
from collections.abc import Awaitable, Callable, Iterable
from typing import Any

from datasette import hookimpl
from datasette.utils.asgi import Response
from markupsafe import Markup, escape

from pipelines.archive import ArchiveError
from pipelines.commands.output import UNPRINTABLE_IN_TEXT, local_time, printable, printable_text
from pipelines.web.harmless import App, guarded, outside

UID = re.compile(r"[0-9a-f]{20}")
STORY_COLUMNS = frozenset({"story"})  # others that hold a uid name an article
SHOWN = 60  # characters of an address


@hookimpl
def register_routes() -> list[tuple[str, Callable[..., Awaitable[Any]]]]:
    """Name the pages that are ours."""
    from pipelines.web import articles, feeds, pages, stories, words  # noqa: PLC0415 - they need the Datasette that imports this

    return [
        (r"^/$", pages.home),
        (r"^/search$", pages.search),
        (r"^/words$", words.words),
        (r"^/stories$", stories.newest),
        (r"^/story/(?P<uid>[0-9a-f]{4,20})$", stories.story),
        (r"^/article/(?P<uid>[0-9a-f]{4,20})$", articles.article),
        (r"^/article/(?P<uid>[0-9a-f]{4,20})/diff$", articles.diff),
        (r"^/watch/(?P<name>[a-z0-9][a-z0-9-]{0,59})\.atom$", feeds.feed),
        (r"^/capture/(?P<id>\d{1,18})$", articles.capture),
        (r"^/capture/(?P<id>\d{1,18})/payload$", articles.payload),
    ]


@hookimpl(trylast=True)
def asgi_wrapper(datasette: Any) -> Callable[[App], App]:
    """Wrap the whole application, its errors too."""
    return lambda app: guarded(app, datasette.hosts)


@hookimpl
def prepare_jinja2_environment(env: Any) -> None:
    """Give templates what makes a site's words and addresses harmless; all else is escaped by itself."""
    env.filters |= {
        "line": lambda text: printable(str(text)),
        "text": lambda text: printable_text(str(text)),
        "outside": outside,
        "local": readable_time,
        "thousands": lambda number: f"{number:,}",
    }


def readable_time(stored: str, offset: int | None) -> str:
    """Return a stored time as on the publisher's wall: `2026-03-01 09:05 +08:00`, without what is not known."""
    told = (local_time(stored, offset) or "").replace("T", " ")
    clock, sign, zone = told[:16], told[16:17], told[17:]
    return f"{clock} {sign}{zone}" if sign in {"+", "-"} else told.replace("Z", " UTC")


@hookimpl(tryfirst=True)
def handle_exception(
    datasette: Any, request: Any, exception: Exception
) -> Callable[[], Awaitable[Response]] | None:
    """Say in a sentence why the archive cannot be asked, as the commands do."""
    if not isinstance(exception, ArchiveError):
        return None

    async def tell() -> Response:
        told = {"title": "The archive cannot be asked", "error": str(exception), "status": 503}
        return Response.html(await datasette.render_template("error.html", told, request=request), status=503)

    return tell


@hookimpl
def menu_links(datasette: Any) -> list[dict[str, str]]:
    """Name our pages in Datasette's menu."""
    return [
        {"href": datasette.urls.path("/search"), "label": "Search"},
        {"href": datasette.urls.path("/words"), "label": "Words"},
    ]


@hookimpl(tryfirst=True)
def render_cell(value: Any, column: str, datasette: Any) -> Markup | None:
    """Show a uid as a link to its page, an address as one that tells nobody where it stood, and no control characters."""
    if not isinstance(value, str):
        return None
    if UID.fullmatch(value) and (column == "uid" or column.endswith("_uid") or column in STORY_COLUMNS):
        page = "story" if column in STORY_COLUMNS else "article"
        return _link(datasette.urls.path(f"/{page}/{value}"), value)
    if outside(value) and not any(character.isspace() for character in value):
        shown = value if len(value) <= SHOWN else f"{value[:SHOWN]}…"
        return _link(value, printable(shown), Markup(' rel="noreferrer noopener nofollow"'))
    if UNPRINTABLE_IN_TEXT.search(value):
        limit = datasette.setting("truncate_cells_html")
        return escape(printable_text(value[:limit] + ("…" if len(value) > limit else "")))
    return None


def _link(href: str, shown: str, attributes: Iterable[str] = "") -> Markup:
    return Markup('<a href="{}"{}>{}</a>').format(href, attributes, shown)
