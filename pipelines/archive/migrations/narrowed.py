"""What a list of one site, section or place is narrowed by further stands in the index that the list is read in."""

NARROWED = (
    "0028 facets of narrowed lists",
    (
        # Counting these in the rows reads behind the texts, a page or two for each article.
        "DROP INDEX articles_site_day",
        "DROP INDEX articles_section",
        "DROP INDEX articles_main_place",
        "CREATE INDEX articles_site_day ON articles (site_id, published_day, section, main_place)",
        "CREATE INDEX articles_section ON articles (section, published_day, site_id, main_place)",
        (
            "CREATE INDEX articles_main_place ON articles (main_place, published_day, site_id, section)"
            " WHERE main_place IS NOT NULL"
        ),
    ),
)
