"""How many there are of each, counted as they come and go: a million rows are not read again to be told at a glance."""

_ONE_MORE = (
    "INSERT INTO counts (what, value, number) VALUES ('{0}', {1}, 1)"
    " ON CONFLICT (what, value) DO UPDATE SET number = number + 1"
)
_ONE_LESS = "UPDATE counts SET number = number - 1 WHERE what = '{0}' AND value = {1}"


def counting(table: str, column: str, what: str) -> tuple[str, ...]:
    """Return the triggers that count a table's rows by a column: what is NULL is not counted."""
    more, less = _ONE_MORE.format(what, f"new.{column}"), _ONE_LESS.format(what, f"old.{column}")
    name = f"counts_{what}"
    drop = f"DELETE FROM counts WHERE what = '{what}' AND value = old.{column} AND number = 0"  # noqa: S608 - names are ours
    return (
        f"CREATE TRIGGER {name}_insert AFTER INSERT ON {table} WHEN new.{column} IS NOT NULL BEGIN {more}; END",
        f"CREATE TRIGGER {name}_delete AFTER DELETE ON {table} WHEN old.{column} IS NOT NULL BEGIN {less}; {drop}; END",
        (
            f"CREATE TRIGGER {name}_update AFTER UPDATE OF {column} ON {table} WHEN new.{column} IS NOT old.{column}"  # noqa: S608 - names are ours
            f" BEGIN {less}; {drop}; INSERT INTO counts (what, value, number)"
            f" SELECT '{what}', new.{column}, 1 WHERE new.{column} IS NOT NULL"
            " ON CONFLICT (what, value) DO UPDATE SET number = number + 1; END"
        ),
        (
            f"INSERT INTO counts SELECT '{what}', {column}, count(*) FROM {table}"  # noqa: S608 - names are ours
            f" WHERE {column} IS NOT NULL GROUP BY {column}"
        ),
    )


COUNTS = (
    "0021 counts",
    (
        """CREATE TABLE counts (
            what TEXT NOT NULL,           -- 'site' or 'section' of articles; 'change': the kind of versions
            value TEXT NOT NULL,
            number INTEGER NOT NULL,      -- of those that have it
            PRIMARY KEY (what, value)
        ) STRICT, WITHOUT ROWID""",
        *counting("articles", "site_id", "site"),
        *counting("articles", "section", "section"),
        *counting("versions", "kind", "change"),
    ),
)
