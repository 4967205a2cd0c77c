"""Channels that stand still: their lists are read whole before that is believed."""

DOUBTS = (
    "0030 channels that stand still are doubted",
    # A column that is added keeps no comment: dictionary.py says what it is.
    ("ALTER TABLE channels ADD COLUMN doubted_at TEXT",),
)
