"""Start a migration: the same empty aerich file in both dialect folders, with the models' present state."""

from __future__ import annotations

import asyncio
import re
from pathlib import Path

from aerich.migrate import Migrate
from aerich.models import Aerich
from aerich.utils import get_models_describe
from tortoise import Tortoise
from tortoise.models import Model

from backend import models
from backend.database import MIGRATIONS, tortoise_config
from backend.services.clock import system_clock

_URLS = {"sqlite": "sqlite://:memory:", "postgres": "postgres://nobody@127.0.0.1/nowhere"}


def write_new(name: str) -> list[Path]:
    """Write `N_TIMESTAMP_name.py` for each dialect; its SQL is yours to write. Raises ValueError for a bad name."""
    if not re.fullmatch(r"[a-z][a-z0-9_]{2,40}", name):
        raise ValueError("name a migration with lower-case letters, digits and underscores")
    stamp = system_clock().strftime("%Y%m%d%H%M%S")
    return [asyncio.run(_write(dialect, url, name, stamp)) for dialect, url in _URLS.items()]


async def _write(dialect: str, url: str, name: str, stamp: str) -> Path:
    for model in (*vars(models).values(), Aerich):
        if isinstance(model, type) and issubclass(model, Model):
            # Tortoise binds a model to the app that was first; ours has a name for each dialect.
            model._meta.app = None
    await Tortoise.init(config=tortoise_config(url))
    folder = MIGRATIONS / dialect
    number = max(int(file.name.split("_")[0]) for file in folder.glob("*_*.py")) + 1
    text = Migrate.build_migration_file_text(upgrade_sql="", models_state=get_models_describe(dialect))
    path = folder / f"{number}_{stamp}_{name}.py"
    path.write_text(f'"""{name.replace("_", " ").capitalize()}."""\n\n{text}')
    await Tortoise.close_connections()
    return path
