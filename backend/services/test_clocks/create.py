"""Make a test clock, and tie customers to it who have no history yet: theirs would be in another time."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from backend.domain.clocks import ClockStatus
from backend.domain.errors import FieldProblem, InvalidInput
from backend.models import (
    BalanceTransaction,
    Customer,
    Invoice,
    Merchant,
    Payment,
    Subscription,
    TestClock,
)
from backend.models.ids import new_id
from backend.services.context import Context
from backend.services.test_clocks.inputs import first_instant, name_input, require_test_mode
from backend.services.transaction import repeat_on_deadlock, transaction

MOST_CUSTOMERS = 100


@repeat_on_deadlock
async def create_test_clock(
    ctx: Context, *, name: str, now: datetime, customer_ids: Sequence[str] = (), everybody: bool = False
) -> TestClock:
    """A clock that stands at `now`, for these customers and nobody else, for ever. For staff.

    With `everybody` it is for all customers of the merchant, also those to come. Raises Forbidden, NotSupported outside
    test mode, and InvalidInput that names the wrong field: for a customer who is not known, is tied already, or has a
    subscription, an invoice, a payment or an entry of a balance; for everybody, when there is one such.
    """
    ctx.actor.require_staff()
    await require_test_mode(ctx)
    line, instant = name_input(name), first_instant(ctx, now)
    if len(customer_ids) > MOST_CUSTOMERS:
        raise InvalidInput.at("customerIds", "TOO_MANY", f"Name at most {MOST_CUSTOMERS} customers.")
    if everybody and customer_ids:
        raise InvalidInput.at("customerIds", "NOT_NEEDED", "A clock for everybody names nobody.")
    async with transaction(ctx) as tx:
        ids = await _everybody(ctx) if everybody else customer_ids
        if not everybody:
            await _require_fresh(ctx, customer_ids)
        clock = await TestClock.create(
            id=new_id("clock"),
            merchant_id=ctx.merchant_id,
            name=line,
            now_at=instant,
            status=ClockStatus.READY.value,
            everybody=everybody,
            version=1,
            created_at=ctx.wall,
        )
        await Customer.filter(merchant_id=ctx.merchant_id, id__in=list(ids)).update(test_clock_id=clock.id)
        tx.announce(
            "test_clock.created",
            clock.id,
            version=1,
            customer_id=None,
            payload={
                "name": line, "now": instant.isoformat(), "customers": list(customer_ids), "everybody": everybody,
            },
        )  # fmt: skip
    return clock


async def _everybody(ctx: Context) -> list[str]:
    """All customers, none of whom has a history or a clock. Nobody registers meanwhile."""
    await Merchant.select_for_update(no_key=True).get(id=ctx.merchant_id)
    if await TestClock.exists(merchant_id=ctx.merchant_id, everybody=True):
        raise InvalidInput.at("everybody", "HAS_CLOCK", "There is a clock for everybody already.")
    customers = await Customer.filter(merchant_id=ctx.merchant_id).order_by("id").select_for_update()
    ids = [customer.id for customer in customers]
    busy = await _with_history(ctx, ids)
    for customer in customers:
        code, why = _problem(customer, busy)
        if why:
            raise InvalidInput.at("everybody", code, f"{customer.id} {why}.")
    return ids


async def _require_fresh(ctx: Context, customer_ids: Sequence[str]) -> None:
    """Lock the customers, so that nothing of theirs begins meanwhile. Raises InvalidInput naming each wrong one."""
    own = Customer.filter(merchant_id=ctx.merchant_id, id__in=list(customer_ids))
    known = {row.id: row for row in await own.order_by("id").select_for_update()}
    busy = await _with_history(ctx, list(known))
    problems = [
        FieldProblem(("customerIds", str(place)), code, f"{id} {why}.")
        for place, id in enumerate(customer_ids)
        for code, why in [_problem(known.get(id), busy)]
        if why
    ]
    if problems:
        raise InvalidInput(problems)


async def _with_history(ctx: Context, customer_ids: Sequence[str]) -> set[str]:
    theirs = {"merchant_id": ctx.merchant_id, "customer_id__in": list(customer_ids)}
    busy: set[str] = set()
    for history in (Subscription, Invoice, Payment, BalanceTransaction):
        busy.update(str(id) for id in await history.filter(**theirs).distinct().values_list("customer_id", flat=True))
    return busy


def _problem(customer: Customer | None, busy: set[str]) -> tuple[str, str]:
    if customer is None:
        return "UNKNOWN_CUSTOMER", "is no customer"
    if customer.test_clock_id is not None:
        return "HAS_CLOCK", "has a clock already"
    if customer.id in busy:
        return "HAS_HISTORY", "has a subscription, an invoice, a payment or a balance already"
    return "", ""
