"""What a database says about itself, in words that both dialects share."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from backend.database import connection

# Nothing of ours: aerich keeps its own books, SQLite its counters.
_FOREIGN = ("aerich", "sqlite_sequence")


@dataclass(frozen=True, order=True)
class Column:
    """One column; `type` as the dialect's catalogue spells it, in upper case."""

    table: str
    name: str
    type: str
    required: bool


@dataclass(frozen=True, order=True)
class Reference:
    """One foreign key."""

    table: str
    columns: tuple[str, ...]
    target: str
    target_columns: tuple[str, ...]


async def columns(dialect: str) -> set[Column]:
    """Every column of every table of ours."""
    if dialect == "sqlite":
        rows = await _rows(
            'SELECT m.name AS table_name, c.name, c.type, c."notnull" AS required FROM sqlite_master m, '
            "pragma_table_info(m.name) c WHERE m.type = 'table'"
        )
    else:
        rows = await _rows(
            "SELECT t.relname AS table_name, a.attname AS name, format_type(a.atttypid, a.atttypmod) AS type, "
            "a.attnotnull AS required FROM pg_attribute a JOIN pg_class t ON t.oid = a.attrelid "
            "WHERE t.relkind = 'r' AND t.relnamespace = 'public'::regnamespace AND a.attnum > 0 AND NOT a.attisdropped"
        )
    return {
        Column(row["table_name"], row["name"], _spelled(row["type"]), bool(row["required"]))
        for row in rows
        if row["table_name"] not in _FOREIGN
    }


async def constraints(dialect: str) -> dict[str, set[str]]:
    """The names of CHECK and UNIQUE constraints and of indexes, by table. Foreign keys are `references`."""
    if dialect == "sqlite":
        rows = await _rows("SELECT name, type, tbl_name AS table_name, sql FROM sqlite_master WHERE sql IS NOT NULL")
        found = [(row["table_name"], row["name"]) for row in rows if row["type"] == "index"]
        for row in rows:
            if row["type"] == "table":
                names = re.findall(r"CONSTRAINT (\w+) (?:UNIQUE|CHECK)\b", row["sql"])
                found += [(row["table_name"], name) for name in names]
    else:
        rows = await _rows(
            "SELECT t.relname AS table_name, c.conname AS name FROM pg_constraint c "
            "JOIN pg_class t ON t.oid = c.conrelid "
            "WHERE c.contype IN ('c', 'u') AND c.connamespace = 'public'::regnamespace "
            "UNION ALL SELECT tablename, indexname FROM pg_indexes WHERE schemaname = 'public' "
            "AND NOT EXISTS (SELECT 1 FROM pg_constraint WHERE conname = indexname)"
        )
        found = [(row["table_name"], row["name"]) for row in rows]
    return _grouped(found)


async def triggers(dialect: str) -> dict[str, set[str]]:
    """The names of triggers, by table."""
    if dialect == "sqlite":
        rows = await _rows("SELECT tbl_name AS table_name, name FROM sqlite_master WHERE type = 'trigger'")
    else:
        rows = await _rows(
            "SELECT t.relname AS table_name, g.tgname AS name FROM pg_trigger g JOIN pg_class t ON t.oid = g.tgrelid "
            "WHERE NOT g.tgisinternal"
        )
    return _grouped([(row["table_name"], row["name"]) for row in rows])


async def references(dialect: str) -> set[Reference]:
    """Every foreign key."""
    if dialect == "sqlite":
        rows = await _rows(
            'SELECT m.name AS table_name, f.id, f."from" AS source, f."table" AS target, f."to" AS target_column '
            "FROM sqlite_master m, pragma_foreign_key_list(m.name) f WHERE m.type = 'table' "
            "ORDER BY m.name, f.id, f.seq"
        )
        keys: dict[tuple[str, int, str], list[tuple[str, str]]] = {}
        for row in rows:
            pair = (row["source"], row["target_column"])
            keys.setdefault((row["table_name"], row["id"], row["target"]), []).append(pair)
        return {
            Reference(table, tuple(a for a, _ in pairs), target, tuple(b for _, b in pairs))
            for (table, _, target), pairs in keys.items()
        }
    rows = await _rows(
        "SELECT c.conrelid::regclass::text AS table_name, c.confrelid::regclass::text AS target, "
        "(SELECT array_agg(a.attname::text ORDER BY k.n) FROM unnest(c.conkey) WITH ORDINALITY k(num, n) "
        " JOIN pg_attribute a ON a.attrelid = c.conrelid AND a.attnum = k.num) AS source, "
        "(SELECT array_agg(a.attname::text ORDER BY k.n) FROM unnest(c.confkey) WITH ORDINALITY k(num, n) "
        " JOIN pg_attribute a ON a.attrelid = c.confrelid AND a.attnum = k.num) AS target_columns "
        "FROM pg_constraint c WHERE c.contype = 'f'"
    )
    return {
        Reference(row["table_name"], tuple(row["source"]), row["target"], tuple(row["target_columns"])) for row in rows
    }


async def _rows(sql: str) -> list[dict[str, Any]]:
    return await connection().execute_query_dict(sql)


def _grouped(pairs: list[tuple[str, str]]) -> dict[str, set[str]]:
    tables: dict[str, set[str]] = {}
    for table, name in pairs:
        if table not in _FOREIGN:
            tables.setdefault(table, set()).add(name)
    # PostgreSQL gives the primary key an index with a name of its own; SQLite does not.
    return {table: {name for name in names if name != f"{table}_pkey"} for table, names in tables.items()}


def _spelled(type: str) -> str:
    """PostgreSQL's long names as the migrations write them."""
    long = {"character varying": "varchar", "timestamp with time zone": "timestamptz", "boolean": "bool"}
    for name, short in long.items():
        type = type.replace(name, short)
    return {"integer": "INT"}.get(type, type.upper())
