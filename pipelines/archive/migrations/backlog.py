"""Walks back whose list could not be read wait a while, longer each time, and are due again."""

BACKLOG = (
    "0023 walks back that are tried again",
    (
        # Columns that are added keep no comment: dictionary.py says what these are.
        "ALTER TABLE backfills ADD COLUMN failures INTEGER NOT NULL DEFAULT 0",
        "ALTER TABLE backfills ADD COLUMN retry_at TEXT",
    ),
)
