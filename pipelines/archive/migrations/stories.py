"""One story, many copies: the wordings of articles, how they are found and related, and the stories that they make."""

STORIES = (
    "0007 wordings, relations and stories",
    (
        """CREATE TABLE wordings (
            id INTEGER PRIMARY KEY,
            fingerprint INTEGER NOT NULL UNIQUE -- of the words in order: no case, punctuation, dateline, sign-off
        ) STRICT""",
        """CREATE TABLE article_wordings (
            article_id INTEGER PRIMARY KEY REFERENCES articles (id),
            wording_id INTEGER REFERENCES wordings (id) -- NULL: too short to be compared
        ) STRICT""",
        "CREATE INDEX article_wordings_wording ON article_wordings (wording_id)",
        # About 23 rows a wording: small ones.
        """CREATE TABLE shingles (
            hash INTEGER NOT NULL,        -- of eight words in a row, one run in twelve
            wording_id INTEGER NOT NULL,
            PRIMARY KEY (hash, wording_id)
        ) STRICT, WITHOUT ROWID""",
        """CREATE TABLE wording_relations (
            one INTEGER NOT NULL REFERENCES wordings (id),
            other INTEGER NOT NULL REFERENCES wordings (id), -- of the two, the larger id
            relation TEXT NOT NULL,       -- 'copy': the same text with small edits; 'derived': one builds on the other's wording
            similarity REAL NOT NULL,     -- words in shared runs, of all words of both
            PRIMARY KEY (one, other)
        ) STRICT, WITHOUT ROWID""",
        "CREATE INDEX wording_relations_other ON wording_relations (other, one)",
        """CREATE TABLE stories (
            id INTEGER PRIMARY KEY REFERENCES articles (id), -- the article that published it first
            articles INTEGER NOT NULL,
            copies INTEGER NOT NULL,      -- of the first text, beside it
            sites INTEGER NOT NULL,
            is_certain INTEGER NOT NULL,  -- 0: by the times that are known, another article may have been the first
            published_at TEXT             -- of the newest article
        ) STRICT""",
        "CREATE INDEX stories_largest ON stories (articles, id)",
        "CREATE INDEX stories_newest ON stories (published_at, id)",
        """CREATE TABLE story_articles (
            article_id INTEGER PRIMARY KEY REFERENCES articles (id),
            story_id INTEGER NOT NULL REFERENCES stories (id),
            place INTEGER NOT NULL,       -- from 1, in the order of publication
            relation TEXT NOT NULL,       -- 'first', or what it is to the article in to_id: 'copy', 'derived'
            similarity REAL NOT NULL,     -- to that article
            to_id INTEGER REFERENCES articles (id)
        ) STRICT""",
        "CREATE UNIQUE INDEX story_articles_story ON story_articles (story_id, place)",
        """CREATE TABLE story_splits (
            uid TEXT NOT NULL,
            apart_from TEXT NOT NULL,     -- uid of an article with which it is never in one story
            split_at TEXT NOT NULL,
            PRIMARY KEY (uid, apart_from)
        ) STRICT, WITHOUT ROWID""",
        """CREATE VIEW relations AS
            SELECT a.uid AS uid_a, b.uid AS uid_b, a.url AS url_a, b.url AS url_b, relation, similarity FROM (
                SELECT x.article_id AS one, y.article_id AS other, 'copy' AS relation, 1.0 AS similarity
                FROM article_wordings AS x JOIN article_wordings AS y
                    ON y.wording_id = x.wording_id AND y.article_id > x.article_id
                UNION ALL SELECT x.article_id, y.article_id, relation, similarity FROM wording_relations
                JOIN article_wordings AS x ON x.wording_id = one JOIN article_wordings AS y ON y.wording_id = other
            ) JOIN articles AS a ON a.id = one JOIN articles AS b ON b.id = other""",
    ),
)
