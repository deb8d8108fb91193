"""The whole of `publish` makes the same bytes in one process, in a pool and on a cluster."""

import multiprocessing
import os
import re
import shutil
import signal
from pathlib import Path

import pytest

from pipeline.commands.init import init
from pipeline.commands.publish import Choices, publish
from pipeline.commands.update import update
from pipeline.commands.workspace import open_workspace
from pipeline.engine import make_executor
from tests.engine import tasks_for_tests as tasks

SETTINGS = """
[tool.pipeline]
base_url = "https://example.org"
[tool.pipeline.languages.de]
[tool.pipeline.languages.ar]
"""
ARTICLES = 12


def article(number):
    """An article that links to another one."""
    return (
        f"# Remedy {number}\n\nTake {number} of them. See [another](r{number // 2}.md).\n"
        "\n- first\n- **second**\n"
    )


@pytest.fixture(scope="module")
def root(tmp_path_factory):
    """A dozen articles that link to each other, in two languages."""
    root = tmp_path_factory.mktemp("project")
    (root / "pyproject.toml").write_text(SETTINGS)
    (root / "source").mkdir()
    for number in range(ARTICLES):
        (root / f"source/r{number}.md").write_text(article(number))
    workspace = open_workspace(root)
    init(workspace, ["de", "ar"])
    update(workspace)
    for path in sorted((root / "locales").rglob("LC_MESSAGES/r*.po")):
        text = path.read_text("utf-8")
        filled = re.sub(r'msgid "(.+)"\nmsgstr ""\n', r'msgid "\1"\nmsgstr "\1 +"\n', text)
        assert filled != text
        path.write_text(filled, "utf-8")
    return root


def built(root, executor, progress=None):
    """The list of sums of a site that was built from nothing."""
    for name in ("output", ".pipeline"):
        shutil.rmtree(root / name, ignore_errors=True)
    report = publish(open_workspace(root), Choices(jobs=2, executor=executor), progress)
    assert report.exit_code == 0, report.refusals
    return (root / "output/SHA256SUMS").read_text()


@pytest.fixture(scope="module")
def here(root):
    """What one process makes of it."""
    sums = built(root, "inside")
    assert len([line for line in sums.splitlines() if "index.html" in line]) > ARTICLES * 3
    return sums


def test_a_pool_makes_the_same_site(root, here):
    """However the work is spread."""
    assert built(root, "pool") == here


def test_the_same_site_comes_out_of_the_cache(root, here):
    """Nothing is swapped, because nothing changed."""
    built(root, "inside")
    report = publish(open_workspace(root), Choices(jobs=1))
    assert not report.published.changed
    shutil.rmtree(root / "output")
    publish(open_workspace(root), Choices(jobs=1))
    assert (root / "output/SHA256SUMS").read_text() == here


@pytest.mark.parametrize("spec", ["inside", "pool"])
def test_ctrl_c_in_mid_run_leaves_the_site_and_no_litter(root, here, spec):
    """The old site stands, nothing is staged, no worker is left, and the lock is free."""
    built(root, "inside")
    (root / "source/r1.md").write_text("# Another remedy\n\nOf which nobody has heard.\n")
    before = set((root / ".pipeline/generations").iterdir())

    def press(what, done, total):
        raise KeyboardInterrupt

    try:
        with pytest.raises(KeyboardInterrupt):
            publish(open_workspace(root), Choices(jobs=2, executor=spec), press)
        assert (root / "output/SHA256SUMS").read_text() == here
        assert set((root / ".pipeline/generations").iterdir()) == before
        assert not [one for one in multiprocessing.active_children() if one.is_alive()]
        with open_workspace(root).project.publishing() as lock:
            assert lock.held()
    finally:
        (root / "source/r1.md").write_text(article(1))


class Killer:
    """Is told of the progress, and kills a worker in the middle of it."""

    def __init__(self, victim):
        self.victim = victim
        self.done = False

    def __call__(self, what, done, total):
        """The third step is the worker's last."""
        if not self.done and done == 3:
            self.done = True
            os.kill(self.victim, signal.SIGKILL)

    def language(self, tag, said):
        """What became of a language is of no interest here."""


@pytest.mark.slow
def test_a_cluster_makes_the_same_site_though_a_worker_is_killed(root, here):
    """In mid-run, while others hold its tasks."""
    distributed = pytest.importorskip("distributed", reason="the extra `cluster` is missing")
    with distributed.LocalCluster(
        n_workers=3,
        threads_per_worker=1,
        processes=True,
        host="127.0.0.1",
        dashboard_address=None,
        silence_logs=50,
    ) as cluster:
        spec = cluster.scheduler_address.replace("tcp://", "dask://")
        assert built(root, spec) == here
        with make_executor(spec) as executor:
            victim = executor.submit(tasks.process_id, 0).result()
        killer = Killer(victim)
        assert built(root, spec, killer) == here
        assert killer.done
        assert not Path(f"/proc/{victim}/cmdline").exists() or victim not in _living(cluster)


def _living(cluster):
    return {worker.process.pid for worker in cluster.workers.values() if worker.process}
