"""Loaders: rows that many fields of one operation ask for, fetched together. Every query names the merchant."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import Any, TypeVar

from strawberry.dataloader import DataLoader

from backend import models
from backend.models.base import Row
from backend.services.context import Context

R = TypeVar("R", bound=Row)


class Loaders:
    """One set for each operation: nothing is cached longer than that."""

    def __init__(self, ctx: Context) -> None:
        self._merchant_id = ctx.merchant_id
        self.merchant: DataLoader[str, models.Merchant] = DataLoader(load_fn=_merchants)
        self.product = self._one(models.Product)
        self.plan = self._one(models.Plan)
        self.addon = self._one(models.Addon)
        self.customer = self._one(models.Customer)
        self.subscription = self._one(models.Subscription)
        self.invoice = self._one(models.Invoice)
        self.payment = self._one(models.Payment)
        self.plans_of_product = self._many(models.Plan, "product_id", ("position", "id"))
        self.addons_of_plan = self._many(models.Addon, "plan_id", ("position", "id"))
        self.prices_of_plan = self._many(models.Price, "plan_id", ("currency",))
        self.prices_of_addon = self._many(models.Price, "addon_id", ("currency",))
        self.addons_of_subscription = self._many(models.SubscriptionAddon, "subscription_id", ("id",))
        self.invoices_of_subscription = self._many(models.Invoice, "subscription_id", ("-id",))
        self.lines_of_invoice = self._many(models.InvoiceLine, "invoice_id", ("position",))
        self.payments_of_invoice = self._many(models.Payment, "invoice_id", ("id",))
        self.attempts_of_payment = self._many(models.PaymentAttempt, "payment_id", ("number",))

    def _one(self, model: type[R]) -> DataLoader[str, R | None]:
        async def load(ids: list[str]) -> list[R | None]:
            rows = await model.filter(merchant_id=self._merchant_id, id__in=ids)
            found = {row.id: row for row in rows}
            return [found.get(id) for id in ids]

        return DataLoader(load_fn=load)

    def _many(self, model: type[R], column: str, order: Iterable[str]) -> DataLoader[str, list[R]]:
        async def load(ids: list[str]) -> list[list[R]]:
            rows = await model.filter(merchant_id=self._merchant_id, **{f"{column}__in": ids}).order_by(*order)
            grouped: dict[Any, list[R]] = defaultdict(list)
            for row in rows:
                grouped[getattr(row, column)].append(row)
            return [grouped[id] for id in ids]

        return DataLoader(load_fn=load)


async def _merchants(ids: list[str]) -> list[models.Merchant]:
    found = {row.id: row for row in await models.Merchant.filter(id__in=ids)}
    return [found[id] for id in ids]
