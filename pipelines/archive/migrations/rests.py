"""Sites that asked to be left alone for a time."""

RESTS = (
    "0008 sites that rest",
    # A column that is added keeps no comment: dictionary.py says what this is.
    ("ALTER TABLE sites ADD COLUMN rests_until TEXT",),
)
