"""What became of an article's text: who made each version, what it changed, and which notice corrects which article."""

REVISIONS = (
    "0004 what versions changed",
    (
        # A column that is added keeps no comment: dictionary.py says what these are.
        "ALTER TABLE versions ADD COLUMN cause TEXT NOT NULL DEFAULT 'publisher'",
        "ALTER TABLE versions ADD COLUMN follows INTEGER",
        "ALTER TABLE versions ADD COLUMN rereads INTEGER",
        "ALTER TABLE versions ADD COLUMN rules TEXT",
        "ALTER TABLE versions ADD COLUMN published_at TEXT",
        """CREATE TABLE changes (
            version_id INTEGER NOT NULL REFERENCES versions (id),
            position INTEGER NOT NULL,
            kind TEXT NOT NULL,           -- 'headline', 'figure', 'wording', 'paragraph-added', 'paragraph-removed', 'time'
            before TEXT NOT NULL,         -- the headline, paragraph, figure or time; empty where there was none
            after TEXT NOT NULL,
            PRIMARY KEY (version_id, position)
        ) STRICT, WITHOUT ROWID""",
        "CREATE INDEX changes_kind ON changes (kind)",
        """CREATE TABLE corrections (
            article_id INTEGER PRIMARY KEY REFERENCES articles (id),
            kind TEXT NOT NULL,           -- 'correction', 'right-of-reply', 'withdrawal'
            phrase TEXT NOT NULL,         -- the words by which it was known
            corrects_url TEXT,            -- the article that it names, by link or by title
            corrects_id INTEGER REFERENCES articles (id)
        ) STRICT""",
        "CREATE INDEX corrections_of ON corrections (corrects_id) WHERE corrects_id IS NOT NULL",
    ),
)
