"""Row 13: how long callers wait for a change of plan, and for quotes, against a debit that is one trip to the database.

Customers change between two plans of a product, by 8 callers; what is due is paid from the balance, and what is too
much becomes balance, so that no gateway is measured along.
"""

from __future__ import annotations

import asyncio
import random
import time
from collections import defaultdict
from collections.abc import Awaitable, Mapping
from statistics import quantiles
from typing import Any, TypeVar

from backend.database import connection
from backend.domain.catalog import ProductKind
from backend.domain.periods import Interval, IntervalUnit
from backend.models import BillingPolicy, Customer, LedgerAccount, Plan, Subscription, User
from backend.models.ids import new_id
from backend.services.accounts.create_merchant import create_merchant
from backend.services.balances.adjust import adjust_balance
from backend.services.catalog.create import Offered, create_plan, create_product
from backend.services.catalog.load_purchase import Selection
from backend.services.context import Actor, Context, Role, Services
from backend.services.payments.pay_with import BALANCE, PayWith
from backend.services.subscriptions.change import change_subscription
from backend.services.subscriptions.create import create_subscription
from backend.services.subscriptions.quote import quote_subscription
from backend.services.subscriptions.quote_change import quote_change
from bench.cluster import Cluster
from bench.rows import Row, ratios, side_by_side
from bench.seed import CURRENCY, ZONE, row_id
from bench.workers import CORES, Workers, running_workers

CALLERS = 8
PER_CALLER = 10
PRICES = (2_000, 4_900)
_NAME = "changes"
_FROM_BALANCE = PayWith(BALANCE, "BALANCE")
# Of what a turn measures.
_CHANGE, _QUOTE, _CHANGE_QUOTE, _DEBIT = "change", "quote", "change quote", "debit"
_MILLISECONDS = 1_000

T = TypeVar("T")
Waits = defaultdict[str, list[float]]


def measure_changes(cluster: Cluster, *, rounds: int, seconds: float) -> list[Row]:
    """Each turn lasts so many seconds; each ratio is of what one call in a hundred takes longer than."""
    url = cluster.create_migrated(_NAME)
    _prepare_debit(cluster)
    measured: defaultdict[str, list[tuple[float, float]]] = defaultdict(list)
    with running_workers("changes", url, min(CORES, CALLERS)) as workers:
        workers.turn(what="prepare", seconds=0)
        cluster.tidy(_NAME)

        def turn(*kinds: str) -> float:
            waits = _turn(cluster, workers, kinds[0], seconds)
            for kind in kinds:
                cuts = quantiles(waits[kind], n=100, method="inclusive")
                measured[kind].append((cuts[49], cuts[98]))
            return measured[kinds[0]][-1][1]

        side_by_side(
            rounds, lambda _: turn(_DEBIT), lambda _: turn(_CHANGE, _QUOTE, _CHANGE_QUOTE), lambda _: turn(_DEBIT)
        )
    _check(cluster)
    cluster.drop(_NAME)
    # A debit before and after each turn of ours: their mean is what it is compared with.
    debits = list(zip(measured[_DEBIT][::2], measured[_DEBIT][1::2], strict=True))
    peer = tuple((before[1] + after[1]) / 2 for before, after in debits)
    works = {
        _CHANGE: f"change of plan paid from the balance, {CALLERS} callers, p99",
        _QUOTE: "subscriptionQuote at the same time, p99",
        _CHANGE_QUOTE: "subscriptionChangeQuote at the same time, p99",
    }
    return [
        Row(13, work, "one-trip debit, p99", _told(measured[kind]), _told(measured[_DEBIT]),
            ratios(tuple(p99 for _, p99 in measured[kind]), peer), 3.0, is_limit=True)
        for kind, work in works.items()
    ]  # fmt: skip


