"""What an export as of a time rests on, and indexes for filters and counts that pass by the texts."""

EXPORTS_AND_FILTERS = (
    "0017 when versions were recorded",
    (
        # Columns that are added keep no comment: dictionary.py says what these are.
        "ALTER TABLE versions ADD COLUMN recorded_at TEXT",
        "ALTER TABLE versions ADD COLUMN published_first TEXT",
        # When a page was read again was not noted before: not later than the last run.
        (
            "UPDATE versions SET recorded_at = (SELECT max(coalesce(finished_at, started_at)) FROM runs)"
            " WHERE cause = 'rule'"
        ),
        # All that a filter asks of an article: its row, with the text in it, need not be read.
        ("CREATE INDEX articles_filters ON articles (id, published_day, section, dateline_place, authors)"),
        "CREATE INDEX articles_authors ON articles (authors)",
    ),
)
