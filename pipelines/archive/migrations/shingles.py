"""What texts are found by, in tables of growing size: hashes lie anywhere in a table, and each page of it is written whole."""

SHINGLES_BY_AGE = (
    "0013 shingles by age",
    (
        # A column that is added keeps no comment: dictionary.py says what this is.
        "ALTER TABLE wordings ADD COLUMN words INTEGER",
        "ALTER TABLE shingles RENAME TO shingles_settled",
        """CREATE TABLE shingles_recent (
            hash INTEGER NOT NULL,        -- of eight words in a row, one run in twelve
            wording_id INTEGER NOT NULL,
            PRIMARY KEY (hash, wording_id)
        ) STRICT, WITHOUT ROWID""",
        """CREATE TABLE shingles_fresh (
            hash INTEGER NOT NULL,        -- of eight words in a row, one run in twelve
            wording_id INTEGER NOT NULL,
            PRIMARY KEY (hash, wording_id)
        ) STRICT, WITHOUT ROWID""",
        """CREATE VIEW shingles AS
            SELECT hash, wording_id FROM shingles_settled
            UNION ALL SELECT hash, wording_id FROM shingles_recent
            UNION ALL SELECT hash, wording_id FROM shingles_fresh""",
    ),
)
