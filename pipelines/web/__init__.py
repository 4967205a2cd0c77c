"""The archive in a browser: Datasette over archive.db, with pages of its own for articles, stories and searches."""
