"""Fictional regional papers over loopback HTTP, that publish, correct, copy and delete; and the truth about them."""

from crawler.demo.newsroom import Clock, Newsroom
from crawler.demo.outlet import Outlet, World
from crawler.demo.server import Press, serve, site_toml
from crawler.demo.story import Dateline, Story, read_clipping
from crawler.demo.truth import Event, Revision, Truth
from crawler.demo.web import Hit, Paper, Request

__all__ = [
    "Clock",
    "Dateline",
    "Event",
    "Hit",
    "Newsroom",
    "Outlet",
    "Paper",
    "Press",
    "Request",
    "Revision",
    "Story",
    "Truth",
    "World",
    "read_clipping",
    "serve",
    "site_toml",
]
