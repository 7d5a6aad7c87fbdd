"""A payment for a mobile app: started here, then entered and completed there with the gateway's own SDK."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field

from backend.domain.errors import Conflict, IllegalTransition, InvalidInput, NotFound, NotSupported
from backend.domain.invoice import PAYABLE, InvoiceStatus
from backend.domain.payment import FINAL_PAYMENT, PaymentPurpose, PaymentStatus
from backend.gateways.base import (
    ClientConfirm,
    ClientSession,
    ClientSessionRequest,
    GatewayError,
    InvalidRequest,
    MethodKind,
)
from backend.models import Customer, GatewayAccount, Invoice, Payment
from backend.models.ids import new_id
from backend.services.balances.inputs import Amount, amount_in, known_customer
from backend.services.context import Context
from backend.services.failpoints import failpoint
from backend.services.gateways.accounts import account_for, open_account
from backend.services.gateways.customers import ensure_customer, known_customer_reference
from backend.services.gateways.limits import check_limits
from backend.services.idempotency import Result, once
from backend.services.invoices.allocate import amount_due
from backend.services.invoices.lock import lock_invoice
from backend.services.invoices.purpose import purpose_of
from backend.services.payments.action import open_action
from backend.services.payments.attempt_now import attempt_now
from backend.services.payments.given import fields_at_top
from backend.services.payments.pay_with import Method
from backend.services.payments.source import Source
from backend.services.payments.start import Collect, start_payment
from backend.services.transaction import Transaction

_MAX_VERSION = 40


@dataclass(frozen=True, slots=True)
class SheetOrder:
    """What the app is to collect: an invoice, or an `amount` for the balance; exactly one of them."""

    gateway: str
    invoice_id: str | None = None
    amount: Amount | None = None
    account_id: str | None = None
    save: bool = False


@dataclass(frozen=True, slots=True)
class Sheet:
    """What the gateway's SDK needs. The secrets are for this payer, and stored nowhere."""

    payment: Payment
    customer_reference: str
    ephemeral_key: str = field(repr=False)
    client_secret: str = field(repr=False)
    publishable_key: str


async def create_sheet(ctx: Context, *, order: SheetOrder, sdk_version: str, idempotency_key: str) -> Sheet:
    """Start the signed-in customer's payment, and open a session of the gateway's for it.

    The same key finds the same payment; the ephemeral key is a new one at every call. Raises Forbidden, NotFound,
    InvalidInput that names the wrong field, IllegalTransition (nothing to pay, or the payment is done), Conflict (the
    key; another payment of the invoice; the gateway does not answer now: send it again), NotSupported (a gateway
    without a kit for apps), and PaymentDeclined (recorded).
    """
    customer_id = ctx.actor.require_customer()
    _check(order, sdk_version)

    async def perform(tx: Transaction) -> Result:
        collect = await _collect(ctx, order, customer_id)
        payment = await start_payment(ctx, tx, collect=collect, method=await _method(ctx, order, collect))
        return {"payment": payment.id}

    request = {
        "gateway": order.gateway, "invoice": order.invoice_id, "amount": order.amount, "account": order.account_id,
        "save": order.save,
    }  # fmt: skip
    ids = await once(ctx, operation="paymentSheetCreate", key=idempotency_key, request=request, perform=perform)
    failpoint("charge.after_start")
    payment = await attempt_now(ctx, payment_id=ids["payment"])
    if PaymentStatus(payment.status) in FINAL_PAYMENT:
        raise IllegalTransition("This payment is done; there is nothing left to enter.", payment.status)
    action = open_action(ctx, payment)
    if not isinstance(action, ClientConfirm):
        raise Conflict("The payment is being prepared; send the same request again in a moment.")
    customer = await known_customer(ctx, customer_id)
    reference, session = await _session(ctx, payment, customer, sdk_version)
    return Sheet(payment, reference, session.ephemeral_key, action.client_secret, session.publishable_key)


def _check(order: SheetOrder, sdk_version: str) -> None:
    if (order.invoice_id is None) == (order.amount is None):
        raise InvalidInput.at("invoiceId", "EXCLUSIVE", "Give an invoice, or an amount to top up; one of them.")
    if not 0 < len(sdk_version) <= _MAX_VERSION or not (sdk_version.isascii() and sdk_version.isprintable()):
        raise InvalidInput.at("sdkVersion", "INVALID_TEXT", "Give the version that the gateway's SDK asks for.")


async def _collect(ctx: Context, order: SheetOrder, customer_id: str) -> Collect:
    if order.amount is not None:
        customer = await known_customer(ctx, customer_id)
        return Collect(customer_id, amount_in(order.amount, customer.currency, "topUp"), PaymentPurpose.TOP_UP)
    own = Invoice.filter(merchant_id=ctx.merchant_id, customer_id=customer_id, id=order.invoice_id or "")
    if not await own.exists():
        raise NotFound("There is no such invoice.", order.invoice_id)
    _, invoice = await lock_invoice(ctx, order.invoice_id or "")
    if InvoiceStatus(invoice.status) not in PAYABLE:
        raise IllegalTransition("This invoice is not open: there is nothing to pay.", invoice.status)
    return Collect(customer_id, amount_due(invoice), await purpose_of(ctx, invoice), invoice.id)


async def _method(ctx: Context, order: SheetOrder, collect: Collect) -> Method:
    plugin = ctx.services.gateways.gateways.get(order.gateway)
    kinds = plugin.capabilities.kinds if plugin else frozenset({MethodKind.CARD})
    kind = MethodKind.CARD if MethodKind.CARD in kinds else min(kinds)
    with fields_at_top():
        account = await account_for(
            ctx, gateway=order.gateway, kind=kind.value, currency=collect.amount.currency.code,
            account_id=order.account_id, amount=collect.amount,
        )  # fmt: skip
        check_limits(account.gateway.capabilities, account.row.label, collect.amount, "payWith.gateway")
    can = account.gateway.capabilities
    if not (can.in_app and can.customers):
        raise NotSupported(f"{account.row.label} has no kit for mobile apps.")
    if order.save and not can.saved_methods:
        raise InvalidInput.at("save", "NOT_OFFERED", f"{account.row.label} keeps no methods.")
    known = await known_customer_reference(ctx, account.row.id, collect.customer_id)
    source = Source(kind.value, save=order.save, customer=known, in_app=True, ip=ctx.payer_ip)
    return Method(account, source, None)


async def _session(ctx: Context, payment: Payment, customer: Customer, sdk_version: str) -> tuple[str, ClientSession]:
    """The gateway's name of the customer, and a fresh session for their app."""
    row = await GatewayAccount.get(merchant_id=ctx.merchant_id, id=payment.gateway_account_id or "")
    account = open_account(ctx, row)
    try:
        async with asyncio.timeout(ctx.services.limits.gateway_call.total_seconds()):
            reference = await ensure_customer(ctx, account, customer)
            assert reference is not None, "the payment was made for a customer whom the gateway knows"
            # Not the payment's key: a session that was told once must not be told again.
            request = ClientSessionRequest(new_id("session"), reference, sdk_version)
            return reference, await account.gateway.client_session(account.call(ctx), request)
    except InvalidRequest as error:
        raise InvalidInput.at("sdkVersion", "NOT_ACCEPTED", "The gateway takes no such version of its SDK.") from error
    except (GatewayError, TimeoutError) as error:
        raise Conflict("The gateway does not answer; send the same request again in a moment.") from error
