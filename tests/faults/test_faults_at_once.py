"""Several processes at once: publishers, readers, editors, and a killed holder of the lock."""

import multiprocessing
import os
import shutil
import signal
import subprocess
import sys

import pytest

from pipeline.store import Busy, Project
from tests.faults.atonce import contend, edit_and_update, scan_while_publishing
from tests.faults.fixture import CONFIG, OLD, publish, site_in
from tests.faults.strace import AVAILABLE, ROOT


def test_two_publishers_at_once_leave_one_whole_site(tmp_path):
    """One publishes, the other says that it is busy, or comes after."""
    outcome = contend(tmp_path, rounds=8)
    assert outcome.torn == 0
    assert outcome.published >= 8
    assert outcome.published + outcome.busy == 16


def test_readers_by_folder_handle_see_one_whole_site(tmp_path):
    """While it is published again and again: no file missing, none of another publication."""
    outcome = scan_while_publishing(tmp_path, publications=15)
    assert outcome.scans > 15
    assert outcome.wrong == 0


def test_translators_who_save_in_mid_update_lose_nothing(tmp_path):
    """Every version that an editor saved is in the catalog, or in the history."""
    outcome = edit_and_update(tmp_path, rounds=15)
    assert outcome.saved >= 15
    assert outcome.lost == 0


HOLD = """
import os, sys, time
from pathlib import Path
from pipeline.store import Project
with Project(Path(sys.argv[1])).publishing():
    if os.fork() == 0:
        # Said by the child: only when it runs has it let the lock go.
        print("held", flush=True)
        time.sleep(60)
        os._exit(0)
    time.sleep(60)
"""


def test_a_killed_holder_frees_the_lock(tmp_path):
    """Though a child that it forked lives on."""
    with subprocess.Popen(
        [sys.executable, "-c", HOLD, str(tmp_path)],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        start_new_session=True,
    ) as holder:
        try:
            assert holder.stdout.readline() == b"held\n"
            with pytest.raises(Busy, match=f"pid {holder.pid}"), Project(tmp_path).publishing():
                pass
            os.kill(holder.pid, signal.SIGKILL)
            os.waitid(os.P_PID, holder.pid, os.WEXITED | os.WNOWAIT)
            publish(tmp_path, OLD)
            assert site_in(tmp_path / "output") == OLD
        finally:
            os.killpg(holder.pid, signal.SIGKILL)


def test_workers_forked_under_the_lock_do_not_hold_it(tmp_path):
    """They close it at once."""
    lock = Project(tmp_path).publishing()
    context = multiprocessing.get_context("fork")
    ready, stop = context.Event(), context.Event()

    def wait():
        ready.set()
        stop.wait(30)

    with lock:
        worker = context.Process(target=wait)
        worker.start()
        assert ready.wait(30)
    with Project(tmp_path).publishing() as again:
        assert again.held()
    stop.set()
    worker.join()


@pytest.mark.skipif(not AVAILABLE, reason="strace is not installed")
@pytest.mark.parametrize("number", range(3), ids=["publish", "first publish", "update"])
def test_a_fault_in_a_system_call_leaves_old_or_new(number):
    """A sample of the faults of `make faults`, in a real process."""
    from tests.faults.sweep import STORE, sweep

    outcome = sweep(STORE[number], sample=6, seed=number)
    assert outcome.problems == []
    assert sum(outcome.faults.values()) == 6


def test_a_full_disk_refuses_and_keeps_the_old_site(tmp_path):
    """A real one, in bytes and in inodes; with room again, a rerun publishes."""
    own = ["unshare", "--map-root-user", "--mount"]
    if shutil.which("unshare") is None or subprocess.run([*own, "true"]).returncode:
        pytest.skip("no file system of one's own can be mounted here")
    command = [*own, sys.executable, "-m", "tests.faults.full", str(tmp_path)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    assert "'refused'" in done.stdout


def test_the_settings_of_these_tests_are_the_defaults():
    """The project that is broken here is an ordinary one."""
    assert CONFIG.output == "output"
