"""What importing a folder of texts costs, and which stories they make: texts a second, peak memory, the largest stories.

    make bench NAME=import_texts ARGS="[PATH [STORIES_SHOWN]]"

`kliping import` runs in a process of its own. CPU counts its workers too; peak memory is of the largest of its processes. Of each
story are printed how many articles of how many sites it has, how many texts they are, how alike the least alike of them is to the one
that it is counted to, and the titles of the first and of the least alike.
"""

import resource
import sys
import tempfile
import time
from pathlib import Path

from harness import ROOT, kliping, rows

TEXTS = ROOT.parent / "shared" / "texts"
LARGEST = (
    "SELECT stories.id, articles, sites, copies, first.title, min(similarity) AS least,"
    " count(DISTINCT wording_id) AS wordings FROM stories JOIN articles AS first ON first.id = stories.id"
    " JOIN story_articles ON story_id = stories.id JOIN article_wordings USING (article_id)"
    " GROUP BY stories.id ORDER BY articles DESC, stories.id LIMIT ?"
)
LEAST = (
    "SELECT title, relation FROM story_articles JOIN articles ON articles.id = article_id WHERE story_id = ?"
    " ORDER BY similarity, article_id LIMIT 1"
)


def main() -> None:
    """Import into an archive of its own, and print the figures."""
    source = Path(sys.argv[1]) if len(sys.argv) > 1 else TEXTS
    shown = int(sys.argv[2]) if len(sys.argv) > 2 else 30
    if not source.exists():
        print(f"no {source}: nothing to measure")
        return
    with tempfile.TemporaryDirectory() as folder:
        data = Path(folder)
        measure(source, data)
        report(data, shown)


def measure(source: Path, data: Path) -> None:
    """Run the command, and print what it cost."""
    began = time.perf_counter()
    process = kliping("import", str(source), "--data", str(data), timeout=3_600)
    wall = time.perf_counter() - began
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    cpu = used.ru_utime + used.ru_stime
    line, named = process.stdout.strip(), process.stderr.splitlines()
    read = sum(int(part.split()[0]) for part in line.split(", "))
    size = sum(path.stat().st_size for path in data.glob("*.db")) / 2**20
    print(f"{line} (exit code {process.returncode}, {len(named)} lines on stderr)")
    print(
        f"{read / wall:.0f} texts/s: {wall:.1f} s, {cpu:.1f} s of CPU; peak {used.ru_maxrss / 1024:.0f} MB, files {size:.0f} MB"
    )


def report(data: Path, shown: int) -> None:
    """Print how many stories there are, and the largest of them."""
    ((count, articles),) = rows(data, "SELECT count(*), sum(articles) FROM stories")
    ((held,),) = rows(data, "SELECT count(*) FROM articles")
    print(f"{count} stories with {articles} of {held} articles")
    for row in rows(data, LARGEST, shown):
        ((title, relation),) = rows(data, LEAST, row["id"])
        print(
            f"{row['articles']:4} articles, {row['sites']} sites, {row['copies']} copies, {row['wordings']} texts,"
            f" least alike {row['least']:.2f}: {row['title'][:60]!r} / {relation} {title[:60]!r}"
        )


if __name__ == "__main__":
    main()
