"""Ours of what a gateway lists: many payments are found by few statements, however many there are."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from backend.gateways.base import PaymentResult, RefundResult
from backend.models import GatewayAccount, Payment, PaymentAttempt, Refund
from backend.services.context import Context
from backend.services.currencies import money

# So many are read at once: fewer than a statement may have values.
BATCH = 500


@dataclass(frozen=True, slots=True)
class Ours:
    """An attempt of an account's, with its payment."""

    attempt: PaymentAttempt
    payment: Payment


@dataclass(frozen=True, slots=True)
class Batch:
    """What is known here of some payments of a gateway's: `ours` stand in the order of the list.

    `elsewhere` are our references that belong to another account of this installation, which the provider takes for
    the same. `booked` are refunds of the list that stand here just as they stand there.
    """

    ours: Sequence[Ours | None]
    elsewhere: frozenset[str]
    booked: frozenset[tuple[str, str]]

    def knows(self, ours: Ours, refund: RefundResult) -> bool:
        """Whether a refund of the list can change nothing."""
        if refund.reference is None:
            return refund.our_reference is None
        return (ours.payment.id, refund.reference) in self.booked


async def read_batch(ctx: Context, account: GatewayAccount, listed: Sequence[PaymentResult]) -> Batch:
    """All that is compared with `listed`, which are at most `BATCH`: by our reference first, then by the gateway's."""
    own = PaymentAttempt.filter(merchant_id=ctx.merchant_id, gateway_account_id=account.id)
    named = {one.our_reference for one in listed if one.our_reference}
    by_id = {row.id: row for row in await own.filter(id__in=list(named))} if named else {}
    left = {one.reference for one in listed if one.our_reference not in by_id and one.reference is not None}
    found = await own.filter(gateway_reference__in=list(left)) if left else []
    by_reference = {str(row.gateway_reference): row for row in found}
    attempts = [by_id.get(one.our_reference or "") or by_reference.get(one.reference or "") for one in listed]
    ours = await with_payments(ctx, attempts)
    # Not only this merchant's: it is told of nothing but that somebody here knows it.
    strange = named - set(by_id)
    elsewhere = PaymentAttempt.filter(id__in=list(strange)).values_list("id", flat=True)
    return Batch(
        ours, frozenset(map(str, await elsewhere)) if strange else frozenset(), await _booked(ctx, ours, listed)
    )


async def with_payments(ctx: Context, attempts: Sequence[PaymentAttempt | None]) -> list[Ours | None]:
    """Each attempt with its payment, in the same order."""
    ids = {row.payment_id for row in attempts if row is not None}
    rows = await Payment.filter(merchant_id=ctx.merchant_id, id__in=list(ids)) if ids else []
    payments = {row.id: row for row in rows}
    return [Ours(row, payments[row.payment_id]) if row is not None else None for row in attempts]


async def _booked(
    ctx: Context, ours: Iterable[Ours | None], listed: Iterable[PaymentResult]
) -> frozenset[tuple[str, str]]:
    """By payment and reference, the listed refunds that need no look: our row says the same."""
    with_refunds = {one.payment.id for one, theirs in zip(ours, listed, strict=True) if one and theirs.refunds}
    if not with_refunds:
        return frozenset()
    rows = await Refund.filter(
        merchant_id=ctx.merchant_id, payment_id__in=list(with_refunds), gateway_reference__isnull=False
    )
    known = {(row.payment_id, str(row.gateway_reference)): row for row in rows}
    return frozenset(
        (one.payment.id, refund.reference)
        for one, theirs in zip(ours, listed, strict=True)
        if one is not None
        for refund in theirs.refunds
        if refund.reference is not None and _agrees(one, known.get((one.payment.id, refund.reference)), refund)
    )


def _agrees(ours: Ours, row: Refund | None, refund: RefundResult) -> bool:
    return (
        row is not None
        and row.status == refund.state.value
        and refund.our_reference in (None, row.id)
        and refund.payment_reference in (None, ours.payment.gateway_reference)
        and refund.amount == money(row.amount_minor, row.currency)
    )
