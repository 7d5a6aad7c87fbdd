"""An inbound webhook: verified on its raw bytes, stored once, answered. What it means is worked out later, by a job."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from tortoise.exceptions import IntegrityError

from backend.domain.errors import NotFound
from backend.events.bell import Work
from backend.gateways.base import GatewayEvent as InboundEvent
from backend.gateways.base import RawWebhook, WebhookOutcome, WebhookRejected
from backend.models import GatewayAccount, GatewayEvent
from backend.models.ids import new_id
from backend.services.context import Context, Services
from backend.services.gateways.accounts import OpenAccount, open_account
from backend.services.gateways.addressee import NOBODY, addressee
from backend.services.gateways.claims import claim_of, to_json
from backend.services.transaction import transaction

_KEY_LENGTH = 255
_KIND_LENGTH = 100
_REFERENCE_LENGTH = 255
_OUTCOME_LENGTH = 500
_CODE_LENGTH = 100
IGNORED_KIND = "webhook.ignored"
# With it a payer's app goes on with one payment: nobody else is to read it, staff neither.
_CLIENT_SECRET = re.compile(r'("[a-z_]*client_secret"\s*:\s*")[^"]*"')
# The same in the address of a page; JSON may spell the sign with its number, and an address within an address with %.
_IN_ADDRESS = re.compile(r"(client_secret(?:=|%3D|\\u003d))[^\"&\s\\%#<>]*", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Received:
    """How many facts were new, and what the provider wants to be answered with."""

    stored: int
    answer: str = ""


@dataclass(frozen=True, slots=True)
class Delivery:
    """A webhook as it came; header names in lower case."""

    headers: Mapping[str, str] = field(repr=False)
    body: bytes = field(repr=False)
    query: Mapping[str, str] = field(default_factory=dict, repr=False)


async def receive_webhook(services: Services, *, account_id: str, headers: Mapping[str, str], body: bytes) -> int:
    """`take_delivery` without a query; answers how many facts were new."""
    return (await take_delivery(services, account_id=account_id, delivery=Delivery(headers, body))).stored


async def take_delivery(services: Services, *, account_id: str, delivery: Delivery) -> Received:
    """Store each fact of a webhook that was not stored before. No gateway is called.

    What the plugin has no use for is stored as well, with its reason, and so is what is about an account of the
    provider's that is none of ours. A code that staff have to type in at the provider is kept with the account until
    the first fact comes, which shows that it was typed in. Raises NotFound for an unknown account, and WebhookRejected
    when the plugin does not believe it: nothing is stored.
    """
    row = await GatewayAccount.get_or_none(id=account_id)
    if row is None or row.gateway not in services.gateways.gateways:
        raise NotFound("There is no such gateway account.", account_id)
    ctx = services.system(row.merchant_id)
    account = open_account(ctx, row)
    outcome = await _parse(ctx, account, delivery)
    if outcome.verification_code is not None:
        code = outcome.verification_code[:_CODE_LENGTH]
        await GatewayAccount.filter(merchant_id=ctx.merchant_id, id=row.id).update(verification_code=code)
    elif outcome.events and row.verification_code is not None:
        await forget_code(ctx, row)
    text = _readable(delivery.body)
    stored = 0
    for event in outcome.events:
        stored += await _store(ctx, await _row(ctx, account, event, text))
    if not outcome.events and outcome.ignored_reason is not None:
        await _store(ctx, _ignored(account.row, outcome.ignored_reason, delivery.body, text, ctx.now))
    return Received(stored, outcome.answer)


async def forget_code(ctx: Context, row: GatewayAccount) -> None:
    """The provider believes the address: nobody has to type its code in any more."""
    await GatewayAccount.filter(merchant_id=ctx.merchant_id, id=row.id).update(verification_code=None)


async def _parse(ctx: Context, account: OpenAccount, delivery: Delivery) -> WebhookOutcome:
    raw = RawWebhook(delivery.headers, delivery.body, ctx.now, delivery.query)
    try:
        return await account.gateway.parse_webhook(account.call(ctx), raw)
    except RecursionError:
        # Brackets in brackets in brackets: no provider sends that.
        raise WebhookRejected("the body is nested too deep") from None


async def _store(ctx: Context, fresh: GatewayEvent) -> int:
    try:
        async with transaction(ctx) as tx:
            await fresh.save(force_create=True)
            if fresh.next_try_at is not None:
                tx.ring(Work.GATEWAY_EVENTS)
    except IntegrityError:
        # Told before: the first telling is the one that counts.
        return 0
    return 1


def _short(key: str) -> str:
    """A provider's key as it is, or its SHA-256 when it is longer than the column."""
    return key if len(key) <= _KEY_LENGTH else f"sha256:{hashlib.sha256(key.encode()).hexdigest()}"


def _readable(body: bytes) -> str:
    # PostgreSQL keeps no NUL in a text.
    text = body.decode("utf-8", "replace").replace("\x00", "\ufffd")
    return _IN_ADDRESS.sub(r"\1removed", _CLIENT_SECRET.sub(r'\1removed"', text))


async def _row(ctx: Context, account: OpenAccount, event: InboundEvent, text: str) -> GatewayEvent:
    for_account = await addressee(ctx, account, event)
    ignored = for_account is NOBODY
    claim = claim_of(event)
    return GatewayEvent(
        id=new_id("gwe"),
        merchant_id=ctx.merchant_id,
        gateway_account_id=account.row.id if for_account is NOBODY else for_account.id,
        dedupe_key=_short(event.dedupe_key),
        kind=event.kind[:_KIND_LENGTH],
        trust=event.trust,
        subject=event.subject,
        reference=event.reference,
        our_reference=event.our_reference,
        payment_reference=event.payment_reference,
        account_reference=event.account_reference and event.account_reference[:_REFERENCE_LENGTH],
        claimed=to_json(claim) if claim else None,
        body=text,
        status="IGNORED" if ignored else "RECEIVED",
        outcome=f"it is about another account there: {event.account_reference}"[:_OUTCOME_LENGTH] if ignored else None,
        tries=0,
        next_try_at=None if ignored else ctx.now,
        occurred_at=event.occurred_at,
        received_at=ctx.now,
    )


def _ignored(account: GatewayAccount, why: str, body: bytes, text: str, now: datetime) -> GatewayEvent:
    return GatewayEvent(
        id=new_id("gwe"),
        merchant_id=account.merchant_id,
        gateway_account_id=account.id,
        dedupe_key=f"ignored:{hashlib.sha256(body).hexdigest()}",
        kind=IGNORED_KIND,
        trust="signed_full",
        subject="payment",
        body=text,
        status="IGNORED",
        outcome=why[:_OUTCOME_LENGTH],
        tries=0,
        occurred_at=now,
        received_at=now,
    )
