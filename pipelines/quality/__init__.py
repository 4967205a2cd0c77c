"""Quality: pages with the articles that a careful reader finds in them, and how near extraction comes to these."""

from pipelines.quality.corpus import (
    CorpusError,
    GoldPage,
    add_page,
    draft_path,
    page_paths,
    read_corpus,
    replace_page,
)
from pipelines.quality.draft import read_draft, write_draft
from pipelines.quality.figures import Figures, PageScore, score_page, sum_up

__all__ = [
    "CorpusError",
    "Figures",
    "GoldPage",
    "PageScore",
    "add_page",
    "draft_path",
    "page_paths",
    "read_corpus",
    "read_draft",
    "replace_page",
    "score_page",
    "sum_up",
    "write_draft",
]
