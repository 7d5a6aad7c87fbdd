"""What a gateway account calls one of our customers: made there once, before a method is kept or an app is served."""

from __future__ import annotations

from tortoise.exceptions import IntegrityError

from backend.gateways.base import (
    Conflict,
    InvalidRequest,
    NewCustomer,
    OutcomeUnknown,
    Unavailable,
)
from backend.models import Customer, GatewayCustomer, PaymentMethod
from backend.models.ids import new_id
from backend.services.context import Context
from backend.services.gateways.accounts import OpenAccount

_REFERENCE_LENGTH = 255


async def known_customer_reference(ctx: Context, account_id: str, customer_id: str) -> str | None:
    """The customer's name at the account, if it has one: of its own, or of a method that it keeps for them."""
    row = await _row(ctx, account_id, customer_id)
    if row is not None:
        return row.reference
    kept = PaymentMethod.filter(
        merchant_id=ctx.merchant_id, customer_id=customer_id, gateway_account_id=account_id,
        gateway_customer__isnull=False,
    )  # fmt: skip
    method = await kept.order_by("-id").first()
    return method.gateway_customer if method else None


async def ensure_customer(ctx: Context, account: OpenAccount, customer: Customer) -> str | None:
    """The customer's name at the account, made there if need be; None for a gateway that knows no customers.

    Called with no transaction open. Two at once make one: the key is the customer's own. Raises GatewayError; whatever
    it is, the request that it was made for was not sent yet, so a lost answer is Unavailable here.
    """
    if not account.gateway.capabilities.customers:
        return None
    row = await _row(ctx, account.row.id, customer.id)
    if row is not None:
        return row.reference
    reference = await known_customer_reference(ctx, account.row.id, customer.id) or await _make(ctx, account, customer)
    # Kept before it is used: who asks again, with the same key, has to say the same.
    return await _keep(ctx, account.row.id, customer.id, reference)


async def _make(ctx: Context, account: OpenAccount, customer: Customer) -> str:
    request = NewCustomer(
        key=f"{customer.id}:customer", our_reference=customer.id, name=customer.name, email=customer.email,
        locale=customer.locale,
    )  # fmt: skip
    try:
        reference = await account.gateway.create_customer(account.call(ctx), request)
    except (OutcomeUnknown, Conflict) as error:
        raise Unavailable("the gateway did not say what it calls this customer") from error
    if not 0 < len(reference) <= _REFERENCE_LENGTH:
        raise InvalidRequest("the gateway's name of this customer cannot be kept")
    return reference


async def _keep(ctx: Context, account_id: str, customer_id: str, reference: str) -> str:
    try:
        await GatewayCustomer.create(
            id=new_id("gcus"), merchant_id=ctx.merchant_id, customer_id=customer_id, gateway_account_id=account_id,
            reference=reference, created_at=ctx.wall,
        )  # fmt: skip
    except IntegrityError:
        kept = await _row(ctx, account_id, customer_id)
        if kept is None:
            # One name for two customers would show each of them what the other has saved.
            raise InvalidRequest("the gateway calls another customer by this name") from None
        return kept.reference
    return reference


async def _row(ctx: Context, account_id: str, customer_id: str) -> GatewayCustomer | None:
    return await GatewayCustomer.get_or_none(
        merchant_id=ctx.merchant_id, customer_id=customer_id, gateway_account_id=account_id
    )
