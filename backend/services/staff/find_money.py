"""Invoices, payments and collections of the merchant, filtered; the caller pages through them."""

from __future__ import annotations

from collections.abc import Collection as Several

from tortoise.expressions import Q
from tortoise.queryset import QuerySet

from backend.domain.billing import CollectionStatus, Wants
from backend.domain.invoice import InvoiceStatus
from backend.domain.payment import PaymentPurpose, PaymentStatus
from backend.gateways.base import MethodKind
from backend.models import Collection, Invoice, Payment
from backend.services.context import Context
from backend.services.staff.quoted import quoted_in
from backend.services.staff.search import search_text


def find_invoices(
    ctx: Context,
    *,
    statuses: Several[InvoiceStatus] | None = None,
    customer_id: str | None = None,
    subscription_id: str | None = None,
    search: str | None = None,
) -> QuerySet[Invoice]:
    """All of them, or those that fit every filter; `search` is part of the number, or an id.

    Raises Forbidden, InvalidInput for a long search.
    """
    ctx.actor.require_staff()
    rows = Invoice.filter(
        merchant_id=ctx.merchant_id, **_only(customer_id=customer_id, subscription_id=subscription_id)
    )
    if statuses is not None:
        rows = rows.filter(status__in=[status.value for status in statuses])
    text = search_text(search)
    return rows.filter(Q(number__icontains=text) | Q(id=text)) if text else rows


def find_payments(
    ctx: Context,
    *,
    statuses: Several[PaymentStatus] | None = None,
    customer_id: str | None = None,
    kinds: Several[MethodKind] | None = None,
    purposes: Several[PaymentPurpose] | None = None,
    search: str | None = None,
) -> QuerySet[Payment]:
    """All of them, or those that fit every filter; `search` is the gateway's reference in full, an id, or what the
    payer quotes.

    Raises Forbidden, InvalidInput for a long search.
    """
    ctx.actor.require_staff()
    rows = Payment.filter(merchant_id=ctx.merchant_id, **_only(customer_id=customer_id))
    for column, values in (("status", statuses), ("kind", kinds), ("purpose", purposes)):
        if values is not None:
            rows = rows.filter(**{f"{column}__in": [value.value for value in values]})
    text = search_text(search)
    if not text:
        return rows
    fits = Q(gateway_reference=text) | Q(id=text)
    return rows.filter(fits if (quoted := quoted_in(ctx, text)) is None else fits | quoted)


def find_collections(
    ctx: Context,
    *,
    statuses: Several[CollectionStatus] | None = None,
    wants: Several[Wants] | None = None,
    failed: bool | None = None,
    customer_id: str | None = None,
) -> QuerySet[Collection]:
    """All of them, or those that fit every filter; `failed` are those of which a try brought nothing.

    Raises Forbidden.
    """
    ctx.actor.require_staff()
    rows = Collection.filter(merchant_id=ctx.merchant_id, **_only(customer_id=customer_id))
    if statuses is not None:
        rows = rows.filter(status__in=[status.value for status in statuses])
    if wants is not None:
        rows = rows.filter(wants__in=[one.value for one in wants])
    return rows if failed is None else rows.filter(first_failed_at__isnull=not failed)


def _only(**ids: str | None) -> dict[str, str]:
    """The filters that are given."""
    return {column: id for column, id in ids.items() if id is not None}
