"""After a run the operator is told once what changed; what he could not be told is told after the next."""

import json
import sys

import pytest
from test_health_archive import Paper

from pipelines import clock
from pipelines.archive import open_store
from pipelines.checkup import tell_alarms
from pipelines.operator_file import Notify, Operator

SCRIPT = """
import pathlib, sys
folder = pathlib.Path(sys.argv[1])
if (folder / "full").exists():
    sys.exit("kotak penuh")
(folder / f"{len(list(folder.iterdir())):03}").write_bytes(sys.stdin.buffer.read())
"""


@pytest.fixture
def paper(tmp_path):
    """A paper whose feed stands still."""
    made = Paper(tmp_path / "data")
    made.run(40)
    made.feed = False
    made.run(8)
    yield made
    clock.set_source(None)


@pytest.fixture
def box(tmp_path):
    folder = tmp_path / "box"
    folder.mkdir()
    return folder


def tell(paper, box):
    operator = Operator(notify=Notify(command=(sys.executable, "-c", SCRIPT, str(box))))
    with open_store(paper.data) as store:
        return tell_alarms(store, operator)


def told(box):
    return [json.loads(path.read_bytes()) for path in sorted(box.glob("0*"))]


def test_alarm_is_told_daily_and_its_end_once(paper, box):
    for _ in range(2 * 8 + 1):
        assert tell(paper, box) == 0
        paper.run()
    paper.feed = True
    paper.run()
    tell(paper, box)
    tell(paper, box)
    messages = told(box)
    assert [message["alarms"][0]["change"] for message in messages] == [
        "opened",
        "still open",
        "still open",
        "closed",
    ]
    assert messages[0]["subject"] == "kliping: alarm: kabar dead-channel"
    assert "lists nothing new: https://kabar.example/rss" in messages[0]["text"]
    assert messages[-1]["subject"] == "kliping: alarm over: kabar dead-channel"
    assert "over after 3 days" in messages[-1]["text"]


def test_what_could_not_be_told_is_told_after_the_next_run(paper, box, caplog):
    (box / "full").touch()
    assert tell(paper, box) == 1
    assert "the operator could not be told of 1 alarms" in caplog.text
    assert "kotak penuh" in caplog.text
    (box / "full").unlink()
    assert tell(paper, box) == 0
    assert [message["alarms"][0]["change"] for message in told(box)] == ["opened"]


def test_nobody_is_told_without_a_notifier(paper):
    with open_store(paper.data) as store:
        assert tell_alarms(store, Operator()) == 0
        assert [alarm.last_told_at for alarm in store.health.untold()] == [None]
