"""An inbound webhook: verified on its raw bytes, stored once, answered. What it means is worked out later, by a job."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping

from tortoise.exceptions import IntegrityError

from backend.domain.errors import NotFound
from backend.events.bell import Work
from backend.gateways.base import GatewayEvent as InboundEvent
from backend.gateways.base import RawWebhook
from backend.models import GatewayAccount, GatewayEvent
from backend.models.ids import new_id
from backend.services.context import Services
from backend.services.gateways.accounts import open_account
from backend.services.gateways.claims import to_json
from backend.services.transaction import transaction

_KEY_LENGTH = 255
_KIND_LENGTH = 100


async def receive_webhook(services: Services, *, account_id: str, headers: Mapping[str, str], body: bytes) -> int:
    """Store each fact of a webhook that was not stored before; answers how many were new.

    Raises NotFound for an unknown account and WebhookRejected when the plugin does not believe it: nothing is stored.
    """
    row = await GatewayAccount.get_or_none(id=account_id)
    if row is None or row.gateway not in services.gateways.gateways:
        raise NotFound("There is no such gateway account.", account_id)
    ctx = services.system(row.merchant_id)
    account = open_account(ctx, row)
    outcome = await account.gateway.parse_webhook(account.call(ctx), RawWebhook(headers, body, ctx.now))
    stored = 0
    for event in outcome.events:
        fresh = _row(event, row, body, ctx.now)
        try:
            async with transaction(ctx) as tx:
                await fresh.save(force_create=True)
                tx.ring(Work.GATEWAY_EVENTS)
            stored += 1
        except IntegrityError:
            # Told before: the first telling is the one that counts.
            continue
    return stored


def _short(key: str) -> str:
    """A provider's key as it is, or its SHA-256 when it is longer than the column."""
    return key if len(key) <= _KEY_LENGTH else f"sha256:{hashlib.sha256(key.encode()).hexdigest()}"


def _row(event: InboundEvent, account: GatewayAccount, body: bytes, now: object) -> GatewayEvent:
    claimed = event.claimed_refund if event.subject == "refund" else event.claimed
    return GatewayEvent(
        id=new_id("gwe"),
        merchant_id=account.merchant_id,
        gateway_account_id=account.id,
        dedupe_key=_short(event.dedupe_key),
        kind=event.kind[:_KIND_LENGTH],
        trust=event.trust,
        subject=event.subject,
        reference=event.reference,
        our_reference=event.our_reference,
        claimed=to_json(claimed) if claimed else None,
        # PostgreSQL keeps no NUL in a text.
        body=body.decode("utf-8", "replace").replace("\x00", "\ufffd"),
        status="RECEIVED",
        tries=0,
        next_try_at=now,
        occurred_at=event.occurred_at,
        received_at=now,
    )
