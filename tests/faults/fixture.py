"""A small site and a small update, over `store` alone, to break in every way."""

from __future__ import annotations

import shutil
from pathlib import Path

from pipeline.config import Config
from pipeline.errors import PipelineError
from pipeline.store import SUMS, Change, Disk, Project, Published

CONFIG = Config()
OLD = {
    "index.html": b"<p>old root</p>" * 20,
    "en/dose/index.html": b"<p>take one, old</p>" * 30,
    "fr/dose/index.html": b"<p>prenez-en un, old</p>" * 30,
    "en/gone/index.html": b"<p>removed in the new site</p>",
    "assets/style.css": b"p { color: black }" * 10,
    "manifest.json": b'{"version": "old"}',
}
NEW = {
    "index.html": b"<p>new root</p>" * 20,
    "en/dose/index.html": b"<p>take two, new</p>" * 30,
    "fr/dose/index.html": b"<p>prenez-en deux, new</p>" * 30,
    "en/added/index.html": b"<p>only in the new site</p>",
    "assets/style.css": b"p { color: black }" * 10,
    "manifest.json": b'{"version": "new"}',
}
CATALOGS = {
    f"locales/{locale}/LC_MESSAGES/{name}.po": f'msgid "{name}"\nmsgstr "{locale} old"\n'.encode()
    for locale in ("de", "fr")
    for name in ("a", "b")
}
UPDATED = {path: data.replace(b"old", b"new") + b"# more\n" for path, data in CATALOGS.items()}
ADDED = {"locales/it/LC_MESSAGES/a.po": b'msgid "a"\nmsgstr ""\n'}
"""A catalog that the update makes."""


def publish(root: Path, site: dict[str, bytes], disk: Disk | None = None) -> Published:
    """Publish `site` in `root`."""
    project = Project(root, disk)
    with project.staging(CONFIG) as staging:
        for name, data in site.items():
            staging.write(name, data)
        return staging.publish()


def update(root: Path, disk: Disk | None = None) -> tuple[str | PipelineError, ...]:
    """Bring every catalog in `root` from its old state to the new one."""
    project = Project(root, disk)
    with project.updating(CONFIG):
        changes = []
        for path, new in UPDATED.items():
            changes.append(Change(path, new, (root / path).read_bytes()))
        for path, new in ADDED.items():
            was = (root / path).read_bytes() if (root / path).exists() else None
            changes.append(Change(path, new, was))
        return project.save_many(changes)


TEMPLATES = {
    f"locales/templates/{name}.pot": f'msgid "{name}"\nmsgstr ""\n'.encode() for name in "abcdefghi"
}
"""Files of the program's own: two are replaced, the others are new."""
OLD_TEMPLATES = dict.fromkeys(list(TEMPLATES)[:2], b"# old\n")


def extract(
    root: Path, disk: Disk | None = None, count: int = 9
) -> tuple[str | PipelineError, ...]:
    """Write so many templates together: few are synced each for itself, many at once."""
    return Project(root, disk).write_each(dict(list(TEMPLATES.items())[:count]))


def make_templates(root: Path) -> None:
    """Lay out the templates as they were."""
    for path, data in OLD_TEMPLATES.items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_bytes(data)


def make_catalogs(root: Path) -> None:
    """Lay out the catalogs as they were."""
    for path, data in CATALOGS.items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_bytes(data)


def site_in(folder: Path) -> dict[str, bytes] | None:
    """The files of a published site without its list of sums; None where there is no folder."""
    if not folder.is_dir():
        return None
    files = (path for path in sorted(folder.rglob("*")) if path.is_file())
    site = {path.relative_to(folder).as_posix(): path.read_bytes() for path in files}
    site.pop(SUMS, None)
    return site


def fresh(root: Path) -> Path:
    """An empty folder."""
    shutil.rmtree(root, ignore_errors=True)
    root.mkdir(parents=True)
    return root
