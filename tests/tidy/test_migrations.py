"""Both dialects' migrations, from nothing, reach what the models describe and what the product promises."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

from aerich import Command
from tortoise import Tortoise

from backend import database as db
from backend.models import Merchant
from tests.support import catalogue
from tests.support.catalogue import Column
from tests.support.databases import Database
from tests.tidy.promised import CONSTRAINTS, TRIGGERS

# The migrations write a truth value as SQLite's own documentation does.
ALIASES = {"BOOL": "INT"}


def described(dialect: str) -> set[Column]:
    """The columns that the models describe."""
    tables: dict[str, dict[str, Any]] = Tortoise.describe_models(serializable=True)
    return {
        Column(table["table"], column["db_column"], _type(column, dialect), not column["nullable"])
        for name, table in tables.items()
        if not name.endswith(".Aerich")
        for column in (table["pk_field"], *table["data_fields"])
    }


def _type(column: dict[str, Any], dialect: str) -> str:
    types: dict[str, str] = column["db_field_types"]
    name = types.get(dialect, types[""])
    return ALIASES.get(name, name) if dialect == "sqlite" else name


async def test_the_migrated_columns_are_those_of_the_models(database: Database) -> None:
    assert await catalogue.columns(database.dialect) == described(database.dialect)


async def test_the_database_holds_exactly_the_promised_constraints_and_indexes(database: Database) -> None:
    found = await catalogue.constraints(database.dialect)
    assert {table: names for table, names in found.items() if names} == CONSTRAINTS


async def test_the_database_holds_exactly_the_promised_triggers(database: Database) -> None:
    assert await catalogue.triggers(database.dialect) == TRIGGERS[database.dialect]


async def test_every_table_of_rows_names_its_merchant(database: Database) -> None:
    columns = await catalogue.columns(database.dialect)
    with_merchant = {column.table for column in columns if column.name == "merchant_id" and column.required}
    assert {column.table for column in columns} - with_merchant == {Merchant.Meta.table}


async def test_every_foreign_key_between_rows_includes_the_merchant(database: Database) -> None:
    without = {
        reference
        for reference in await catalogue.references(database.dialect)
        if reference.target != Merchant.Meta.table and "merchant_id" not in reference.columns
    }
    assert without == set()


async def test_every_column_that_holds_an_id_of_a_table_is_a_foreign_key(database: Database) -> None:
    held = {
        (reference.table, name)
        for reference in await catalogue.references(database.dialect)
        for name in reference.columns
    }
    ids = {(column.table, column.name) for column in await catalogue.columns(database.dialect)}
    loose = {
        # They name rows of several tables, or nothing of ours.
        *((table, name) for table, name in ids if name in ("owner_id", "subject_id", "family_id", "request_id")),
        ("customers", "external_id"),
        # A fact outlives what it tells of.
        ("events", "customer_id"),
    }
    assert {(table, name) for table, name in ids if name.endswith("_id")} - held - loose == set()


async def test_aerich_finds_nothing_to_migrate(database: Database, tmp_path: Path) -> None:
    shutil.copytree(db.MIGRATIONS / database.dialect, tmp_path / database.dialect)
    command = Command(db.tortoise_config(database.url), app=database.dialect, location=str(tmp_path))
    await command.init()
    assert not await command.migrate("difference")


async def test_a_migrated_database_has_nothing_pending(database: Database) -> None:
    assert await db.pending_migrations(database.url) == []
    assert await db.migrate(database.url) == []


def test_both_dialects_have_the_same_migrations() -> None:
    def steps(dialect: str) -> set[tuple[str, str]]:
        parts = [file.stem.split("_", 2) for file in (db.MIGRATIONS / dialect).glob("*_*.py")]
        return {(number, name) for number, _, name in parts}

    assert steps("sqlite") == steps("postgres")
