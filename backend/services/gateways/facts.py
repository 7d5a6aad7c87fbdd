"""Apply one fact of the inbox to what it is about: an attempt, a refund, a dispute, a setup or a saved method.

What is not signed in full is fetched before it is believed.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import TypeVar

from backend.gateways.base import RefundResult
from backend.models import GatewayAccount, GatewayEvent, PaymentAttempt, PaymentSetup, Refund
from backend.services.context import Context
from backend.services.disputes import settle as disputes
from backend.services.disputes.settle import settle_dispute
from backend.services.gateways.accounts import OpenAccount, open_account
from backend.services.gateways.claims import (
    dispute_from_json,
    from_json,
    method_from_json,
    refund_from_json,
    setup_from_json,
)
from backend.services.payment_methods.changed import method_changed
from backend.services.payments.settle import settle_attempt
from backend.services.refunds import outside
from backend.services.refunds.outside import record_outside_refund
from backend.services.refunds.settle import is_made_after_all, settle_refund
from backend.services.setups.settle import settle_setup

R = TypeVar("R")


class TooEarly(Exception):
    """We do not know yet what it speaks of."""


class SaysNothing(Exception):
    """There is nothing in it to apply."""


async def apply_fact(ctx: Context, event: GatewayEvent) -> bool:
    """True when it changed something. Raises TooEarly, SaysNothing, and GatewayError where something is fetched."""
    return await _APPLY[event.subject](ctx, event)


async def _to_attempt(ctx: Context, event: GatewayEvent) -> bool:
    attempt = await _attempt_of(ctx, event, event.reference)
    if attempt is None:
        raise TooEarly("no attempt of ours has this reference yet")
    reference = attempt.gateway_reference or event.reference
    if event.trust == "signed_full" and event.claimed:
        observed = from_json(event.claimed)
    elif event.trust != "signed_full" and reference is not None:
        observed = await _fetched(ctx, event, lambda on: on.gateway.fetch_payment(on.call(ctx), reference))
    else:
        raise SaysNothing("it says nothing about the payment's state")
    return await settle_attempt(ctx, attempt_id=attempt.id, observed=observed)


async def _to_refund(ctx: Context, event: GatewayEvent) -> bool:
    """One of ours, or one that was made at the gateway: then its payment tells whose it is."""
    refund = await _refund_of(ctx, event.gateway_account_id, event.our_reference, event.reference)
    if refund is None and (event.our_reference is not None or await _is_foreign(ctx, event)):
        raise TooEarly("no refund of ours has this reference yet")
    reference = (refund.gateway_reference if refund else None) or event.reference
    if event.trust == "signed_full" and event.claimed:
        observed = refund_from_json(event.claimed)
    elif event.trust != "signed_full" and reference is not None:
        observed = await _fetched(ctx, event, lambda on: on.gateway.fetch_refund(on.call(ctx), reference))
    else:
        raise SaysNothing("it says nothing about the refund's state")
    if refund is None and observed.our_reference is not None:
        refund = await _refund_of(ctx, event.gateway_account_id, observed.our_reference, observed.reference)
    if refund is not None and not is_made_after_all(refund, observed):
        return await settle_refund(ctx, refund_id=refund.id, observed=observed)
    if refund is not None:
        return await _to_outside(ctx, refund.payment_id, observed)
    named = event.payment_reference or observed.payment_reference
    attempt = await _attempt_of(ctx, event, named, only_reference=True)
    if attempt is None or observed.our_reference is not None:
        raise TooEarly("no refund of ours has this reference yet")
    return await _to_outside(ctx, attempt.payment_id, observed)


async def _to_outside(ctx: Context, payment_id: str, observed: RefundResult) -> bool:
    try:
        return await record_outside_refund(ctx, payment_id=payment_id, observed=observed)
    except outside.NotYet as wait:
        raise TooEarly(str(wait)) from None


async def _is_foreign(ctx: Context, event: GatewayEvent) -> bool:
    """Whether it names a payment that is not known here: nobody need be asked about it."""
    named = event.payment_reference
    return named is not None and await _attempt_of(ctx, event, named, only_reference=True) is None


async def _to_dispute(ctx: Context, event: GatewayEvent) -> bool:
    if event.trust == "signed_full" and event.claimed:
        observed = dispute_from_json(event.claimed)
    elif event.trust != "signed_full" and event.reference is not None:
        reference = event.reference
        observed = await _fetched(ctx, event, lambda on: on.gateway.fetch_dispute(on.call(ctx), reference))
    else:
        raise SaysNothing("it says nothing about the dispute's state")
    attempt = await _attempt_of(ctx, event, observed.payment_reference, only_reference=True)
    if attempt is None:
        raise TooEarly("no payment of ours has this reference yet")
    try:
        return await settle_dispute(
            ctx, payment_id=attempt.payment_id, account_id=event.gateway_account_id, observed=observed
        )
    except disputes.NotYet as wait:
        raise TooEarly(str(wait)) from None


async def _to_setup(ctx: Context, event: GatewayEvent) -> bool:
    own = PaymentSetup.filter(merchant_id=ctx.merchant_id, gateway_account_id=event.gateway_account_id)
    setup = await own.get_or_none(id=event.our_reference) if event.our_reference else None
    if setup is None and event.reference:
        setup = await own.get_or_none(gateway_reference=event.reference)
    if setup is None:
        raise TooEarly("no setup of ours has this reference yet")
    reference = setup.gateway_reference or event.reference
    if event.trust == "signed_full" and event.claimed:
        observed = setup_from_json(event.claimed)
    elif event.trust != "signed_full" and reference is not None:
        observed = await _fetched(ctx, event, lambda on: on.gateway.fetch_setup(on.call(ctx), reference))
    else:
        raise SaysNothing("it says nothing about the setup's state")
    return await settle_setup(ctx, setup_id=setup.id, observed=observed)


async def _to_method(ctx: Context, event: GatewayEvent) -> bool:
    if event.trust != "signed_full" or event.reference is None:
        raise SaysNothing("what a gateway says of a saved method counts only when all of it is signed")
    removed = event.kind == "method.removed"
    details = method_from_json(event.claimed) if event.claimed and not removed else None
    if details is None and not removed:
        raise SaysNothing("it says nothing about the method")
    return await method_changed(
        ctx, account_id=event.gateway_account_id, reference=event.reference, details=details
    )  # fmt: skip


_APPLY: dict[str, Callable[[Context, GatewayEvent], Awaitable[bool]]] = {
    "payment": _to_attempt,
    "refund": _to_refund,
    "dispute": _to_dispute,
    "setup": _to_setup,
    "method": _to_method,
}


async def _attempt_of(
    ctx: Context, event: GatewayEvent, reference: str | None, *, only_reference: bool = False
) -> PaymentAttempt | None:
    """By our reference first, then by the gateway's; only among the attempts of the account that sent it."""
    own = PaymentAttempt.filter(merchant_id=ctx.merchant_id, gateway_account_id=event.gateway_account_id)
    ours = None if only_reference else event.our_reference
    found = await own.get_or_none(id=ours) if ours else None
    if found is None and reference:
        found = await own.get_or_none(gateway_reference=reference)
    return found


async def _refund_of(ctx: Context, account_id: str, ours: str | None, theirs: str | None) -> Refund | None:
    """Among the refunds through the account, by the gateway's name first: see `is_made_after_all`."""
    own = Refund.filter(merchant_id=ctx.merchant_id, gateway_account_id=account_id)
    found = await own.get_or_none(gateway_reference=theirs) if theirs else None
    if found is None and ours:
        found = await own.get_or_none(id=ours)
    return found


async def _fetched(ctx: Context, event: GatewayEvent, fetch: Callable[[OpenAccount], Awaitable[R]]) -> R:
    """What the account that sent the event says itself."""
    row = await GatewayAccount.get(merchant_id=ctx.merchant_id, id=event.gateway_account_id)
    account = open_account(ctx, row)
    # One gateway that never answers must not stop the inbox of all the others.
    async with asyncio.timeout(ctx.services.limits.gateway_call.total_seconds()):
        return await fetch(account)
