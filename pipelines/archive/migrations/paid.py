"""An index of the few articles that were paid for."""

PAID = (
    "0031 an index of the articles that were paid for",
    # Of a million articles all were read, the newest first, where hardly any is such a one.
    ("CREATE INDEX articles_paid ON articles (published_day) WHERE advertorial IS NOT NULL",),
)
