"""Revisions: what became of a text between two readings of it, word by word. Pure, and bounded on any text."""

from pipelines.revisions.alignment import Segment, diff_words
from pipelines.revisions.classify import Change, Copy, Kind, classify, primary
from pipelines.revisions.passages import passages
from pipelines.revisions.tokens import words_of

__all__ = ["Change", "Copy", "Kind", "Segment", "classify", "diff_words", "passages", "primary", "words_of"]
