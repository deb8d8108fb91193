"""One project on disk: where it is, what lies in it, and every way to change it."""

# Single system calls, and names relative to open folders, are the subject here.
from __future__ import annotations

import contextlib
import os
import stat
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

from pipeline.config import Config, has_settings, parse_config
from pipeline.errors import ArticleError, CatalogError, ConfigError, PipelineError, UsageError
from pipeline.store import listing
from pipeline.store.batch import write_batch
from pipeline.store.disk import Disk, write_file
from pipeline.store.generations import Generations
from pipeline.store.listing import Files, Sources
from pipeline.store.lock import Lock
from pipeline.store.previous import PreviousPublication
from pipeline.store.problems import failure
from pipeline.store.reading import decode, explain, open_folder, read_file, split_path
from pipeline.store.saving import Change, Saver
from pipeline.store.staging import Published, Staging

WORKING = ".pipeline"
SETTINGS = "pyproject.toml"
TEMPLATES = "templates"
MESSAGES = "LC_MESSAGES"
_SETTINGS_LIMIT = 1 << 20
_FILE_LIMIT = 1 << 26


class Project:
    """Reads and writes the files of one project; paths are from its root, with forward slashes."""

    def __init__(self, root: Path, disk: Disk | None = None) -> None:
        self.root = root
        self.disk = disk or Disk()
        try:
            self._root = os.open(root, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
        except (FileNotFoundError, NotADirectoryError):
            hint = "give the folder of a project with --root, or leave it out inside of one"
            raise UsageError("there is no such folder", path=str(root), hint=hint) from None
        except OSError as error:
            raise explain(error, str(root), UsageError) from None

    def __del__(self) -> None:
        with contextlib.suppress(OSError, AttributeError):
            os.close(self._root)

    # --- reading ----------------------------------------------------------------------------

    def config(self) -> Config:
        """The settings in `pyproject.toml`, or the defaults where there is none."""
        try:
            data = self.read(SETTINGS, _SETTINGS_LIMIT, ConfigError)
        except ConfigError:
            if os.path.lexists(self.root / SETTINGS):
                raise
            return Config()
        return parse_config(decode(data, SETTINGS, ConfigError), SETTINGS)

    def exists(self, path: str) -> bool:
        """Whether there is something of this name, whatever it is."""
        return os.path.lexists(self.root.joinpath(*split_path(path)))

    def read(
        self, path: str, limit: int = _FILE_LIMIT, kind: type[PipelineError] = ArticleError
    ) -> bytes:
        """The bytes of one plain file of at most `limit` bytes; no link is followed on the way."""
        parts = split_path(path)
        try:
            folder = open_folder(self._root, parts[:-1])
        except OSError as error:
            raise explain(error, path, kind) from None
        try:
            return read_file(folder, parts[-1], path, limit, kind).data
        finally:
            os.close(folder)

    def read_many(
        self,
        paths: Iterable[str],
        limit: int = _FILE_LIMIT,
        kind: type[PipelineError] = ArticleError,
    ) -> Iterator[tuple[str, bytes | PipelineError]]:
        """Each path with its bytes, or with what is wrong with it; folders are opened once."""
        with contextlib.ExitStack() as stack:
            folders: dict[tuple[str, ...], int] = {}
            for path in paths:
                parts = split_path(path)
                try:
                    folder = folders.get(parts[:-1])
                    if folder is None:
                        folder = folders[parts[:-1]] = open_folder(self._root, parts[:-1])
                        stack.callback(os.close, folder)
                    yield path, read_file(folder, parts[-1], path, limit, kind).data
                except OSError as error:
                    yield path, explain(error, path, kind)
                except PipelineError as error:
                    yield path, error
                if len(folders) > 64:
                    stack.pop_all().close()
                    folders.clear()

    def text(
        self, path: str, limit: int = _FILE_LIMIT, kind: type[PipelineError] = ArticleError
    ) -> str:
        """The text of one UTF-8 file, every character kept."""
        return decode(self.read(path, limit, kind), path, kind)

    def previous(self, folder: str) -> PreviousPublication:
        """The publication in a folder, which may lie outside the project."""
        return PreviousPublication(self.root / folder, folder)

    # --- what there is ----------------------------------------------------------------------

    def sources(self, config: Config) -> Sources:
        """Articles and attachments; a `ConfigError` where there is no source folder at all."""
        try:
            os.close(open_folder(self._root, split_path(config.source)))
        except FileNotFoundError:
            raise ConfigError(
                "there is no such folder, so there are no articles",
                path=config.source,
                hint="make it, or name the right one as `source` in [tool.pipeline]",
            ) from None
        except OSError as error:
            raise explain(error, config.source, ConfigError) from None
        return listing.list_sources(self._root, config.source)

    def locales(self, config: Config) -> Files:
        """The locales that have a folder."""
        from pipeline.locales import is_locale_name  # it brings Babel, which few readers need

        return listing.list_locales(self._root, config.locales, is_locale_name)

    def catalogs(self, config: Config, locale: str) -> Files:
        """The catalogs of one locale, named by their domain."""
        folder = f"{config.locales}/{locale}/{MESSAGES}"
        return listing.list_files(self._root, folder, ".po", CatalogError)

    def templates(self, config: Config) -> Files:
        """The templates, named by their domain."""
        folder = f"{config.locales}/{TEMPLATES}"
        return listing.list_files(self._root, folder, ".pot", CatalogError)

    def theme(self, config: Config) -> Files:
        """The files that take the place of the program's own templates and styles."""
        return listing.list_files(self._root, config.site.theme, "", ConfigError)

    def static(self, config: Config) -> Files:
        """The files that are copied to the root of the site."""
        return listing.list_static(self._root, config.static)

    # --- changing ---------------------------------------------------------------------------

    def save(self, path: str, new: bytes, was: bytes | None) -> bool:
        """Save a catalog that was read as `was` (None: it was not there); False if nothing to do.

        Law: the file has its old bytes or the new ones at every moment; a version that somebody
        saved since it was read stays, and `Changed` says so.
        """
        result = self.save_many([Change(path, new, was)])[0]
        if isinstance(result, PipelineError):
            raise result
        return bool(result)

    def save_many(self, changes: Sequence[Change]) -> tuple[str | PipelineError, ...]:
        """Save catalogs, each for itself: its path if written, "" if not needed, or why not."""
        self.working()
        return Saver(self._root, self.disk, f"{WORKING}/history").save(changes)

    def write(self, path: str, data: bytes) -> bool:
        """Make or replace a file that belongs to the program; False if it had these bytes."""
        return bool(self.write_many({path: data}))

    def write_many(self, files: Mapping[str, bytes]) -> tuple[str, ...]:
        """Make or replace files that belong to the program; the paths of those that changed.

        Law: each file has its old bytes or the new ones at every moment.
        """
        return Saver(self._root, self.disk, f"{WORKING}/history").write(files)

    def write_each(self, files: Mapping[str, bytes]) -> tuple[str | PipelineError, ...]:
        """The same for many files, and each for itself: its path, "" if the same, or why not."""
        return write_batch(self.disk, self._root, files)

    def remove(self, path: str) -> None:
        """Take away a file that belongs to the program, such as the template of a gone article."""
        parts = split_path(path)
        try:
            folder = open_folder(self._root, parts[:-1])
            try:
                self.disk.unlink(parts[-1], folder)
                self.disk.fsync(folder)
            finally:
                os.close(folder)
        except FileNotFoundError:
            return
        except OSError as error:
            raise failure(error, path, "cannot be removed") from None

    @contextlib.contextmanager
    def updating(self, config: Config) -> Iterator[None]:
        """Hold the lock for changing catalogs, and clear up after a run that was killed."""
        with Lock(self.working("update.lock"), "update", f"{WORKING}/update.lock"):
            top = self.root / config.locales
            folders = [Path(one).relative_to(self.root).as_posix() for one, _, _ in os.walk(top)]
            Saver(self._root, self.disk, f"{WORKING}/history").tidy(sorted(folders))
            yield

    @contextlib.contextmanager
    def staging(self, config: Config) -> Iterator[Staging]:
        """Hold the lock for publishing, and collect a new site."""
        with self.publishing() as lock:
            try:
                staging = Staging(self._generations(config), lock)
            except OSError as error:
                raise failure(error, config.output) from None
            with staging:
                yield staging

    def publishing(self) -> Lock:
        """The lock for publishing, to be held by `with`."""
        return Lock(self.working("publish.lock"), "publish", f"{WORKING}/publish.lock")

    def rollback(self, config: Config) -> Published:
        """Put the publication before the present one back in place, in one step."""
        with self.publishing():
            try:
                generations = self._generations(config)
                generations.recover()
                number = generations.earlier()
                note = generations.swap(number)
                record, tree = generations.live()
            except OSError as error:
                raise failure(error, config.output, "cannot be put back") from None
        size = sum(one.size for one in tree.own.values())
        notes = (note,) if note else ()
        shown = record.number if record else 0
        return Published(True, shown, len(tree.own) - 1, size, 0, (), notes)

    def working(self, name: str = "") -> str:
        """The path of something in the working folder, which is made where it is missing."""
        folder = self.root / WORKING
        if not os.path.lexists(folder):
            try:
                self.disk.mkdir(str(folder))
                write_file(self.disk, str(folder / ".gitignore"), b"*\n")
            except FileExistsError:
                pass  # another run was faster
            except OSError as error:
                raise failure(error, WORKING) from None
        if not stat.S_ISDIR(os.lstat(folder).st_mode):
            raise ConfigError(
                "the working folder must be a plain folder",
                path=WORKING,
                hint="remove what is there",
            )
        return str(folder / name) if name else str(folder)

    def _generations(self, config: Config) -> Generations:
        self.working()
        try:
            return Generations(self.root, config.output, WORKING, self.disk)
        except OSError as error:
            raise failure(error, config.output) from None


def find_project(start: Path, disk: Disk | None = None) -> Project:
    """The project that a folder belongs to: the nearest one upwards whose settings name it.

    Without any settings the folder itself, if it has `source/` or `locales/`.
    """
    start = start.absolute()
    for folder in (start, *start.parents):
        settings = folder / SETTINGS
        with contextlib.suppress(OSError, UnicodeDecodeError):
            if settings.is_file() and has_settings(settings.read_text("utf-8")):
                return Project(folder, disk)
    config = Config()
    if (start / config.source).is_dir() or (start / config.locales).is_dir():
        return Project(start, disk)
    raise UsageError(
        "there is no project here",
        path=str(start),
        hint=f"go to one, name it with --root, or make a folder `{config.source}` with articles",
    )
