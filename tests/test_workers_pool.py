"""A worker that hangs, dies or asks for too much memory costs its own task, and no other."""

import os
import signal
import time

import pytest
from pebble.pool.channel import WorkerChannel

from pipelines.workers import WorkerPool, reason_of


def double(number):
    return number * 2


def hang(_number):
    time.sleep(60)


def doze(seconds):
    time.sleep(seconds)
    return seconds


def die(_number):
    os._exit(3)


def devour(_number):
    return bytearray(64 << 30)


def stumble(_number):
    raise ValueError("odd bytes")


def held_back(_number):
    return signal.SIGINT in signal.pthread_sigmask(signal.SIG_BLOCK, [])


@pytest.fixture(scope="module")
def pool():
    with WorkerPool(size=2, deadline=1.0) as pool:
        yield pool


@pytest.mark.parametrize(
    ("function", "reason"),
    [(hang, "deadline"), (die, "worker died"), (devour, "memory"), (stumble, "ValueError: odd bytes")],
)
def test_failure_has_a_reason_and_the_pool_goes_on(pool, function, reason):
    with pytest.raises(Exception) as caught:
        pool.submit(function, 1).result(timeout=20)
    assert reason_of(caught.value) == reason
    assert pool.submit(double, 21).result(timeout=20) == 42


def test_ctrl_c_does_not_reach_a_worker_that_is_starting(pool):
    assert pool.submit(held_back, 1).result(timeout=20)
    assert not held_back(1)


def test_results_come_in_the_order_of_their_arguments(pool):
    numbers = [(number,) for number in range(40)]
    assert list(pool.map_ordered(double, numbers)) == [((number,), number * 2) for (number,) in numbers]


def test_one_hung_task_does_not_hold_up_the_others(pool):
    began = time.monotonic()
    hung = pool.submit(hang, 1)
    assert [pool.submit(double, number).result(timeout=20) for number in range(20)] == list(range(0, 40, 2))
    assert time.monotonic() - began < 1.0
    with pytest.raises(TimeoutError):
        hung.result(timeout=20)


def test_no_worker_is_left_when_a_closing_pool_takes_its_locks_away(monkeypatch):
    left, close = [], WorkerChannel.close

    def look_first(channel):
        left.append([worker.pid for worker in workers.values() if worker.is_alive()])
        close(channel)

    monkeypatch.setattr(WorkerChannel, "close", look_first)
    pool = WorkerPool(size=2)
    pool.submit(die, 1)
    workers = pool._pool._pool_manager.worker_manager.workers
    time.sleep(0.1)  # one is dead, or being replaced
    assert workers
    pool.close()
    pool.close()
    assert left[0] == []


def test_task_may_have_a_deadline_of_its_own(pool):
    assert pool.submit(doze, 1.5, deadline=20).result(timeout=20) == 1.5
