"""All payments of a time, oldest first.

Mercado Pago's search ends after ten thousand rows, without a word. So a page is named by an instant and by how many
rows from there on were read: before the rows run out, the instant moves on.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from backend.gateways.base import GatewayContext, PaymentPage, Unavailable
from backend.gateways.mercadopago import payments
from backend.gateways.mercadopago.translate import RemotePayment

PAGE = 50


async def list_payments(
    ctx: GatewayContext, since: datetime, until: datetime, after: str | None, *, furthest: int
) -> PaymentPage:
    """Some of the payments, and the name of the page after them. No page reaches beyond the row `furthest`."""
    begin, offset = _place(since, after)
    query = {
        "range": "date_created",
        "begin_date": payments.stamp(begin),
        "end_date": payments.stamp(until - timedelta(milliseconds=1)),
        "sort": "date_created",
        "criteria": "asc",
        "limit": str(min(PAGE, furthest - offset)),
        "offset": str(offset),
    }
    found, total = await payments.page(ctx, query)
    results = [payments.translated(one, ctx, reads=True) for one in found]
    beyond = offset + len(found)
    if not found or beyond >= total:
        return PaymentPage(results, None)
    if beyond < furthest:
        return PaymentPage(results, _name(begin, beyond))
    last, read = _last_instant(found)
    if last is None or last <= begin or read >= furthest:
        raise Unavailable("Mercado Pago's list of payments cannot be read to its end.")
    return PaymentPage(results, _name(last, read))


def _last_instant(found: Sequence[RemotePayment]) -> tuple[datetime | None, int]:
    """The time of the last row, and how many rows of that very time were read."""
    last = found[-1].date_created
    return last, sum(one.date_created == last for one in found)


def _place(since: datetime, after: str | None) -> tuple[datetime, int]:
    instant, _, offset = (after or "").partition(" ")
    if not (offset.isascii() and offset.isdigit()):
        return since, 0
    return datetime.fromisoformat(instant), int(offset)


def _name(begin: datetime, offset: int) -> str:
    return f"{payments.stamp(begin)} {offset}"
