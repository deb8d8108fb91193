"""Tasks on a cluster outlive what Dask makes of a worker that is killed at the wrong moment."""

from concurrent.futures import Future

import pytest

from pipeline.engine.cluster import Resent


def done(outcome):
    """A future that is finished, with a result or an error."""
    future = Future()
    if isinstance(outcome, Exception):
        future.set_exception(outcome)
    else:
        future.set_result(outcome)
    return future


def test_a_result_taken_for_an_error_is_asked_for_again():
    """Dask's executor cannot unpack the result of a task whose worker has just been killed."""
    outcomes = [ValueError("too many values to unpack (expected 3)"), b"page"]
    assert Resent(lambda: done(outcomes.pop(0))).result() == b"page"
    assert outcomes == []


@pytest.mark.parametrize("error", [ValueError("in the task itself"), KeyError("other")])
def test_an_error_of_the_task_itself_comes_out(error):
    """What a task raises it raises again."""
    with pytest.raises(type(error)):
        Resent(lambda: done(error)).result()
