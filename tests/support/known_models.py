"""What Tortoise works out for each model at every start, kept for the next test on the same dialect.

Filters, kinds of fields, the beginnings of queries and the texts of statements depend on the models and the dialect
alone, and thousands of tests start. Real processes start once, and work it out themselves.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from tortoise import Model
from tortoise.apps import Apps
from tortoise.backends.base.executor import EXECUTOR_CACHE

# Of a model's `_meta`, what `Apps._build_initial_querysets` makes of the dialect ...
_FILLED = {"filters": dict, "db_complex_fields": list, "db_default_fields": list, "db_native_fields": list}
_MADE = ("basetable", "basequery", "basequery_all_fields")

_models: dict[str, dict[type[Model], dict[str, Any]]] = {}
# ... and what the executors add while they work.
_statements: dict[str, dict[Any, Any]] = {"sqlite": {}, "postgres": {}}


@contextmanager
def models_known_for(dialect: str) -> Iterator[None]:
    """Tortoise starts quickly in this block, unless it is the first time for the dialect."""
    work_out = Apps._build_initial_querysets

    def recall(apps: Apps) -> None:
        models = {model for app in apps.apps.values() for model in app.values()}
        if models != _models.get(dialect, {}).keys():
            for model in models:
                # New ones to fill: those it has are kept for the other dialect.
                for name, kind in _FILLED.items():
                    setattr(model._meta, name, kind())
            work_out(apps)
            _models[dialect] = {
                model: {name: getattr(model._meta, name) for name in (*_FILLED, *_MADE)} for model in models
            }
        for model, known in _models[dialect].items():
            for name, value in known.items():
                setattr(model._meta, name, value)

    EXECUTOR_CACHE.clear()
    EXECUTOR_CACHE.update(_statements[dialect])
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Apps, "_build_initial_querysets", recall)
        yield
    _statements[dialect].update(EXECUTOR_CACHE)
