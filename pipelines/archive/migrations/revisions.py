"""What became of an article's text: who made each version, what it changed, and which notice corrects which article."""

REVISIONS = (
    "0004 what versions changed",
    (
        # A column that is added keeps no comment: dictionary.py says what these are.
        "ALTER TABLE versions ADD COLUMN cause TEXT NOT NULL DEFAULT 'publisher'",
        "ALTER TABLE versions ADD COLUMN kind TEXT",
        "ALTER TABLE versions ADD COLUMN follows INTEGER",
        "ALTER TABLE versions ADD COLUMN rereads INTEGER",
        "ALTER TABLE versions ADD COLUMN rules TEXT",
        "ALTER TABLE versions ADD COLUMN last_seen_at TEXT",
        "ALTER TABLE versions ADD COLUMN published_at TEXT",
        "ALTER TABLE versions ADD COLUMN published_source TEXT",
        "ALTER TABLE versions ADD COLUMN modified_at TEXT",
        # Of versions that an article no longer shows, their times are not known.
        (
            "UPDATE versions SET (published_at, published_source, modified_at) = (SELECT published_at, published_source,"
            " modified_at FROM articles WHERE articles.id = article_id AND version = number)"
        ),
        "CREATE INDEX versions_kind ON versions (kind, seen_at) WHERE kind IS NOT NULL",
        """CREATE TABLE changes (
            version_id INTEGER NOT NULL REFERENCES versions (id),
            position INTEGER NOT NULL,
            kind TEXT NOT NULL,           -- 'figure', 'headline', 'paragraph-added', 'paragraph-removed', 'wording', 'time'
            before TEXT NOT NULL,         -- the figure, headline, paragraph, words or time; empty where there was none
            after TEXT NOT NULL,
            paragraph INTEGER,            -- where it stands, from 1: in this version, of a removed one in the one before
            PRIMARY KEY (version_id, position)
        ) STRICT, WITHOUT ROWID""",
        "CREATE INDEX changes_kind ON changes (kind)",
        """CREATE TABLE corrections (
            article_id INTEGER PRIMARY KEY REFERENCES articles (id),
            kind TEXT NOT NULL,           -- 'correction', 'clarification', 'right-of-reply', 'withdrawal' or 'apology'
            phrase TEXT NOT NULL,         -- the words by which it was known
            of_itself INTEGER NOT NULL,   -- 1: a note in the text that was corrected
            corrects_url TEXT,            -- the article that it names, by link or by title
            corrects_id INTEGER REFERENCES articles (id) -- NULL: not in this archive, or not told
        ) STRICT""",
        """CREATE TABLE corrected_names (
            article_id INTEGER NOT NULL REFERENCES corrections (article_id),
            position INTEGER NOT NULL,
            is_title INTEGER NOT NULL,    -- 0: a request key that it links; 1: the words of what it quotes, spaced, in small letters
            name TEXT NOT NULL,
            url TEXT,                     -- that it links
            PRIMARY KEY (article_id, position)
        ) STRICT, WITHOUT ROWID""",
        "CREATE INDEX corrected_names_name ON corrected_names (name)",
        "CREATE INDEX corrections_of ON corrections (corrects_id) WHERE corrects_id IS NOT NULL",
    ),
)
