"""Views that tell a release's origin from the first outlet that printed it. A column's comment is its word in the dictionary."""

# What a member of a story says of its origin, the best of it; what builds on a text may have its mark for another part.
_MARK = """(SELECT json_array(kind, name) FROM (
                SELECT CASE WHEN agency IS NOT NULL THEN 'agency' WHEN press_release IS NOT NULL THEN 'release'
                    WHEN syndicated_from IS NOT NULL THEN 'outlet' END AS kind,
                    coalesce(agency, press_release, syndicated_from) AS name, place
                FROM story_articles JOIN articles ON articles.id = article_id
                WHERE story_id = stories.id AND relation <> 'derived'
            ) WHERE kind IS NOT NULL GROUP BY kind, name
            ORDER BY CASE kind WHEN 'agency' THEN 1 WHEN 'release' THEN 2 ELSE 3 END, count(*) DESC, min(place) LIMIT 1)"""

# The first article of a government's or an agency's own site. One that names another source, or comes more than a day
# after an outlet had the text, took it over.
_PUBLISHER = """(SELECT article_id FROM story_articles AS mine JOIN articles ON articles.id = article_id
            JOIN sites ON sites.id = site_id
            WHERE story_id = stories.id AND kind IN ('government', 'agency') AND syndicated_from IS NULL
            AND (kind = 'agency' OR agency IS NULL) AND NOT EXISTS (
                SELECT 1 FROM story_articles AS earlier JOIN articles AS had ON had.id = earlier.article_id
                JOIN sites AS its ON its.id = had.site_id
                WHERE earlier.story_id = mine.story_id AND earlier.place < mine.place
                AND its.kind NOT IN ('government', 'agency')
                AND julianday(articles.published_at) - julianday(had.published_at) > 1
            ) ORDER BY mine.place LIMIT 1)"""

# The article of the outlet that a copy names as its source, where it is one of the story.
_NAMED = """(SELECT mine.article_id FROM story_articles AS copy JOIN articles AS printed ON printed.id = copy.article_id
            JOIN story_articles AS mine ON mine.story_id = copy.story_id AND mine.article_id <> copy.article_id
            JOIN articles AS own ON own.id = mine.article_id JOIN sites ON sites.id = own.site_id
            WHERE copy.story_id = stories.id AND copy.relation <> 'derived' AND printed.syndicated_from IS NOT NULL
            AND lower(replace(printed.syndicated_from, ' ', '')) IN (lower(replace(sites.name, ' ', '')), sites.id,
                rtrim(replace(replace(replace(lower(homepage), 'https://', ''), 'http://', ''), 'www.', ''), '/'))
            ORDER BY mine.place LIMIT 1)"""

_OUTLET = """(SELECT article_id FROM story_articles JOIN articles ON articles.id = article_id
            JOIN sites ON sites.id = site_id WHERE story_id = stories.id AND kind NOT IN ('government', 'agency')
            ORDER BY place LIMIT 1)"""

_CERTAIN = """CASE WHEN outlet.id = stories.id THEN stories.is_certain
            WHEN outlet.id IS NOT NULL THEN outlet.published_at LIKE '%Z' AND NOT EXISTS (
                SELECT 1 FROM story_articles JOIN articles ON articles.id = article_id JOIN sites ON sites.id = site_id
                WHERE story_id = stories.id AND article_id <> outlet.id AND kind NOT IN ('government', 'agency')
                AND (articles.published_at LIKE '%Z' AND articles.published_at > outlet.published_at) IS NOT TRUE
            ) END"""

ORIGINS = (
    "0011 origin and first outlet of stories",
    (
        """CREATE VIEW story_members AS SELECT
            story_articles.story_id AS story_id,    -- as in `stories`
            first.uid AS story,                     -- uid of the story's first article
            story_articles.place AS place,          -- from 1, in the order of publication
            articles.uid AS uid,
            articles.site_id AS site,
            sites.kind AS site_kind,                -- 'outlet', 'government' or 'agency', as its site file says
            articles.url AS url,
            articles.title AS title,
            articles.published_at AS published_at,
            story_articles.relation AS relation,    -- 'first', or what it is to the next column's: 'copy', 'derived'
            other.uid AS to_uid,
            story_articles.similarity AS similarity,
            articles.agency AS agency,              -- these three: what its page says of its origin
            articles.press_release AS press_release,
            articles.syndicated_from AS syndicated_from
            FROM story_articles JOIN articles ON articles.id = story_articles.article_id
            JOIN sites ON sites.id = articles.site_id JOIN articles AS first ON first.id = story_articles.story_id
            LEFT JOIN articles AS other ON other.id = story_articles.to_id""",
        f"""CREATE VIEW story_origins AS SELECT
            stories.id AS story_id,                 -- as in `stories`
            first.uid AS story,                     -- uid of the story's first article
            first.title AS title,
            stories.articles AS articles,
            stories.copies AS copies,
            stories.sites AS sites,
            first.published_at AS published_at,
            stories.published_at AS newest_at,
            first.site_id AS first_site,            -- whoever published it first, origin or outlet
            first.url AS first_url,
            stories.is_certain AS first_is_certain, -- 0: by the times that are known, another may have been the first
            coalesce(publisher.kind, json_extract({_MARK}, '$[0]')) AS origin_kind, -- 'government', 'agency', 'release', 'outlet'; NULL: not told
            coalesce(house.name, json_extract({_MARK}, '$[1]')) AS origin, -- name of the site, or what the pages say
            CASE WHEN publisher.id IS NOT NULL THEN 'site' WHEN {_MARK} IS NOT NULL THEN 'mark' END AS origin_by, -- 'site': it published the text itself; 'mark': pages say so
            source.uid AS origin_uid,               -- its article; NULL: not in this archive
            source.site_id AS origin_site,
            source.url AS origin_url,
            source.published_at AS origin_published_at,
            paper.name AS outlet,                   -- the first outlet: neither government nor agency
            outlet.uid AS outlet_uid,
            outlet.site_id AS outlet_site,
            outlet.url AS outlet_url,
            outlet.published_at AS outlet_published_at,
            {_CERTAIN} AS outlet_is_certain,        -- 0: another outlet may have been as early
            CASE WHEN source.published_at LIKE '%Z' AND outlet.published_at LIKE '%Z' THEN CAST(round(1440 *
                (julianday(outlet.published_at) - julianday(source.published_at))) AS INTEGER) END AS minutes_later -- outlet after origin; NULL where a time is not exact
            FROM stories JOIN articles AS first ON first.id = stories.id
            LEFT JOIN articles AS issued ON issued.id = {_PUBLISHER}
            LEFT JOIN sites AS publisher ON publisher.id = issued.site_id
            LEFT JOIN articles AS source ON source.id =
                coalesce(issued.id, CASE WHEN json_extract({_MARK}, '$[0]') = 'outlet' THEN {_NAMED} END)
            LEFT JOIN sites AS house ON house.id = source.site_id
            LEFT JOIN articles AS outlet ON outlet.id = {_OUTLET}
            LEFT JOIN sites AS paper ON paper.id = outlet.site_id""",  # noqa: S608 - our own
    ),
)
