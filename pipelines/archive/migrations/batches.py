"""New pages that come together: what they add to the score of a sign of broken pages is bounded."""

BATCHES = (
    "0024 pages that come together count as a batch in health",
    (
        # Columns that are added keep no comment: dictionary.py says what these are.
        "ALTER TABLE page_trends ADD COLUMN batch_at TEXT",
        "ALTER TABLE page_trends ADD COLUMN batch_score REAL NOT NULL DEFAULT 0",
        "ALTER TABLE page_trends ADD COLUMN batch_sum REAL NOT NULL DEFAULT 0",
    ),
)
