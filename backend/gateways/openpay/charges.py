"""Reading charges: one by its id, those that carry an order id, and a page of all of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from urllib.parse import quote

import httpx
from pydantic import ValidationError

from backend.gateways.base import GatewayContext, PaymentPage, PaymentResult
from backend.gateways.openpay.classify import classify_answer
from backend.gateways.openpay.declines import SUSPECTED
from backend.gateways.openpay.places import place_of
from backend.gateways.openpay.references import order_id, secured
from backend.gateways.openpay.remote import ask, read, settings_of, succeeded
from backend.gateways.openpay.remote_charge import RemoteCharge, instant
from backend.gateways.openpay.translate import to_result

PAGE = 100


async def charge_by_id(ctx: GatewayContext, reference: str) -> RemoteCharge:
    """The charge by Openpay's own id. Customers without an account of their own are read here as well.

    Raises NotFound.
    """
    answer = await ask(ctx, "GET", f"/charges/{quote(reference, safe='')}")
    if not succeeded(answer):
        raise classify_answer(answer, reads=True)
    return to_charge(answer, reads=True)


async def charge_by_order(ctx: GatewayContext, order: str, *, customer: str | None = None) -> RemoteCharge | None:
    """The charge with an order id. Refused ones give theirs back, so there may be several: one that lives counts."""
    found = await _with_order(ctx, "/charges", order)
    if not found and customer is not None:
        found = await _with_order(ctx, f"/customers/{quote(customer, safe='')}/charges", order)
    return next((charge for charge in found if charge.status != "failed"), found[0] if found else None)


async def find_payment(ctx: GatewayContext, our_reference: str) -> PaymentResult | None:
    """The payment that carries our reference; None when Openpay has none."""
    order = order_id(our_reference)
    charge = await charge_by_order(ctx, order)
    if charge is not None and charge.status == "failed" and charge.code == SUSPECTED:
        charge = await charge_by_order(ctx, secured(order)) or charge
    if charge is None:
        return None
    return replace(to_result(charge, settings_of(ctx), ctx.now), our_reference=our_reference)


async def list_payments(ctx: GatewayContext, since: datetime, until: datetime, after: str | None) -> PaymentPage:
    """The charges of a time, newest first. Openpay counts in days of its own country; what is outside is left out."""
    zone = place_of(settings_of(ctx)).zone
    offset = int(after) if after and after.isascii() and after.isdigit() else 0
    while True:
        query = {
            "creation[gte]": since.astimezone(zone).date().isoformat(),
            # Whether the last day itself is meant is not documented; a day too much is left out below.
            "creation[lte]": (until.astimezone(zone) + timedelta(days=1)).date().isoformat(),
            "offset": str(offset),
            "limit": str(PAGE),
        }
        charges = await _listed(ctx, "/charges", query)
        if not charges:
            # A page may be shorter than what was asked for, so only an empty one is the end.
            return PaymentPage([], None)
        offset += len(charges)
        made = [(charge, instant(charge.creation_date, zone)) for charge in charges]
        wanted = [charge for charge, at in made if at is None or since <= at < until]
        if wanted:
            return PaymentPage([to_result(one, settings_of(ctx), ctx.now) for one in wanted], str(offset))


async def newest_charges(ctx: GatewayContext) -> Sequence[RemoteCharge]:
    """The last hundred charges."""
    return await _listed(ctx, "/charges", {"limit": str(PAGE)})


def to_charge(answer: httpx.Response, *, reads: bool) -> RemoteCharge:
    """The charge in an answer; one that cannot be read is no charge."""
    try:
        return RemoteCharge.model_validate(read(answer))
    except ValidationError:
        raise classify_answer(answer, reads=reads) from None


async def _with_order(ctx: GatewayContext, path: str, order: str) -> list[RemoteCharge]:
    # Compared here as well: a filter that is not understood would show all there is.
    return [charge for charge in await _listed(ctx, path, {"order_id": order}) if charge.order_id == order]


async def _listed(ctx: GatewayContext, path: str, query: dict[str, str]) -> list[RemoteCharge]:
    answer = await ask(ctx, "GET", path, query=query)
    content = read(answer)
    if not succeeded(answer) or not isinstance(content, list):
        raise classify_answer(answer, reads=True)
    try:
        return [RemoteCharge.model_validate(one) for one in content]
    except ValidationError:
        raise classify_answer(answer, reads=True) from None
