"""`kliping serve`: the archive in a browser, read-only, on this machine."""

import asyncio
import socket
import webbrowser
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import click

from pipelines.commands.options import data_option, ending_on_errors, leave
from pipelines.exits import ExitCode

HOST = "127.0.0.1"
OVERLAID = {"default:table.html", "default:row.html", "database.html"}
NEEDED = {"datasette", "datasette_dashboards", "uvicorn", "markupsafe"}  # what the extra brings


@click.command()
@click.option(
    "--port",
    type=click.IntRange(0, 65535),
    default=8001,
    show_default=True,
    help="On this machine alone; 0: any that is free.",
)
@click.option("--open", "opens", is_flag=True, help="Open a browser there.")
@click.option(
    "--url", metavar="URL", help="The address under which a proxy on this machine offers it to others."
)
@data_option
def serve(*, port: int, opens: bool, url: str | None, data: Path) -> None:
    """Serve the archive to a browser on this machine, read-only, also while a crawl writes it: search, articles with their
    versions and copies, stories, charts, and questions in SQL (Datasette). Ctrl-C ends it. See docs/web.md.
    """
    with ending_on_errors():
        site = open_checked(data, url)
        listening = listen(port)
    here = f"http://{HOST}:{listening.getsockname()[1]}{site.setting('base_url')}"
    click.echo(f"{data / 'archive.db'} is at {here} until Ctrl-C")
    try:
        asyncio.run(run(site, listening, here if opens else None))
    except KeyboardInterrupt:
        click.echo()
    finally:
        listening.close()


def open_checked(data: Path, url: str | None) -> Any:
    """Return the archive's site; ends the command where Datasette is missing or the address is none."""
    parts = urlsplit(url or "")
    if url is not None and not (parts.scheme in {"http", "https"} and parts.hostname):
        leave(f"{url} is no address such as https://archive.example.org/", ExitCode.MISUSE)
    try:
        import datasette_dashboards  # noqa: F401, PLC0415 - looked for here, so that its lack is told as ours

        from pipelines.web.site import open_site  # noqa: PLC0415 - it needs the extra
    except ModuleNotFoundError as error:
        if error.name not in NEEDED:
            raise
        leave(
            f"serving needs {error.name}, which is not installed: pip install 'kliping[web]'", ExitCode.MISUSE
        )
    return open_site(data, url)


def listen(port: int) -> socket.socket:
    """Take the port; ends the command where it is taken."""
    listening = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listening.bind((HOST, port))
        listening.listen(128)  # who asks while the site is prepared waits, and is not refused
    except OSError as error:
        listening.close()
        leave(f"port {port} cannot be served: {error.strerror}; --port names another", ExitCode.MISUSE)
    return listening


def is_page(template: str) -> bool:
    """Tell whether readers ask for a template at once: ours, and those of Datasette that ours are laid over."""
    return template.startswith(("kliping_", "base", "table", "row", "query", "_")) or template in OVERLAID


async def run(site: Any, listening: socket.socket, page: str | None) -> None:
    """Answer until told to end."""
    import uvicorn  # noqa: PLC0415 - it needs the extra

    # What Datasette would do at its first request: the first reader does not wait for it.
    await site.invoke_startup()
    await site.refresh_schemas()
    for template in site.jinja_env.list_templates(filter_func=is_page):
        site.jinja_env.get_template(template)
    server = uvicorn.Server(uvicorn.Config(site.app(), log_level="warning", access_log=False))
    if page:
        asyncio.get_running_loop().call_later(0.5, webbrowser.open, page)
    await server.serve(sockets=[listening])
