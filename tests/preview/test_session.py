"""A running preview: sockets, watcher and disk together, on the loopback interface."""

import asyncio
import json
import re

import pytest

from pipeline.cli.serve_command import load_project
from pipeline.cli.shared import Shared
from pipeline.preview import Session
from pipeline.preview.watching import changes


class Browser:
    """The little of a browser that these tests need."""

    def __init__(self, port: int) -> None:
        self.port = port

    async def send(self, path: str):
        """A connection on which a page was asked for."""
        reader, writer = await asyncio.open_connection("127.0.0.1", self.port)
        writer.write(f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1:{self.port}\r\n\r\n".encode())
        return reader, writer

    async def get(self, path: str) -> str:
        """The text of a page."""
        reader, writer = await self.send(path)
        async with asyncio.timeout(10):
            data = await reader.read()
        writer.close()
        return data.decode()

    async def listen(self):
        """What is told about changes, from now on: the generation first."""
        reader, writer = await self.send("/_preview/events")
        async with asyncio.timeout(10):
            await reader.readuntil(b"event: hello\ndata: ")
            await reader.readuntil(b"\n\n")
        return reader, writer

    async def heard(self, reader, wanted: str) -> dict:
        """The first change that names a topic; within ten seconds."""
        async with asyncio.timeout(10):
            while True:
                line = (await reader.readuntil(b"\n\n")).decode()
                found = re.search(r"event: change\ndata: (.*)", line)
                if found and wanted in json.loads(found[1])["topics"]:
                    return json.loads(found[1])


def preview(house, scene, **options):
    """Run a scene with a browser in front of a running preview; what it said in the end."""

    async def run():
        said: list[str] = []

        def load():
            return load_project(Shared(root=house.root))

        session = Session(load, say=said.append, **options)
        started = await session.start(0)
        try:
            # The watcher has no word for when it began to watch.
            await asyncio.sleep(0.3)
            return await scene(Browser(started.port), session)
        finally:
            await session.stop()
            assert said == []

    return asyncio.run(run())


def test_a_saved_catalog_is_told_and_shown(house):
    """Who listens hears of the save, and the page asked for next has the new words."""

    async def scene(browser, _session):
        before = await browser.get("/de/tea/")
        reader, writer = await browser.listen()
        house.change(house.po("de"), 'msgstr "Wasser"', 'msgstr "Klares Wasser"')
        change = await browser.heard(reader, "edition:tea:de")
        after = await browser.get("/de/tea/")
        writer.close()
        return before, change, after

    before, change, after = preview(house, scene)
    assert "Klares Wasser" not in before
    assert "Klares Wasser" in after
    assert change["generation"] > 0


def test_a_rename_over_the_file_is_a_save(house):
    """Editors that write beside the file and rename, or remove it first, are followed too."""

    async def scene(browser, _session):
        await browser.get("/de/tea/")
        reader, writer = await browser.listen()
        path = house.root / house.po("de")
        text = path.read_text("utf-8").replace('msgstr "Wasser"', 'msgstr "Klares Wasser"')
        beside = path.with_name("tea.po.tmp")
        beside.write_text(text, "utf-8")
        path.unlink()
        await asyncio.sleep(0.06)
        beside.rename(path)
        await browser.heard(reader, "edition:tea:de")
        writer.close()
        return await browser.get("/de/tea/")

    html = preview(house, scene)
    assert "Klares Wasser" in html
    assert '"problems":[]' in html


def test_a_broken_save_and_its_mending_are_told(house):
    """A broken catalog is told once it stays broken, with the old page; so is its mending."""

    async def scene(browser, _session):
        await browser.get("/de/tea/")
        reader, writer = await browser.listen()
        good = house.read(house.po("de"))
        house.write(house.po("de"), 'msgid "Water"\nmsgstr "Wasser\n')
        await browser.heard(reader, "edition:tea:de")
        broken = await browser.get("/de/tea/")
        house.write(house.po("de"), good)
        await browser.heard(reader, "edition:tea:de")
        writer.close()
        return broken, await browser.get("/de/tea/")

    broken, mended = preview(house, scene)
    assert "Guter Tee braucht wenig" in broken
    assert '"problems":[{' in broken
    assert '"problems":[]' in mended


def test_a_source_folder_below_is_followed(house):
    """A new article in a new folder appears, and a first catalog for it is picked up."""

    async def scene(browser, _session):
        reader, writer = await browser.listen()
        house.write("source/pots/iron.md", "# Iron pots\n\nHeavy.\n")
        await browser.heard(reader, "*")
        english = await browser.get("/en/pots/iron/")
        house.write(
            house.po("de", "pots/iron"),
            house.read(house.po("de")).partition("\n\n")[0]
            + '\n\nmsgid "Iron pots"\nmsgstr "Eiserne Kannen"\n',
        )
        await browser.heard(reader, "edition:pots/iron:de")
        writer.close()
        return english, await browser.get("/de/pots/iron/")

    english, german = preview(house, scene)
    assert "Heavy." in english
    assert "Eiserne Kannen" in german


def test_folders_that_the_settings_move_are_followed(house):
    """When the settings name another source folder, saves there are seen from then on."""

    async def scene(browser, _session):
        house.write("texts/milk.md", "# Milk\n\nCold.\n")
        reader, writer = await browser.listen()
        house.change("pyproject.toml", "[tool.pipeline]\n", '[tool.pipeline]\nsource = "texts"\n')
        await browser.heard(reader, "*")
        first = await browser.get("/en/milk/")
        for number in range(60):
            house.write("texts/milk.md", f"# Milk\n\nWarm {number}.\n")
            await asyncio.sleep(0.1)
            if "Warm" in await browser.get("/en/milk/"):
                break
        writer.close()
        return first, await browser.get("/en/milk/")

    first, second = preview(house, scene)
    assert "Cold." in first
    assert "Warm" in second


def test_everything_is_assessed_in_the_background(house):
    """Without anybody asking for a page, the dashboard is soon complete."""

    async def scene(browser, session):
        for _ in range(100):
            if not session.bench.waiting:
                break
            await asyncio.sleep(0.05)
        return await browser.get("/_preview/")

    html = preview(house, scene)
    assert "still being looked at" not in html
    assert "Deutsch" in html


def test_another_port_is_found_only_when_none_was_asked_for(house):
    """A taken port is an error, unless any will do."""

    async def scene(browser, _session):
        def load():
            return load_project(Shared(root=house.root))

        other = Session(load)
        with pytest.raises(OSError):
            await other.start(browser.port)
        started = await other.start(browser.port, others=True)
        await other.stop()
        return started.port != browser.port

    assert preview(house, scene)


def test_folders_that_come_later_are_watched(house):
    """A theme or a folder of static files made while the preview runs is followed."""

    async def scene() -> set[str]:
        stop = asyncio.Event()
        seen: set[str] = set()

        async def watch() -> None:
            async for paths in changes(house.root, ("source", "theme"), stop):
                seen.update(paths)

        task = asyncio.create_task(watch())
        await asyncio.sleep(0.3)
        (house.root / "theme").mkdir()
        for number in range(60):
            await asyncio.sleep(0.1)
            house.write("theme/extra.css", f"/* {number} */")
            if "theme/extra.css" in seen:
                break
        stop.set()
        await asyncio.wait_for(task, 10)
        return seen

    assert {"theme/", "theme/extra.css"} <= asyncio.run(scene())


def test_nothing_is_written(house):
    """A preview leaves the project as it found it."""

    def files():
        return {
            path.relative_to(house.root).as_posix(): path.read_bytes()
            for path in house.root.rglob("*")
            if path.is_file()
        }

    async def scene(browser, _session):
        for path in ("/", "/de/tea/", "/_preview/", "/_preview/side/de/tea"):
            await browser.get(path)

    before = files()
    preview(house, scene, pseudo=True)
    assert files() == before
