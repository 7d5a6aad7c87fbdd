"""Refunds of unused time: what tests do to have them, and what they read of them."""

from __future__ import annotations

from dataclasses import replace

import pytest

from backend.domain.billing import ChangeTiming, Surplus
from backend.domain.errors import PaymentDeclined
from backend.gateways.registry import Registry
from backend.models import (
    BillingPolicy,
    LedgerAccount,
    LedgerEntry,
    LedgerTransaction,
    Payment,
    Plan,
    Refund,
    Subscription,
)
from backend.services.catalog.load_purchase import Selection
from backend.services.context import Context
from backend.services.invoices.pay import pay_invoice
from backend.services.proof.prove import prove
from backend.services.refunds.due import collect_due_refunds
from backend.services.subscriptions.cancel import cancel_subscription
from tests.support.invariants import assert_all_adds_up
from tests.support.life import BALANCE, Life
from tests.support.scripted_gateway import ScriptedGateway, decline
from tests.support.storefront import CARD


async def paid_in_parts(life: Life, plan: Plan, from_balance: int) -> Subscription:
    """Ana pays so much of the first period from her balance, and then the rest by card."""
    life.store.gateway.script("create", decline())
    with pytest.raises(PaymentDeclined):
        await life.store.subscribe(Selection(plan.id))
    held = await Subscription.get(customer_id=life.store.ana.row.id)
    (invoice,) = await life.invoices(held)
    await life.give(from_balance)
    amount = (f"{from_balance / 100:.2f}", "USD")
    ana = life.store.ana.context
    await pay_invoice(ana, invoice_id=invoice.id, pay_with=BALANCE, amount=amount, idempotency_key="part")
    await pay_invoice(ana, invoice_id=invoice.id, pay_with=CARD, idempotency_key="rest")
    await life.run()
    return await life.now(held)


async def cancel_with_refund(life: Life, subscription: Subscription, *, by: Context | None = None) -> None:
    """Staff cancel at once, and what is not used is refunded."""
    await cancel_subscription(
        by or life.store.merchant.system, subscription_id=subscription.id, when=ChangeTiming.NOW,
        unused=Surplus.REFUND, reason="Moving.",
    )  # fmt: skip


def that_refunds(ctx: Context, ability: str) -> Context:
    """The same, where the gateway gives back so much."""

    class Other(ScriptedGateway):
        capabilities = replace(ScriptedGateway.capabilities, refunds=ability)  # type: ignore[arg-type]

    return replace(ctx, services=replace(ctx.services, gateways=Registry([Other()])))


async def refund_policy(life: Life, surplus: Surplus = Surplus.REFUND) -> None:
    """What the merchant does with what a change gives back."""
    await BillingPolicy.filter(merchant_id=life.store.merchant.row.id).update(surplus=surplus.value)


async def refunds() -> list[tuple[str, int]]:
    """Each refund: where it stands, and how much it is, oldest first."""
    return [(row.status, row.amount_minor) for row in await Refund.all().order_by("id")]


async def gone_back() -> list[tuple[int, int, int]]:
    """Of each payment, oldest first: captured, refunded, about to be."""
    rows = await Payment.filter(status="SUCCEEDED").order_by("id")
    return [(row.captured_minor, row.refunded_minor, row.refund_pending_minor) for row in rows]


async def legs(key: str) -> dict[str, int]:
    """A posting by the kind of its accounts."""
    posting = await LedgerTransaction.get(key=key)
    rows = await LedgerEntry.filter(transaction_id=posting.id)
    return {(await LedgerAccount.get(id=row.account_id)).kind: row.amount_minor for row in rows}


async def collect(life: Life) -> None:
    """The gateway is asked; afterwards everything agrees."""
    await collect_due_refunds(life.store.services)
    await assert_true(life)


async def assert_true(life: Life) -> None:
    """Rows, books and provider agree, and the proof finds nothing."""
    await assert_all_adds_up(life.store.gateway)
    assert [str(violation) for violation in (await prove(life.store.merchant.system)).violations] == []
