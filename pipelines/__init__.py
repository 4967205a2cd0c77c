"""Turns pages into archived articles; runs without the web."""

__version__ = "0.1.0"
