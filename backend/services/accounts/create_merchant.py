"""A new merchant, with what each merchant needs from its first second: a signing key, a number counter, a stream."""

from __future__ import annotations

from zoneinfo import ZoneInfo

from backend.currencies import currency
from backend.models import EventStream, InvoiceCounter, Merchant
from backend.models.ids import new_id
from backend.services.accounts.keys import create_signing_key
from backend.services.billing.policy import new_policy
from backend.services.context import Context, Services
from backend.services.transaction import transaction


async def create_merchant(
    services: Services, *, code: str, name: str, timezone: str, default_currency: str
) -> tuple[Merchant, Context]:
    """Create a merchant; answers it and a SYSTEM context for it. Raises KeyError for an unknown currency or zone."""
    ZoneInfo(timezone)
    currency(default_currency)
    merchant_id = new_id("mer")
    ctx = services.system(merchant_id)
    async with transaction(ctx):
        merchant = await Merchant.create(
            id=merchant_id,
            code=code,
            name=name,
            timezone=timezone,
            default_currency=default_currency,
            created_at=ctx.now,
        )
        await InvoiceCounter.create(merchant_id=merchant_id, next_number=1)
        await new_policy(merchant_id, ctx.now).save(force_create=True)
        await EventStream.create(merchant_id=merchant_id, last_sequence=0, published_sequence=0)
        await create_signing_key(ctx)
    return merchant, ctx
