"""Where tasks run makes no difference to what they return, and a dying worker little."""

import os
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from pipeline.engine import Ended, Inside, Pool, make_executor, run, run_bounded
from pipeline.engine.running import AHEAD, WorkerDied
from pipeline.errors import UsageError
from tests.engine import tasks_for_tests as tasks

ROOT = Path(__file__).resolve().parents[2]
BATCHES = [bytes([number]) * 100 for number in range(40)]


@pytest.mark.parametrize("spec", ["inside", "pool", "concurrent.futures:ThreadPoolExecutor"])
def test_results_come_in_order_and_are_the_same_everywhere(spec):
    """However many workers there are, and whichever is first."""
    done = []
    with make_executor(spec, jobs=2) as executor:
        results = list(run(executor, tasks.digest, BATCHES, done.append))
    assert results == [tasks.digest(batch) for batch in BATCHES]
    assert done == list(range(1, 41))


def test_batches_are_made_only_when_they_are_needed():
    """So memory holds a few of them a worker, and never all."""
    made = []

    def batches():
        for number in range(100):
            made.append(number)
            yield number

    with make_executor("pool", jobs=2) as executor:
        results = run(executor, tasks.square, batches())
        assert next(results) == 0
        assert len(made) <= 2 * AHEAD + 1
        results.close()
    assert len(made) <= 2 * AHEAD + 1


@pytest.mark.parametrize(
    ("arguments", "kind"),
    [
        ({"jobs": 1}, Inside),
        ({"jobs": 2}, Pool),
        ({"jobs": 2, "pages": 1}, Pool),
        ({"jobs": 0, "pages": 1}, Inside),
        ({"spec": "pool", "jobs": 1}, Pool),
        ({"spec": "inside", "jobs": 8}, Inside),
    ],
    ids=str,
)
def test_small_work_stays_in_this_process(arguments, kind):
    """Unless the user asked for a number of workers."""
    with make_executor(**arguments) as executor:
        assert isinstance(executor, kind)


@pytest.mark.parametrize("spec", ["fast", "nowhere:Executor", "os:Executor", ":", "dask:x"])
def test_an_unknown_executor_is_named(spec):
    """With what may be used instead."""
    with pytest.raises(UsageError, match=spec):
        make_executor(spec)


def test_a_futures_own_interface_works_inside_this_process():
    """Whoever wants futures gets them."""
    with make_executor("inside") as executor:
        assert executor.submit(tasks.square, 3).result() == 9
        with pytest.raises(ValueError, match="no 3"):
            executor.submit(tasks.raises, 3).result()


@pytest.mark.parametrize("spec", ["inside", "pool"])
def test_an_error_of_a_task_comes_through(spec):
    """It is a defect, and must not be hidden."""
    with make_executor(spec, jobs=2) as executor, pytest.raises(ValueError, match="no 1"):
        list(run(executor, tasks.raises, [1, 2]))


def test_a_batch_that_ends_its_worker_is_named():
    """The others in flight with it are done again."""
    with make_executor("pool", jobs=2) as executor:
        results = []
        with pytest.raises(WorkerDied, match="article 5 ended the process"):
            for one in run(executor, tasks.killed_at_five, range(20), label="article {}".format):
                results.append(one)
    assert results == [0, 1, 2, 3, 4]


def test_a_batch_that_ends_its_worker_can_become_a_value():
    """Then the rest of the site is built."""
    with make_executor("pool", jobs=2) as executor:
        results = run(
            executor, tasks.killed_at_five, range(20), died=lambda batch, why: (batch, why)
        )
        found = list(results)
    assert found[5][0] == 5
    assert "killed from outside" in found[5][1]
    assert found[:5] + found[6:] == [*range(5), *range(6, 20)]


def test_a_worker_killed_from_outside_costs_nothing_but_time():
    """The pool starts new ones."""
    with make_executor("pool", jobs=2) as executor:
        results = run(executor, tasks.slow_digest, BATCHES)
        found = [next(results)]
        victim = executor.submit(tasks.process_id, 0).result()
        os.kill(victim, signal.SIGKILL)
        found.extend(results)
    assert found == [tasks.digest(batch) for batch in BATCHES]


def gone(process):
    """Whether a process has ended (a zombie has)."""
    try:
        return Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0] == "Z"
    except OSError:
        return True


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="needs Linux")
def test_workers_end_with_their_parent():
    """Even when that is killed: nobody is left who holds memory, or a lock."""
    code = (
        "from pipeline.engine import Pool, run; from tests.engine import tasks_for_tests as t\n"
        "pool = Pool(2); print(pool.submit(t.process_id, 0).result(), flush=True)\n"
        "list(run(pool, t.sleeps, [1, 2]))"
    )
    with subprocess.Popen(
        [sys.executable, "-c", code], cwd=ROOT, stdout=subprocess.PIPE, text=True
    ) as parent:
        worker = int(parent.stdout.readline())
        parent.kill()
    for _ in range(200):
        if gone(worker):
            break
        time.sleep(0.02)
    assert gone(worker)


@pytest.fixture(params=[False, True], ids=["fork", "new interpreter"])
def threads(request):
    """A process alone, and one in which another thread runs: there a fork is not safe."""
    stop = threading.Event()
    other = threading.Thread(target=stop.wait)
    if request.param:
        other.start()
    yield
    stop.set()
    if request.param:
        other.join()


@pytest.mark.parametrize(
    ("task", "says"),
    [
        (tasks.spins, "needs more than 0.2 seconds"),
        (tasks.spins_in_c, "needs more than 0.2 seconds"),
        (tasks.eats, "needs more than 64 MB of memory"),
        (tasks.nests, "nested too deeply"),
        (tasks.crashes, "crashed the interpreter"),
    ],
    ids=lambda value: getattr(value, "__name__", ""),
)
def test_a_task_beyond_its_bounds_is_ended_and_says_why(threads, task, says):
    """Whatever it was at."""
    with pytest.raises(Ended, match=says):
        run_bounded(task, 0, seconds=0.2, memory=64 << 20)


def test_a_task_that_sleeps_is_ended_by_the_clock(threads):
    """It uses no processor time."""
    with pytest.raises(Ended, match=r"needs more than 0\.1 seconds"):
        run_bounded(tasks.sleeps, 0, seconds=0.1)


def test_a_task_within_its_bounds_returns_or_raises_as_always(threads):
    """Results of any size; errors with their type and text."""
    assert run_bounded(tasks.square, 7, seconds=5, memory=64 << 20) == 49
    assert run_bounded(tasks.big, 3_000_000) == bytes(3_000_000)
    with pytest.raises(ValueError, match="no 2"):
        run_bounded(tasks.raises, 2, seconds=5)
    with pytest.raises(Exception, match="lambda"):
        run_bounded(tasks.returns_function, 0)


def test_start_up_imports_nothing_heavy():
    """Who only asks for help pays for no pool, no database and no cluster."""
    code = (
        "import sys, pipeline.store, pipeline.cache, pipeline.engine\nprint(*sorted(sys.modules))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True
    )
    heavy = "sqlite3 multiprocessing concurrent.futures asyncio distributed ctypes babel logging"
    assert not set(heavy.split()) & set(done.stdout.split())
