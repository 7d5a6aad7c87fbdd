"""Compare a day: the payments that an account's gateway lists for it against ours, both ways.

What the gateway knows better is settled on the way; what remains is written down, with one task for staff.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterator, Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import TypeVar

import structlog
from tortoise.exceptions import IntegrityError

from backend.domain.money import Money
from backend.domain.payment import AttemptStatus
from backend.domain.tasks import TaskKind
from backend.gateways.base import (
    GatewayError,
    NotFound,
    OutcomeUnknown,
    PaymentResult,
    PaymentState,
    RefundState,
    Unavailable,
)
from backend.models import GatewayAccount, GatewayComparison, Payment, PaymentAttempt, StaffTask
from backend.models.ids import new_id, prefix_of
from backend.services.comparisons.ours import BATCH, Ours, read_batch, with_payments
from backend.services.context import Context
from backend.services.currencies import money
from backend.services.gateways.accounts import OpenAccount, open_account
from backend.services.payments.settle import settle_attempt
from backend.services.refunds.outside import record_listed_refund
from backend.services.tasks.close import close_task
from backend.services.tasks.open import open_task
from backend.services.transaction import Transaction, repeat_on_deadlock, transaction

T = TypeVar("T")

log = structlog.get_logger(__name__)

# A list that never ends is a fault of the plugin's.
MOST_PAGES = 10_000
# So many differences are written down; all are counted.
MOST_NAMED = 500
# A payment that cannot be asked for is one difference; where so many cannot, the gateway is away.
MOST_UNANSWERED = 5
# Money that a provider says it has, or is about to have.
_COUNTS = frozenset({PaymentState.SUCCEEDED, PaymentState.AUTHORIZED, PaymentState.PENDING})


@dataclass(frozen=True, slots=True)
class Difference:
    """`kind` is MISSING_HERE, MISSING_THERE, AMOUNT or STATUS. With `settled` the books follow the gateway by now."""

    kind: str
    reference: str | None
    our_reference: str | None
    payment: str | None
    ours: str | None
    theirs: str | None
    settled: bool = False


async def compare_day(ctx: Context, *, account: GatewayAccount, day: date) -> GatewayComparison:
    """Compare all of `day`, in UTC, which is over; a day that was compared before is compared again.

    Raises GatewayError and TimeoutError when the list cannot be had in full, or the gateway is away: then nothing is
    written down.
    """
    opened = open_account(ctx, account)
    since = datetime.combine(day, time(), UTC)
    listed = [one async for one in _listed(ctx, opened, since, since + timedelta(days=1))]
    differences: list[Difference] = []
    seen: set[str] = set()
    for some in _batches(listed):
        differences += await _compare_batch(ctx, account, some, seen)
    sent = PaymentAttempt.filter(
        merchant_id=ctx.merchant_id, gateway_account_id=account.id, gateway_reference__isnull=False,
        sent_at__gte=since, sent_at__lt=since + timedelta(days=1),
    )  # fmt: skip
    unanswered = 0
    for attempts in _batches([one for one in await sent.order_by("id") if one.id not in seen]):
        for ours in await with_payments(ctx, attempts):
            assert ours is not None, "each is one of ours"
            try:
                found = await _look_for(ctx, opened, ours)
            except (GatewayError, TimeoutError) as error:
                unanswered += 1
                if unanswered >= MOST_UNANSWERED or isinstance(error, Unavailable):
                    raise
                log.warning("comparisons.no_answer", attempt=ours.attempt.id, error=str(error))
                found = _not_told(ours)
            differences += [found] if found is not None else []
    compared = len({*(one.reference or one.our_reference for one in listed)})
    return await _write(ctx, account, day, compared=compared, differences=differences)


async def _listed(ctx: Context, account: OpenAccount, since: datetime, until: datetime) -> AsyncIterator[PaymentResult]:
    after: str | None = None
    for _ in range(MOST_PAGES):
        async with asyncio.timeout(ctx.services.limits.gateway_call.total_seconds()):
            page = await account.gateway.list_payments(account.call(ctx), since, until, after)
        for payment in page.payments:
            yield payment
        if page.next is None:
            return
        after = page.next
    raise OutcomeUnknown(f"the gateway's list has more than {MOST_PAGES} pages")


def _batches(all: Sequence[T]) -> Iterator[Sequence[T]]:
    return (all[start : start + BATCH] for start in range(0, len(all), BATCH))


async def _compare_batch(
    ctx: Context, account: GatewayAccount, listed: Sequence[PaymentResult], seen: set[str]
) -> list[Difference]:
    """What differs of some listed payments, each by the rows that were read for all; `seen` gets our attempts.

    Where it differs, the rows are read once more: what was settled on the way, or meanwhile, counts.
    """
    batch = await read_batch(ctx, account, listed)
    differences: list[Difference] = []
    settled: set[str] = set()
    for ours, theirs in zip(batch.ours, listed, strict=True):
        if ours is None:
            missing = theirs.state in _COUNTS and theirs.our_reference not in batch.elsewhere
            differences += [_difference("MISSING_HERE", None, theirs)] if missing else []
            continue
        seen.add(ours.attempt.id)
        agrees = ours.payment.id not in settled and ours.attempt.gateway_reference and not _disagreement(ours, theirs)
        if agrees and all(batch.knows(ours, refund) for refund in theirs.refunds):
            continue
        settled.add(ours.payment.id)
        found = await _compare(ctx, await _read_again(ctx, ours), theirs)
        differences += [found] if found is not None else []
    return differences


async def _read_again(ctx: Context, ours: Ours) -> Ours:
    attempt = await PaymentAttempt.get(merchant_id=ctx.merchant_id, id=ours.attempt.id)
    return Ours(attempt, await Payment.get(merchant_id=ctx.merchant_id, id=attempt.payment_id))


async def _compare(ctx: Context, ours: Ours, theirs: PaymentResult) -> Difference | None:
    """What differs between a payment of the gateway's and ours; None when nothing."""
    # Its answer was lost: here there is an attempt that does not know its payment.
    missed = ours.attempt.gateway_reference is None
    first = _disagreement(ours, theirs)
    if first is None and not missed:
        went_back = [await record_listed_refund(ctx, payment_id=ours.payment.id, observed=r) for r in theirs.refunds]
        return _difference("STATUS", ours, theirs, settled=True) if any(went_back) else None
    await settle_attempt(ctx, attempt_id=ours.attempt.id, observed=theirs)
    left = _disagreement(await _read_again(ctx, ours), theirs)
    kind = "MISSING_HERE" if missed else first
    return _difference(left or kind or "STATUS", ours, theirs, settled=left is None)


