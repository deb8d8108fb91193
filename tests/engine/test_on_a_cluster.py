"""A Dask cluster makes the same bytes as this process; a killed worker costs a retry."""

import os
import signal

import pytest

from pipeline.engine import make_executor, run
from pipeline.errors import PipelineError
from tests.engine import tasks_for_tests as tasks

distributed = pytest.importorskip("distributed", reason="the extra `cluster` is not installed")
pytestmark = pytest.mark.slow
BATCHES = [bytes([number]) * 1000 for number in range(100)]


@pytest.fixture(scope="module")
def cluster():
    """A real scheduler with three worker processes, on the loopback address."""
    with distributed.LocalCluster(
        n_workers=3,
        threads_per_worker=1,
        processes=True,
        host="127.0.0.1",
        dashboard_address=None,
        silence_logs=50,
    ) as running:
        yield running


@pytest.fixture
def spec(cluster):
    """What the user writes after `--executor`."""
    return cluster.scheduler_address.replace("tcp://", "dask://")


def test_a_cluster_makes_the_same_bytes(spec):
    """In the same order; all workers take part."""
    done = []
    with make_executor(spec) as executor:
        assert executor.workers == 3
        results = list(run(executor, tasks.digest, BATCHES, done.append))
        processes = set(run(executor, tasks.process_id_slowly, range(30)))
    assert results == [tasks.digest(batch) for batch in BATCHES]
    assert done == list(range(1, 101))
    assert os.getpid() not in processes
    assert len(processes) == 3


def test_a_worker_killed_in_mid_run_costs_a_retry_and_nothing_else(spec):
    """The scheduler gives its tasks to the others."""
    with make_executor(spec) as executor:
        results = run(executor, tasks.slow_digest, BATCHES)
        found = [next(results)]
        os.kill(executor.submit(tasks.process_id, 0).result(), signal.SIGKILL)
        found.extend(results)
    assert found == [tasks.digest(batch) for batch in BATCHES]


def test_an_error_of_a_task_comes_through(spec):
    """With its type and text."""
    with make_executor(spec) as executor, pytest.raises(ValueError, match="no 7"):
        list(run(executor, tasks.raises, [7]))


def test_a_worker_with_another_version_is_refused(spec):
    """When the run begins, and when one joins later: it would make other bytes."""
    from pipeline.engine.cluster import compare, fingerprint

    other = ("pipeline 0", *fingerprint()[1:])
    with pytest.raises(
        PipelineError, match=r"worker tcp://b has another version: pipeline 0 there"
    ):
        compare({"tcp://a": fingerprint(), "tcp://b": other})
    with make_executor(spec) as executor:
        executor.mine = other
        with pytest.raises(PipelineError, match=r"a worker has another version: .*pipeline 0 here"):
            executor.submit(tasks.square, 3).result()


def test_where_no_scheduler_answers_the_message_says_so(monkeypatch):
    """With the address, and how to start one."""
    from pipeline.engine import cluster

    monkeypatch.setattr(cluster, "_PATIENCE", "1s")
    with pytest.raises(PipelineError, match=r"no Dask scheduler answers at 127\.0\.0\.1:1 "):
        make_executor("dask://127.0.0.1:1")
