"""Days that the operator asked for of a site whose lists nobody knew yet: what is to be walked back as soon as they are."""

WANTED_DAYS = (
    "0032 days that wait for their site's lists",
    (
        """CREATE TABLE wanted_days (
            id INTEGER PRIMARY KEY,
            site_id TEXT NOT NULL REFERENCES sites (id),
            since TEXT NOT NULL,          -- first and last local day of publication; until NULL: up to the start
            until TEXT,
            asked_at TEXT NOT NULL,
            failures INTEGER NOT NULL DEFAULT 0, -- times in a row that the homepage did not tell its lists
            retry_at TEXT                 -- when it is asked again; NULL: with the next crawl of what is due
        ) STRICT""",
        "CREATE UNIQUE INDEX wanted_days_once ON wanted_days (site_id, since, coalesce(until, ''))",
    ),
)
