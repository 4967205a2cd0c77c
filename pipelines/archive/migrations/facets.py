"""Indexes of what readers narrow a list of articles by; each holds its values in the order of the day."""

FACETS = (
    "0015 facets",
    (
        # A list of one site, section or place, newest first, is read in an index's own order, and counted in it.
        "CREATE INDEX articles_day ON articles (published_day)",
        "CREATE INDEX articles_section ON articles (section, published_day)",
        "CREATE INDEX articles_place ON articles (dateline_place, published_day)",
    ),
)
