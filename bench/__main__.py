"""`python -m bench [NAME ...]`: measure and print the table; without a name all, and write docs/performance.md."""

from __future__ import annotations

import argparse
import signal
import sys
from collections.abc import Callable
from contextlib import ExitStack

from bench import renewals
from bench.bare import BATCH
from bench.changes import measure_changes
from bench.cluster import Cluster, running_cluster
from bench.debit import CALLERS, measure_debits
from bench.report import machine, table, write_document
from bench.rows import Row
from bench.startup import measure_startup
from bench.tariffs import MOST_SECONDS, measure_tariffs

# All but the start of the shop share one cluster.
ON_CLUSTER: dict[str, Callable[[Cluster, argparse.Namespace], list[Row]]] = {
    "debit": lambda cluster, sizes: measure_debits(
        cluster, customers=sizes.customers, rounds=sizes.rounds, seconds=sizes.seconds
    ),
    "tariffs": lambda cluster, sizes: measure_tariffs(cluster, due=sizes.due, rounds=sizes.rounds),
    "renewals": lambda cluster, sizes: renewals.measure_renewals(cluster, due=sizes.due, rounds=sizes.rounds),
    "orm": lambda cluster, sizes: renewals.measure_renewals_by_row(cluster, due=sizes.due, rounds=sizes.rounds),
    "changes": lambda cluster, sizes: measure_changes(cluster, rounds=sizes.rounds, seconds=sizes.seconds),
    "growth": lambda cluster, sizes: renewals.measure_growth(cluster, due=sizes.due, rounds=sizes.rounds),
}
NAMES = ("startup", *ON_CLUSTER)


def main(arguments: list[str]) -> int:
    """Answers 0 when it measured, whether or not the targets are met."""
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("names", nargs="*", metavar="NAME", help=f"what to measure: {', '.join(NAMES)}; default: all")
    parser.add_argument("--rounds", type=int, default=5, help="how often each turn comes (5)")
    parser.add_argument("--due", type=int, default=100_000, help="tariffs with a step due, and renewals (100,000)")
    parser.add_argument("--customers", type=int, default=1_000, help="balances that debits are spread over (1,000)")
    parser.add_argument("--seconds", type=float, default=2.5, help="how long a turn of debits or changes lasts (2.5)")
    sizes = parser.parse_args(arguments)
    if unknown := set(sizes.names) - set(NAMES):
        parser.error(f"there is no measurement {', '.join(sorted(unknown))}")
    # Told to stop, it still removes the cluster.
    signal.signal(signal.SIGTERM, lambda number, _: sys.exit(128 + number))
    names = sizes.names or NAMES
    rows: list[Row] = []
    postgres = ""
    if "startup" in names:
        _say("startup")
        rows += measure_startup(rounds=sizes.rounds)
    with ExitStack() as stack:
        wanted = [name for name in ON_CLUSTER if name in names]
        if wanted:
            cluster = stack.enter_context(running_cluster())
            postgres = cluster.version
        for name in wanted:
            _say(name)
            rows += ON_CLUSTER[name](cluster, sizes)
    print(f"{table(rows)}\n\n{machine()}")
    if not sizes.names:
        facts = {
            "rounds": sizes.rounds, "most": MOST_SECONDS, "most_renewals": renewals.MOST_SECONDS,
            "orm": renewals.ORM_SECONDS, "growth": renewals.GROWTH, "old": renewals.OLD, "batch": BATCH,
            "callers": CALLERS, "postgres": postgres,
        }  # fmt: skip
        write_document(rows, facts)
    return 0


def _say(name: str) -> None:
    print(f"measuring: {name} ...", file=sys.stderr, flush=True)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
