"""Tasks run in one process, in several, and on a cluster; a lost worker changes nothing."""

import os
import signal
from functools import partial
from pathlib import Path

import pytest

from service.research import dask_cluster
from service.research.executors import ExecutorError, InlineExecutor, open_executor, run_tasks


def doubled(number: int) -> int:
    return 2 * number


def killed_once(marks: Path, number: int) -> int:
    """Ends its process the first time that it is asked for 3."""
    mark = marks / str(number)
    if number == 3 and not mark.exists():
        mark.touch()
        os.kill(os.getpid(), signal.SIGKILL)
    return 2 * number


def always_killed(number: int) -> int:
    if number == 2:
        os.kill(os.getpid(), signal.SIGKILL)
    return number


def refused(number: int) -> int:
    if number == 2:
        raise ValueError("two is refused")
    return number


@pytest.mark.parametrize("processes", [1, 2])
def test_results_come_in_the_order_of_the_tasks(processes: int) -> None:
    seen: list[int] = []
    with open_executor(processes) as executor:
        assert list(run_tasks(executor, doubled, range(200), seen.append)) == list(range(0, 400, 2))
    assert seen == list(range(0, 400, 2))


def test_one_process_runs_a_task_when_its_result_is_asked_for() -> None:
    tasks = iter(range(10))
    with open_executor() as executor:
        assert isinstance(executor, InlineExecutor)
        assert next(run_tasks(executor, doubled, tasks)) == 0
    assert next(tasks) == 1


def test_a_task_whose_worker_was_killed_is_begun_again(tmp_path: Path) -> None:
    with open_executor(2) as executor:
        assert list(run_tasks(executor, partial(killed_once, tmp_path), range(8))) == list(range(0, 16, 2))
    assert (tmp_path / "3").exists()


def test_a_task_that_ends_every_worker_is_named() -> None:
    with open_executor(2) as executor, pytest.raises(ExecutorError, match="ended 4 times: 2"):
        list(run_tasks(executor, always_killed, range(4)))


@pytest.mark.parametrize("processes", [1, 2])
def test_what_a_task_raises_comes_out(processes: int) -> None:
    with open_executor(processes) as executor, pytest.raises(ValueError, match="two is refused"):
        list(run_tasks(executor, refused, range(4)))


def test_a_cluster_that_does_not_answer_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(dask_cluster, "CONNECT_SECONDS", 1)
    with (
        pytest.raises(ExecutorError, match="no Dask scheduler answers"),
        open_executor(dask="tcp://127.0.0.1:9"),
    ):
        pass
