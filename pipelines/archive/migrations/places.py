"""The regencies and cities that articles are about: the main one a column to narrow by, all of them with their evidence."""

from pipelines.archive.migrations.counts import counting

_ADD = (
    "INSERT OR IGNORE INTO article_places (place, article_id)"
    " SELECT json_extract(value, '$.name'), new.id FROM json_each(new.places)"
)
_TAKE = (
    "DELETE FROM article_places WHERE article_id = old.id"
    " AND place IN (SELECT json_extract(value, '$.name') FROM json_each(old.places))"
)

PLACES = (
    "0026 places",
    (
        # A column that is added keeps no comment: dictionary.py says what these are.
        "ALTER TABLE articles ADD COLUMN main_place TEXT",
        "ALTER TABLE articles ADD COLUMN places TEXT NOT NULL DEFAULT '[]'",
        """CREATE TABLE article_places (
            place TEXT NOT NULL,          -- its name with its kind: 'Kabupaten Banjar'
            article_id INTEGER NOT NULL,
            PRIMARY KEY (place, article_id)
        ) STRICT, WITHOUT ROWID""",
        f"CREATE TRIGGER article_places_insert AFTER INSERT ON articles WHEN new.places <> '[]' BEGIN {_ADD}; END",
        f"CREATE TRIGGER article_places_delete AFTER DELETE ON articles WHEN old.places <> '[]' BEGIN {_TAKE}; END",
        (
            "CREATE TRIGGER article_places_update AFTER UPDATE OF places ON articles WHEN new.places <> old.places"
            f" BEGIN {_TAKE}; {_ADD}; END"
        ),
        "CREATE INDEX articles_main_place ON articles (main_place, published_day) WHERE main_place IS NOT NULL",
        *counting("articles", "main_place", "place"),
        "DROP INDEX articles_filters",
        "CREATE INDEX articles_filters ON articles (id, published_day, section, dateline_place, main_place, authors)",
        """CREATE VIEW articles_about AS SELECT
            article_places.place AS place,          -- its name with its kind: 'Kabupaten Banjar'
            json_extract(named.value, '$.id') AS place_id, -- as the gazetteer has it
            json_extract(named.value, '$.region') AS region, -- ISO 3166-2
            json_extract(named.value, '$.score') AS score, -- how weightily it is named
            articles.main_place = article_places.place AS is_main, -- 1: what the article is most about
            json_extract(named.value, '$.evidence') AS evidence, -- JSON array: where in the article, and the words
            articles.uid AS uid,
            articles.site_id AS site,
            articles.published_day AS day,
            articles.title AS title
            FROM article_places JOIN articles ON articles.id = article_places.article_id
            JOIN json_each(articles.places) AS named ON json_extract(named.value, '$.name') = article_places.place""",
    ),
)