def _disagreement(ours: Ours, theirs: PaymentResult) -> str | None:
    succeeded = ours.attempt.status == AttemptStatus.SUCCEEDED
    if succeeded and theirs.state is PaymentState.SUCCEEDED:
        brought = theirs.received or theirs.amount
        return None if brought == money(ours.payment.captured_minor, ours.payment.currency) else "AMOUNT"
    if theirs.amount != money(ours.payment.amount_minor, ours.payment.currency) and theirs.received is None:
        return "AMOUNT"
    # What is under way is settled by its own looks; money that only one of us has is a difference.
    return "STATUS" if succeeded or theirs.state is PaymentState.SUCCEEDED else None


async def _look_for(ctx: Context, account: OpenAccount, ours: Ours) -> Difference | None:
    """One of ours that the list does not have: made at the edge of the day, or not there at all."""
    reference = ours.attempt.gateway_reference
    assert reference is not None, "it was looked for by that"
    try:
        async with asyncio.timeout(ctx.services.limits.gateway_call.total_seconds()):
            theirs = await account.gateway.fetch_payment(account.call(ctx), reference)
    except NotFound:
        return Difference("MISSING_THERE", reference, ours.attempt.id, ours.payment.id, _shown(ours), None)
    return await _compare(ctx, await _read_again(ctx, ours), theirs)


