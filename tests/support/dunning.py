"""What tests of collecting look at: where a collection stands, what was told of it, and the one thing to be unlike."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from backend.models import BillingPolicy, Collection, Event, Invoice, Payment, PaymentMethod, Subscription
from backend.models.ids import new_id
from backend.services.subscriptions.entitlements import customer_features
from tests.support.life import Life
from tests.support.merchants import SignedIn

GENERIC = "The card was declined. Try another card or ask your bank."


async def policy(life: Life, **columns: Any) -> None:
    """Let the merchant bill in another way."""
    await BillingPolicy.filter(merchant_id=life.store.merchant.row.id).update(**columns)


async def latest(life: Life, subscription: Subscription) -> Collection:
    """The collection of the newest invoice."""
    return (await life.collections(subscription))[-1]


async def stands(life: Life, subscription: Subscription) -> tuple[str, str, str | None, datetime | None, int]:
    """Subscription, its newest collection, what that wants, when it is looked at again, how often it was tried."""
    row, found = await life.now(subscription), await latest(life, subscription)
    return row.status, found.status, found.wants, found.next_try_at, found.tries


async def told(subscription: Subscription, *facts: str) -> list[tuple[str, datetime, dict[str, Any]]]:
    """What was told of a subscription, of these facts, in order; without the plan, which is in every one."""
    rows = await Event.filter(subject_id=subscription.id, type__in=[f"subscription.{fact}" for fact in facts])
    return [
        (row.type.removeprefix("subscription."), row.occurred_at, {k: v for k, v in row.payload.items() if k != "plan"})
        for row in sorted(rows, key=lambda row: row.id)
    ]


async def payments(invoice: Invoice) -> list[tuple[str, int, str]]:
    """What was tried to pay an invoice, oldest first: from what, how much, what came of it."""
    rows = await Payment.filter(invoice_id=invoice.id).order_by("id")
    return [(row.kind, row.amount_minor, row.status) for row in rows]


async def features(life: Life, who: SignedIn | None = None) -> list[str]:
    """The codes of the features that are on."""
    person = who or life.store.ana
    found = await customer_features(person.context, customer_id=person.row.id)
    return [feature.code for feature in found]


async def another_card(life: Life, reference: str = "pm_other", who: SignedIn | None = None) -> PaymentMethod:
    """One more kept card, which is not the default."""
    kept = await PaymentMethod.filter(customer_id=(who or life.store.ana).row.id).order_by("id").first()
    assert kept is not None
    return await PaymentMethod.create(
        id=new_id("pm"), merchant_id=kept.merchant_id, customer_id=kept.customer_id,
        gateway_account_id=kept.gateway_account_id, gateway=kept.gateway, kind=kept.kind,
        gateway_reference=reference, gateway_customer=kept.gateway_customer, brand="mastercard", last4="4444",
        expires_month=1, expires_year=2041, is_default=False, created_at=life.clock.now,
    )  # fmt: skip
