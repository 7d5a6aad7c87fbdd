"""Loaders: rows that many fields of one operation ask for, fetched together. Every query names the merchant."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime
from functools import partial
from typing import Any, TypeVar

from strawberry.dataloader import DataLoader

from backend import models
from backend.domain.billing import CollectionStatus, Policy
from backend.domain.ledger import AccountKind
from backend.models.base import Row
from backend.services.billing.policy import OPEN_CHANGES, policy_of
from backend.services.context import Context
from backend.services.coupons.redeem import DiscountStatus
from backend.services.gateways.account_view import last_events
from backend.services.payments.latest import latest_attempts
from backend.services.refunds.refundable import refundable_of
from backend.services.taxes.overview import rates_of_customers
from backend.services.units.read import Overdue, open_grants, overdue_units

R = TypeVar("R", bound=Row)


class Loaders:
    """One set for each operation: nothing is cached longer than that."""

    def __init__(self, ctx: Context) -> None:
        self._merchant_id = ctx.merchant_id
        self.merchant: DataLoader[str, models.Merchant] = DataLoader(load_fn=_merchants)
        self.policy: DataLoader[str, Policy] = DataLoader(load_fn=partial(_policies, ctx))
        self.product = self._one(models.Product)
        self.plan = self._one(models.Plan)
        self.addon = self._one(models.Addon)
        self.customer = self._one(models.Customer)
        self.subscription = self._one(models.Subscription)
        self.invoice = self._one(models.Invoice)
        self.payment = self._one(models.Payment)
        self.coupon = self._one(models.Coupon)
        self.tax_rate = self._one(models.TaxRate)
        self.user = self._one(models.User)
        self.payment_method = self._one(models.PaymentMethod)
        self.plans_of_product = self._many(models.Plan, "product_id", ("position", "id"))
        self.addons_of_plan = self._many(models.Addon, "plan_id", ("position", "id"))
        self.prices_of_plan = self._many(models.Price, "plan_id", ("currency",))
        self.prices_of_addon = self._many(models.Price, "addon_id", ("currency",))
        self.addons_of_subscription = self._many(models.SubscriptionAddon, "subscription_id", ("id",))
        self.discounts_of_subscription = self._many(
            models.Discount, "subscription_id", ("position",), status=DiscountStatus.ACTIVE.value
        )
        self.amounts_of_coupon = self._many(models.CouponAmount, "coupon_id", ("currency",))
        self.plans_of_coupon = self._many(models.CouponPlan, "coupon_id", ("id",))
        self.invoices_of_subscription = self._many(models.Invoice, "subscription_id", ("-id",))
        self.open_changes_of_subscription = self._many(
            models.SubscriptionChange, "subscription_id", ("id",), status__in=OPEN_CHANGES
        )
        self.failed_collections_of_subscription = self._many(
            models.Collection, "subscription_id", ("id",), first_failed_at__isnull=False
        )
        self.open_collections_of_subscription = self._many(
            models.Collection, "subscription_id", ("id",), status=CollectionStatus.OPEN.value
        )
        self.collections_of_invoice = self._many(models.Collection, "invoice_id", ("id",))
        self.lines_of_invoice = self._many(models.InvoiceLine, "invoice_id", ("position",))
        self.discounts_of_invoice = self._many(models.InvoiceDiscount, "invoice_id", ("position",))
        self.taxes_of_invoice = self._many(models.InvoiceTax, "invoice_id", ("position",))
        self.payments_of_invoice = self._many(models.Payment, "invoice_id", ("id",))
        self.attempts_of_payment = self._many(models.PaymentAttempt, "payment_id", ("number",))
        self.refunds_of_payment = self._many(models.Refund, "payment_id", ("id",))
        self.receipts_of_payment = self._many(models.PaymentReceipt, "payment_id", ("id",))
        self.disputes_of_payment = self._many(models.Dispute, "payment_id", ("id",))
        self.latest_attempt_of_subscription: DataLoader[str, models.PaymentAttempt | None] = DataLoader(
            load_fn=partial(latest_attempts, ctx)
        )
        self.refundable: DataLoader[models.Payment, int] = DataLoader(load_fn=partial(refundable_of, ctx))
        self.methods_of_customer = self._many(
            models.PaymentMethod, "customer_id", ("-is_default", "id"), removed_at__isnull=True
        )
        self.tax_rates_of_customer: DataLoader[str, list[models.TaxRate]] = DataLoader(
            load_fn=partial(rates_of_customers, ctx)
        )
        self.auto_top_ups_of_customer = self._many(models.AutoTopUp, "customer_id", ("currency",))
        self.tariffs_of_subscription = self._many(models.Tariff, "subscription_id", ("id",))
        self.balances_of_customer = self._many(
            models.LedgerAccount, "owner_id", ("currency",), kind=AccountKind.CUSTOMER_BALANCE.value
        )
        self.funded_tariffs = self._many(models.Tariff, "account_id", ("funded_until",), funded_until__isnull=False)
        self.unit_accounts_of_customer = self._many(models.UnitAccount, "customer_id", ("unit",))
        self.overdue_units: DataLoader[str, Overdue] = DataLoader(load_fn=partial(overdue_units, ctx))
        self.last_gateway_event: DataLoader[str, datetime | None] = DataLoader(load_fn=partial(last_events, ctx))
        self.open_grants: DataLoader[str, list[models.UnitGrant]] = DataLoader(load_fn=partial(open_grants, ctx))

    def _one(self, model: type[R]) -> DataLoader[str, R | None]:
        async def load(ids: list[str]) -> list[R | None]:
            rows = await model.filter(merchant_id=self._merchant_id, id__in=ids)
            found = {row.id: row for row in rows}
            return [found.get(id) for id in ids]

        return DataLoader(load_fn=load)

    def _many(self, model: type[R], column: str, order: Iterable[str], **only: object) -> DataLoader[str, list[R]]:
        async def load(ids: list[str]) -> list[list[R]]:
            mine = model.filter(merchant_id=self._merchant_id, **only)
            rows = await mine.filter(**{f"{column}__in": ids}).order_by(*order)
            grouped: dict[Any, list[R]] = defaultdict(list)
            for row in rows:
                grouped[getattr(row, column)].append(row)
            return [grouped[id] for id in ids]

        return DataLoader(load_fn=load)


async def _policies(ctx: Context, merchant_ids: list[str]) -> list[Policy]:
    """Of the one merchant that the operation is for."""
    return [await policy_of(ctx)] * len(merchant_ids)


async def _merchants(ids: list[str]) -> list[models.Merchant]:
    found = {row.id: row for row in await models.Merchant.filter(id__in=ids)}
    return [found[id] for id in ids]
