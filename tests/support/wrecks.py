"""Installations in one process on SQLite that die at a fail-point and are started again: one for each place."""

from __future__ import annotations

import asyncio
import shutil
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

import pytest

from tests.support.extras import seed_demo_and_extras
from tests.support.installation import FAST, time_passes
from tests.support.ports import free_port
from tests.support.processes import Process, Processes
from tests.support.shop import Shop, open_shop
from tests.support.sql import standing_database

W = TypeVar("W")


@dataclass(frozen=True)
class Armed:
    """An installation that dies when it comes to its fail-point."""

    shop: Shop
    directory: Path
    process: Process
    _processes: Processes
    _settings: Mapping[str, str]

    def start_again(self) -> None:
        """The same program on the same database, without the fail-point, when what the dead one held is free again."""
        time_passes(self._settings["DATABASE_URL"])
        self._processes.start("serve", **self._settings).wait_ready()


@contextmanager
def wrecks_at(
    failpoints: Sequence[str], tmp_path_factory: pytest.TempPathFactory, story: Callable[[Armed], W]
) -> Iterator[dict[str, W]]:
    """What `story` answers for each place, some at a time. They run until the block ends."""
    template = tmp_path_factory.mktemp("template")
    with standing_database("sqlite", template) as seeded, ExitStack() as opened:
        asyncio.run(seed_demo_and_extras(seeded.url))

        def tell(name: str) -> W:
            directory = tmp_path_factory.mktemp(name)
            shutil.copyfile(template / "perennial.db", directory / "perennial.db")
            processes = Processes(directory)
            opened.callback(processes.kill_all)
            settings = {**FAST, "DATABASE_URL": f"sqlite://{directory / 'perennial.db'}", "PORT": str(free_port())}
            process = processes.start("serve", PERENNIAL_FAILPOINT=name, **settings)
            process.wait_ready()
            shop = opened.enter_context(open_shop(process.url, settings["DATABASE_URL"]))
            return story(Armed(shop, directory, process, processes, settings))

        with ThreadPoolExecutor(4) as pool:
            yield dict(zip(failpoints, pool.map(tell, failpoints), strict=True))
