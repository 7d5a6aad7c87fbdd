"""The table as text, and docs/performance.md around it."""

from __future__ import annotations

import os
import platform
from collections.abc import Mapping, Sequence
from importlib.metadata import version

from bench.rows import Row
from bench.workers import CORES
from tests.support.run import ROOT

DOCUMENT = ROOT / "docs/performance.md"
_LIBRARIES = ("asyncpg", "tortoise-orm", "orjson", "uvloop", "uuid-utils")
_HEADS = ("#", "work", "measured against", "ours", "theirs", "ratio", "lowest to highest", "target", "met")

_DOCUMENT = """# Performance

`make bench` measures and writes this file; nobody edits it. Values a second and seconds belong to the machine below and
mean little elsewhere. What counts is the ratio to a limit, or to a peer that has the same machine at the same time.

{table}

## How it is measured

- Ours and the peer take turns in one run: A B A B ..., {rounds} rounds. The ratio is the median of the rounds' own
  ratios, with the lowest and the highest beside it. Of a rate more is better, of a time less.
- PostgreSQL is a private cluster that lives as long as the run. It is durable as in production: `fsync`,
  `synchronous_commit` and `full_page_writes` are on, and each operation, or batch of a run, is a commit. Checkpoints
  and vacuum happen between the turns only.
- Ours is the code that ships, in as many processes as there are cores. Nothing is switched off: idempotency keys, the
  sealed ledger, the log, events.
- **Tariff run**: every turn has a fresh copy of one database, in which all tariffs have one step due: three by the hour
  for each by the month. `charge_due_tariffs` runs in each process and claims with SKIP LOCKED; a turn that is not done
  after {most:.0f} seconds is broken off; what is committed counts. The peer is a function in the database that knows
  the answer beforehand (one step each, one tariff for each balance) and does the bare writes: claim, debits, ledger,
  log, balances, tariffs, {batch:,} to a commit; it announces nothing. In the first round the rows of both are compared.
- **Renewal run**: every turn has a fresh copy of one database, in which all subscriptions have a month to be billed and
  renewed: a fourth with an add-on, a fifth with a coupon (half of these for a while), seven of eight with a tax, each
  with an invoice from before. `run_due_subscriptions` runs in each process; a turn that is not done after
  {most_renewals:.0f} seconds is broken off; what is committed counts. The peer knows the answer beforehand (one renewal
  each, no change planned, no other plan, coupon or tax) and does the bare writes in the database: claim, gapless
  numbers, invoices with lines, discounts and taxes, ledger, collections, coupons, subscriptions, {batch:,} to a commit;
  it announces nothing. In the first round the rows of both are compared.
- **Row by row**: a transaction for each renewal, with the same functions for the figures and the ORM's objects for the
  rows, by as many processes; it has {orm:.0f} seconds. The rows are compared, too.
- **Growth**: {growth} times as many due, and then {old} times as many old invoices as that; scaled down from 400,000
  due and a million invoices.
- **Change of plan, and quotes**: each caller's customers take turns to look what a plan of 20.00 or 49.00 costs, to
  quote the change to it, and to make it at once, through the services; what is due is paid from the balance, so no
  gateway's time is in it. A change writes the proration, the invoice, the ledger, the payment, the events and the key.
  The peer calls a function in the database that writes what a debit must: balance, sealed entries, log. It has a turn
  before and one after each of ours; what is compared is the time that one call in a hundred takes longer than.
- **Balance debit**: `adjust_balance` takes one cent, by {callers} callers in all. Each is a staff member's call with an
  idempotency key of its own; it locks the balance and writes a ledger transaction with two entries, the log, the event
  and the key. pgbench's simple update is one update, one select and one insert, with prepared statements, as many
  clients, and a table of a million rows. One hot balance is compared with many balances.
- **`make up`**: from the command to the first ready answer, when everything is installed, built and seeded.

## Where

{machine}. Python {python}, PostgreSQL {postgres}, {libraries}.
"""


def table(rows: Sequence[Row]) -> str:
    """The rows as a Markdown table that is also readable as it stands."""
    cells = [_HEADS, *(_cells(row) for row in sorted(rows, key=lambda row: row.number))]
    widths = [max(len(line[column]) for line in cells) for column in range(len(_HEADS))]
    lines = [
        "| " + " | ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)) + " |" for line in cells
    ]
    lines.insert(1, "|" + "|".join("-" * (width + 2) for width in widths) + "|")
    return "\n".join(lines)


def write_document(rows: Sequence[Row], facts: Mapping[str, object]) -> None:
    """docs/performance.md; `facts` are what the text says of the measurement."""
    libraries = ", ".join(f"{name} {version(name)}" for name in _LIBRARIES)
    text = _DOCUMENT.format(
        table=table(rows), machine=machine(), python=platform.python_version(), libraries=libraries, **facts
    )
    DOCUMENT.write_text(text, encoding="utf-8")


def machine() -> str:
    """The machine in words."""
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    return f"{platform.system()} on {platform.machine()}, {CORES} cores, {memory:.0f} GiB of memory"


def _cells(row: Row) -> tuple[str, ...]:
    sign = "<=" if row.is_limit else ">="
    return (
        str(row.number), row.work, row.against, row.ours, row.theirs, f"{row.ratio:.2f}",
        f"{min(row.ratios):.2f} to {max(row.ratios):.2f}", f"{sign} {row.target:.2f}", "yes" if row.is_met else "no",
    )  # fmt: skip
