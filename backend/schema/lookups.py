"""One thing by its id: what is not yours and what does not exist look the same, null."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Annotated

import strawberry

from backend import models
from backend.domain.ledger import AccountKind
from backend.models.ids import prefix_of
from backend.schema.access import Merchant
from backend.schema.balance_types import Balance, BalanceHold, BalanceTransaction
from backend.schema.catalog_query import find_addon, find_plan, find_product
from backend.schema.comparisons import find_comparison
from backend.schema.context import Info
from backend.schema.coupons import find_coupon, find_discount
from backend.schema.disputes import find_dispute
from backend.schema.entities import Customer, Invoice, Payment, Subscription
from backend.schema.gateway_accounts import find_gateway_account
from backend.schema.gateway_events import find_event
from backend.schema.invoice_collections import InvoiceCollection
from backend.schema.node import Node
from backend.schema.payment_methods import PaymentMethod
from backend.schema.payment_setups import find_payment_setup
from backend.schema.receipt_types import find_receipt
from backend.schema.refund_types import Refund
from backend.schema.tasks import find_task
from backend.schema.taxes import find_tax_rate
from backend.schema.test_clocks import find_test_clock
from backend.schema.units import UnitGrant, UnitHold
from backend.services.visibility import visible, visible_customers

Id = Annotated[strawberry.ID, strawberry.argument(description="Its id.")]


async def find_subscription(info: Info, id: str) -> Subscription | None:
    """A subscription that the actor may see."""
    row = await visible(info.context.ctx, models.Subscription).get_or_none(id=id)
    return Subscription.of(row) if row else None


async def find_invoice(info: Info, id: str) -> Invoice | None:
    """An invoice that the actor may see."""
    row = await visible(info.context.ctx, models.Invoice).get_or_none(id=id)
    return Invoice.of(row) if row else None


async def find_payment(info: Info, id: str) -> Payment | None:
    """A payment that the actor may see."""
    row = await visible(info.context.ctx, models.Payment).get_or_none(id=id)
    return Payment.of(row) if row else None


async def _collection(info: Info, id: str) -> InvoiceCollection | None:
    row = await visible(info.context.ctx, models.Collection).get_or_none(id=id)
    return InvoiceCollection.of(row) if row else None


async def _unit_grant(info: Info, id: str) -> UnitGrant | None:
    row = await visible(info.context.ctx, models.UnitGrant).get_or_none(id=id)
    return UnitGrant.of(row) if row else None


async def _unit_hold(info: Info, id: str) -> UnitHold | None:
    row = await visible(info.context.ctx, models.UnitHold).get_or_none(id=id)
    return UnitHold.of(row) if row else None


async def find_balance(info: Info, account_id: str) -> Balance | None:
    """One of the signed-in customer's own balances, by its account."""
    ctx = info.context.ctx
    row = await models.LedgerAccount.get_or_none(
        merchant_id=ctx.merchant_id, kind=AccountKind.CUSTOMER_BALANCE.value, owner_id=ctx.actor.customer_id or "",
        id=account_id,
    )  # fmt: skip
    return Balance.of(row.owner_id, row.currency, row) if row else None


async def _balance_transaction(info: Info, id: str) -> BalanceTransaction | None:
    row = await visible(info.context.ctx, models.BalanceTransaction).get_or_none(id=id)
    return BalanceTransaction.of(row) if row else None


async def _balance_hold(info: Info, id: str) -> BalanceHold | None:
    row = await visible(info.context.ctx, models.BalanceHold).get_or_none(id=id)
    return BalanceHold.of(row) if row else None


async def _customer(info: Info, id: str) -> Customer | None:
    row = await visible_customers(info.context.ctx).get_or_none(id=id)
    return Customer.of(row) if row else None


async def _merchant(info: Info, id: str) -> Merchant | None:
    merchant_id = info.context.ctx.merchant_id
    return Merchant.of(await info.context.loaders.merchant.load(merchant_id)) if id == merchant_id else None


async def _payment_method(info: Info, id: str) -> PaymentMethod | None:
    row = await visible(info.context.ctx, models.PaymentMethod).get_or_none(id=id, removed_at=None)
    return PaymentMethod.of(row) if row else None


async def _refund(info: Info, id: str) -> Refund | None:
    row = await visible(info.context.ctx, models.Refund).get_or_none(id=id)
    return Refund.of(row) if row else None


_BY_PREFIX: dict[str, Callable[[Info, str], Awaitable[Node | None]]] = {
    "prod": find_product,
    "plan": find_plan,
    "addon": find_addon,
    "cus": _customer,
    "mer": _merchant,
    "sub": find_subscription,
    "inv": find_invoice,
    "pay": find_payment,
    "col": _collection,
    "btx": _balance_transaction,
    "bhold": _balance_hold,
    "grant": _unit_grant,
    "uhold": _unit_hold,
    "pm": _payment_method,
    "setup": find_payment_setup,
    "ref": _refund,
    "clock": find_test_clock,
    "cpn": find_coupon,
    "dsc": find_discount,
    "tax": find_tax_rate,
    "rcpt": find_receipt,
    "dsp": find_dispute,
    "task": find_task,
    "gwe": find_event,
    "gwc": find_comparison,
    "gwa": find_gateway_account,
}


@strawberry.type
class LookupQuery:
    @strawberry.field(description="Anything that has an id and that you may see.")
    async def node(self, info: Info, id: Id) -> Node | None:
        find = _BY_PREFIX.get(prefix_of(id))
        return await find(info, id) if find else None

    @strawberry.field(description="One of your subscriptions; staff: any of the merchant's.")
    async def subscription(self, info: Info, id: Id) -> Subscription | None:
        return await find_subscription(info, id)

    @strawberry.field(description="One of your invoices; staff: any of the merchant's.")
    async def invoice(
        self, info: Info, id: Annotated[strawberry.ID | None, strawberry.argument(description="Its id.")] = None
    ) -> Invoice | None:
        return await find_invoice(info, id) if id is not None else None

    @strawberry.field(description="One of your payments; staff: any of the merchant's.")
    async def payment(self, info: Info, id: Id) -> Payment | None:
        return await find_payment(info, id)