async def turn(services: Services, order: Mapping[str, Any]) -> dict[str, Any]:
    """What each of our processes does: its callers go on until the time is over. Answers the seconds of each call."""
    if order["what"] == "prepare":
        if order["worker"] == 0:
            await _prepare(services)
        return {}
    deadline, waits = time.perf_counter() + order["seconds"], Waits(list)
    call = _debit if order["what"] == _DEBIT else _change
    owned = (await Subscription.all().order_by("id"))[order["worker"] :: order["workers"]]
    shares = [owned[n :: order["callers"]] for n in range(order["callers"])]
    await asyncio.gather(*(call(services, share, deadline, waits) for share in shares))
    return dict(waits)


async def _change(services: Services, mine: list[Subscription], deadline: float, waits: Waits) -> None:
    """Each of one's own customers in turn looks what plans cost, and takes the other one."""
    plans = await Plan.all().order_by("position")
    others = {plan.id: Selection(next(other.id for other in plans if other is not plan)) for plan in plans}
    while time.perf_counter() < deadline:
        for held in mine:
            ctx = _customer(services, held)
            other = others[(await Subscription.get(id=held.id)).plan_id]
            await _timed(waits, _QUOTE, quote_subscription(ctx, selection=other))
            offer = await _timed(waits, _CHANGE_QUOTE, quote_change(ctx, subscription_id=held.id, selection=other))
            change = change_subscription(
                ctx, subscription_id=held.id, quote_token=offer.token, idempotency_key=new_id("key"),
                pay_with=_FROM_BALANCE if offer.quote.due_now.minor else None,
            )  # fmt: skip
            await _timed(waits, _CHANGE, change)


async def _debit(services: Services, mine: list[Subscription], deadline: float, waits: Waits) -> None:
    """One cent after the other from the balances of the same customers."""
    customers = [held.customer_id for held in mine]
    while time.perf_counter() < deadline:
        who = random.choice(customers)  # noqa: S311 - any balance will do
        await _timed(waits, _DEBIT, connection().execute_query_dict("SELECT bare_debit($1, 1)", [who]))


async def _timed(waits: Waits, kind: str, call: Awaitable[T]) -> T:
    started = time.perf_counter()
    answer = await call
    waits[kind].append(time.perf_counter() - started)
    return answer


async def _prepare(services: Services) -> None:
    """A shop that changes at once in both directions, and customers with money on the cheaper plan."""
    merchant, system = await create_merchant(
        services, code="bench", name="Bench", timezone=ZONE, default_currency=CURRENCY
    )
    await BillingPolicy.filter(merchant_id=merchant.id).update(downgrade_timing="NOW")
    product = await create_product(
        system, code="hosting", name="Hosting", description="", kind=ProductKind.SUBSCRIPTION
    )
    plans = [
        await create_plan(
            system, product=product, code=f"plan-{n}", name=f"Plan {n}", description="",
            interval=Interval(IntervalUnit.MONTH, 1), prices={CURRENCY: price}, offered=Offered(),
        )
        for n, price in enumerate(PRICES)
    ]  # fmt: skip
    staff = await User.create(
        id=new_id("usr"), merchant_id=merchant.id, email="staff@example.com", password_hash="",
        role=Role.STAFF.value, created_at=system.now,
    )  # fmt: skip
    by_staff = services.context(Actor(Role.STAFF, merchant.id, user_id=staff.id))
    for n in range(CALLERS * PER_CALLER):
        customer = await Customer.create(
            id=new_id("cus"), merchant_id=merchant.id, email=f"c{n}@example.com", name=f"C {n}", locale="en",
            currency=CURRENCY, created_at=system.now,
        )  # fmt: skip
        await adjust_balance(
            by_staff, customer_id=customer.id, amount=("1000000.00", CURRENCY), reason="Prepaid",
            idempotency_key=new_id("key"),
        )  # fmt: skip
        ctx = services.context(Actor(Role.CUSTOMER, merchant.id, customer_id=customer.id))
        await create_subscription(
            ctx, selection=Selection(plans[0].id), pay_with=_FROM_BALANCE, idempotency_key=new_id("key")
        )
    assert await Subscription.filter(status="ACTIVE").count() == CALLERS * PER_CALLER
    assert await LedgerAccount.filter(kind="CUSTOMER_BALANCE").count() == CALLERS * PER_CALLER


