"""Where an article's text comes from, as its page says."""

MARKS_OF_ORIGIN = (
    "0009 marks of origin",
    (
        # A column that is added keeps no comment: dictionary.py says what these are.
        "ALTER TABLE articles ADD COLUMN agency TEXT",
        "ALTER TABLE articles ADD COLUMN syndicated_from TEXT",
        "ALTER TABLE articles ADD COLUMN advertorial TEXT",
        "ALTER TABLE articles ADD COLUMN press_release TEXT",
        # They stand behind the text: who asks for the few that have one reads these.
        "CREATE INDEX articles_agency ON articles (agency) WHERE agency IS NOT NULL",
        "CREATE INDEX articles_syndicated ON articles (syndicated_from) WHERE syndicated_from IS NOT NULL",
        "CREATE INDEX articles_advertorial ON articles (site_id, advertorial) WHERE advertorial IS NOT NULL",
        "CREATE INDEX articles_release ON articles (site_id, press_release) WHERE press_release IS NOT NULL",
    ),
)
