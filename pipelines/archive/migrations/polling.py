"""When each channel is polled next, how far its validators are believed, and how long a failing site is left."""

POLLING = (
    "0012 when channels are polled",
    # Columns that are added keep no comment: dictionary.py says what these are.
    (
        "ALTER TABLE channels ADD COLUMN next_poll_at TEXT",
        "ALTER TABLE channels ADD COLUMN poll_every INTEGER",
        "ALTER TABLE channels ADD COLUMN whole_at TEXT",
        "ALTER TABLE channels ADD COLUMN audit_every INTEGER",
        "ALTER TABLE channels ADD COLUMN lied_at TEXT",
        "ALTER TABLE sites ADD COLUMN failures INTEGER NOT NULL DEFAULT 0",
        "ALTER TABLE sites ADD COLUMN wait_until TEXT",
    ),
)