def _customer(services: Services, held: Subscription) -> Context:
    return services.context(Actor(Role.CUSTOMER, held.merchant_id, customer_id=held.customer_id))


def _prepare_debit(cluster: Cluster) -> None:
    """What a debit must write at least, in a function: balance, sealed entries, log."""
    number = "nextval('bare_number')"
    cluster.execute(
        _NAME,
        "CREATE SEQUENCE bare_number",
        f"""CREATE FUNCTION bare_debit(customer TEXT, amount BIGINT) RETURNS BIGINT LANGUAGE plpgsql AS $$
        DECLARE balance ledger_accounts; sealed TEXT := {row_id("ltx", number)}; credits TEXT;
        BEGIN
            UPDATE ledger_accounts SET balance_minor = balance_minor - amount, last_number = last_number + 1,
                version = version + 1
            WHERE kind = 'CUSTOMER_BALANCE' AND owner_id = customer AND currency = '{CURRENCY}'
                AND merchant_id = (SELECT merchant_id FROM customers WHERE id = customer)
                AND balance_minor - amount >= held_minor
            RETURNING * INTO balance;
            SELECT id INTO credits FROM ledger_accounts WHERE merchant_id = balance.merchant_id AND kind = 'CREDITS'
                AND owner_id = balance.merchant_id AND currency = '{CURRENCY}';
            INSERT INTO ledger_entries
                (id, merchant_id, transaction_id, account_id, currency, amount_minor, balance_after_minor)
            VALUES ({row_id("lent", number)}, balance.merchant_id, sealed, balance.id, '{CURRENCY}', amount,
                    balance.balance_minor),
                ({row_id("lent", number)}, balance.merchant_id, sealed, credits, '{CURRENCY}', -amount, NULL);
            INSERT INTO ledger_transactions (id, merchant_id, key, subject_id, description, occurred_at)
            VALUES (sealed, balance.merchant_id, sealed, customer, 'Usage', now());
            INSERT INTO balance_transactions (id, merchant_id, customer_id, account_id, currency, number, reason,
                description, amount_minor, balance_after_minor, ledger_transaction_id, occurred_at)
            VALUES ({row_id("btx", number)}, balance.merchant_id, customer, balance.id, '{CURRENCY}',
                balance.last_number, 'ADJUSTMENT', 'Usage', -amount, balance.balance_minor, sealed, now());
            RETURN balance.balance_minor;
        END $$""",
    )


def _turn(cluster: Cluster, workers: Workers, what: str, seconds: float) -> Waits:
    """The seconds that each call of all callers took, by kind."""
    cluster.settle()
    count = min(CORES, CALLERS)
    answers, _ = workers.turn(what=what, seconds=seconds, callers=CALLERS // count, workers=count)
    waits = Waits(list)
    for answer in answers:
        for kind, values in answer.items():
            waits[kind] += values
    return waits


def _told(measured: list[tuple[float, float]]) -> str:
    """The medians of the rounds."""
    p50, p99 = (sorted(values)[len(values) // 2] * _MILLISECONDS for values in zip(*measured, strict=True))
    return f"{p99:.1f} ms (p50 {p50:.1f})"


def _check(cluster: Cluster) -> None:
    """Every balance is what its log and its entries say, and both kinds of call did something."""
    wrong = cluster.row(
        _NAME,
        """SELECT count(*) AS wrong FROM ledger_accounts account WHERE kind = 'CUSTOMER_BALANCE' AND balance_minor <> (
            SELECT -sum(amount_minor) FROM ledger_entries entry WHERE entry.account_id = account.id)""",
    )
    done = "SELECT count(*) FILTER (WHERE type = 'subscription.changed') AS changes FROM events"
    assert wrong["wrong"] == 0, wrong
    assert cluster.row(_NAME, done)["changes"] > 0, "nothing was changed"