def _not_told(ours: Ours) -> Difference:
    """One of ours that the list does not have, and of which its gateway says nothing."""
    reference = ours.attempt.gateway_reference
    return Difference("MISSING_THERE", reference, ours.attempt.id, ours.payment.id, _shown(ours), "not told")


def _difference(kind: str, ours: Ours | None, theirs: PaymentResult, *, settled: bool = False) -> Difference:
    back = sum(one.amount.minor for one in theirs.refunds if one.state is RefundState.SUCCEEDED)
    said = f"{theirs.state.value} {theirs.received or theirs.amount}"
    said += f", {Money(back, theirs.amount.currency)} refunded" if back else ""
    payment_id, shown = (ours.payment.id, _shown(ours)) if ours is not None else (None, None)
    return Difference(kind, theirs.reference, theirs.our_reference, payment_id, shown, said, settled)


def _shown(ours: Ours) -> str:
    payment = ours.payment
    minor = payment.captured_minor if ours.attempt.status == AttemptStatus.SUCCEEDED else payment.amount_minor
    return f"{ours.attempt.status} {money(minor, payment.currency)}"


async def _write(
    ctx: Context, account: GatewayAccount, day: date, *, compared: int, differences: Sequence[Difference]
) -> GatewayComparison:
    """One row for each account and day, whoever runs; the last look counts."""
    try:
        return await _write_once(ctx, account, day, compared, differences)
    except IntegrityError:
        # A twin was faster: now its row is there.
        return await _write_once(ctx, account, day, compared, differences)


@repeat_on_deadlock
async def _write_once(
    ctx: Context, account: GatewayAccount, day: date, compared: int, differences: Sequence[Difference]
) -> GatewayComparison:
    told = [asdict(one) for one in differences[:MOST_NAMED]]
    left = [one for one in differences if not one.settled and not _is_foreign(one)]
    own = GatewayComparison.filter(merchant_id=ctx.merchant_id, gateway_account_id=account.id, day=day)
    async with transaction(ctx) as tx:
        row = await own.select_for_update().get_or_none() or GatewayComparison(
            id=new_id("gwc"), merchant_id=ctx.merchant_id, gateway_account_id=account.id, day=day
        )
        row.compared, row.differences, row.created_at = compared, told, ctx.wall
        await row.save()
        if left:
            log.error("comparisons.differences", account=account.id, day=day.isoformat(), differences=len(left))
            await open_task(
                ctx, tx, kind=TaskKind.COMPARISON, subject_id=row.id,
                message=f"{len(left)} of {compared} payments of {day.isoformat()} differ from what {account.label} "
                "lists.",
                details={"account": account.id, "day": day.isoformat(), "differences": len(left)},
            )  # fmt: skip
        else:
            note = "Compared again: nothing differs any more."
            await close_task(ctx, tx, kind=TaskKind.COMPARISON, subject_id=row.id, note=note)
        await _tell_of_foreign(ctx, tx, account, day, [one for one in differences if _is_foreign(one)])
    return row


def _is_foreign(one: Difference) -> bool:
    """A payment at the gateway that does not even claim to be of ours: somebody else uses the account as well."""
    return one.payment is None and prefix_of(one.our_reference or "") != "pa"


async def _tell_of_foreign(
    ctx: Context, tx: Transaction, account: GatewayAccount, day: date, foreign: Sequence[Difference]
) -> None:
    """Once for each account: who sells through it in other ways does not want to read of that every day."""
    told = StaffTask.filter(merchant_id=ctx.merchant_id, kind=TaskKind.COMPARISON.value, subject_id=account.id)
    if not foreign or await told.exists():
        return
    await open_task(
        ctx, tx, kind=TaskKind.COMPARISON, subject_id=account.id,
        message=f"{account.label} lists payments that were not made here, such as {foreign[0].reference} of "
        f"{day.isoformat()}. They stand in the comparisons; you are not told of more of them.",
        details={"account": account.id, "day": day.isoformat(), "reference": foreign[0].reference},
    )  # fmt: skip
