"""Register cash or a transfer that staff saw come in: for a payment that waits for it, for invoices, or as balance."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date

from backend.domain.errors import IllegalTransition, InvalidInput, NotFound
from backend.domain.invoice import PAYABLE, InvoiceStatus
from backend.domain.money import Money
from backend.domain.payment import OPEN, PaymentPurpose, PaymentStatus
from backend.gateways.base import MethodKind
from backend.models import Customer, Invoice, Payment, PaymentAttempt
from backend.services.context import Context
from backend.services.currencies import amount_input
from backend.services.gateways.recorded import recorded_account
from backend.services.idempotency import Result, once
from backend.services.invoices.allocate import amount_due
from backend.services.invoices.lock import lock_invoice
from backend.services.invoices.purpose import purpose_of
from backend.services.payments.start import Collect, announce_created, new_payment
from backend.services.receipts.duplicates import refuse_duplicate
from backend.services.receipts.record import Slip, record_receipt
from backend.services.tariffs.meters import merchant_zone
from backend.services.timelines import at_customers_time
from backend.services.transaction import Transaction

_KINDS = frozenset({MethodKind.CASH, MethodKind.BANK_TRANSFER})
_MAX_ALLOCATIONS = 50


@dataclass(frozen=True, slots=True)
class Allocation:
    """So much (decimal text, currency) of the money to this invoice."""

    invoice_id: str
    amount: tuple[str, str]


@dataclass(frozen=True, slots=True)
class Registration:
    """What came in, in staff's words. Either `payment_id` names what it was for, or `allocations` do.

    What no allocation takes becomes the customer's balance. `confirm_duplicate` says that the same sum really came
    twice.
    """

    customer_id: str
    kind: MethodKind
    amount: tuple[str, str]
    received_on: date
    reference: str | None = None
    note: str | None = None
    payment_id: str | None = None
    allocations: Sequence[Allocation] = ()
    account_id: str | None = None
    confirm_duplicate: bool = False


async def register_payment(ctx: Context, *, registration: Registration, idempotency_key: str) -> list[Payment]:
    """Record the receipt; answers the payments that it made or brought forward, one for each invoice.

    Raises InvalidInput (a field of it; POSSIBLE_DUPLICATE until it is confirmed), NotFound, IllegalTransition for a
    payment or an invoice that takes no money, Forbidden, Conflict. A refusal leaves nothing behind.
    """
    ctx.actor.require_staff()
    given = registration
    ctx = await _at_time_of(ctx, given.customer_id)
    amount = amount_input(*given.amount, "amount")
    if amount.minor <= 0:
        raise InvalidInput.at("amount.amount", "NOT_POSITIVE", "The amount must be more than zero.")
    slip = Slip(given.kind, given.received_on, _text(given.reference, "reference", 200), _text(given.note, "note", 500))
    if given.kind not in _KINDS:
        raise InvalidInput.at("kind", "KIND_NOT_OFFERED", "Register CASH or a BANK_TRANSFER.")
    if given.received_on > ctx.now.astimezone(await merchant_zone(ctx)).date():
        raise InvalidInput.at("receivedOn", "IN_THE_FUTURE", "Register it on the day it comes.")

    async def perform(tx: Transaction) -> Result:
        # One slip at a time for each customer: two clerks may hold the same one.
        await Customer.select_for_update(no_key=True).get(merchant_id=ctx.merchant_id, id=given.customer_id)
        await refuse_duplicate(ctx, given.customer_id, slip, amount, confirmed=given.confirm_duplicate)
        if given.payment_id is not None:
            if given.allocations:
                raise InvalidInput.at("allocations", "EXCLUSIVE", "The payment says itself what it is for.")
            payments = [await _for_payment(ctx, tx, given, given.payment_id, slip, amount)]
        else:
            payments = await _for_invoices(ctx, tx, given, slip, amount)
        return {str(number): payment.id for number, payment in enumerate(payments)}

    request = {"registration": _plain(given)}
    ids = await once(ctx, operation="paymentRegister", key=idempotency_key, request=request, perform=perform)
    found = {row.id: row for row in await Payment.filter(merchant_id=ctx.merchant_id, id__in=list(ids.values()))}
    return [found[id] for _, id in sorted(ids.items(), key=lambda pair: int(pair[0]))]


async def _at_time_of(ctx: Context, customer_id: str) -> Context:
    if not await Customer.exists(merchant_id=ctx.merchant_id, id=customer_id):
        raise NotFound("There is no such customer.", customer_id)
    return await at_customers_time(ctx, customer_id)


async def _for_payment(
    ctx: Context, tx: Transaction, given: Registration, payment_id: str, slip: Slip, amount: Money
) -> Payment:
    """Money for a payment that its payer began and that waits for it."""
    own = Payment.filter(merchant_id=ctx.merchant_id, customer_id=given.customer_id)
    seen = await own.get_or_none(id=payment_id)
    if seen is None:
        raise NotFound("This customer has no such payment.", payment_id)
    account = await recorded_account(ctx, seen.gateway_account_id, path="paymentId")
    if (slip.kind, amount.currency.code) != (seen.kind, seen.currency):
        raise InvalidInput.at("paymentId", "OTHER_PAYMENT", f"That payment waits for {seen.kind} in {seen.currency}.")
    subscription, invoice = await lock_invoice(ctx, seen.invoice_id) if seen.invoice_id else (None, None)
    payment = await own.select_for_update().get(id=payment_id)
    attempt = await PaymentAttempt.select_for_update().get_or_none(
        merchant_id=ctx.merchant_id, payment_id=payment_id, status__in=[status.value for status in OPEN]
    )
    if attempt is None:
        raise IllegalTransition("This payment waits for no money any more.", payment.status)
    await record_receipt(
        ctx, tx, payment=payment, attempt=attempt, invoice=invoice, subscription=subscription, account_id=account.id,
        slip=slip, amount=amount,
    )  # fmt: skip
    return payment


async def _for_invoices(ctx: Context, tx: Transaction, given: Registration, slip: Slip, amount: Money) -> list[Payment]:
    """A payment for each invoice, and one for the balance if something is left."""
    parts, rest = _split(given, amount)
    account = await recorded_account(ctx, given.account_id, path="accountId")
    payments = []
    # In one order for everybody: each invoice is locked.
    for path, allocation, part in sorted(parts, key=lambda part: part[1].invoice_id):
        own = Invoice.filter(merchant_id=ctx.merchant_id, customer_id=given.customer_id, id=allocation.invoice_id)
        if not await own.exists():
            raise NotFound("This customer has no such invoice.", allocation.invoice_id)
        subscription, invoice = await lock_invoice(ctx, allocation.invoice_id)
        if InvoiceStatus(invoice.status) not in PAYABLE:
            raise IllegalTransition("This invoice is not open: there is nothing to pay.", invoice.status)
        if part.currency.code != invoice.currency or part > amount_due(invoice):
            raise InvalidInput.at(f"{path}.amount", "TOO_MUCH", f"At most {amount_due(invoice)} are due on it.")
        collect = Collect(given.customer_id, part, await purpose_of(ctx, invoice), invoice.id)
        payment = await _received(ctx, tx, collect, account.id, slip)
        await record_receipt(
            ctx, tx, payment=payment, attempt=None, invoice=invoice, subscription=subscription,
            account_id=account.id, slip=slip, amount=part,
        )  # fmt: skip
        payments.append(payment)
    if rest.minor:
        collect = Collect(given.customer_id, rest, PaymentPurpose.TOP_UP)
        payment = await _received(ctx, tx, collect, account.id, slip)
        await record_receipt(
            ctx, tx, payment=payment, attempt=None, invoice=None, subscription=None, account_id=account.id, slip=slip,
            amount=rest,
        )  # fmt: skip
        payments.append(payment)
    return payments


def _split(given: Registration, amount: Money) -> tuple[list[tuple[str, Allocation, Money]], Money]:
    """What each invoice gets, with its path in the input, and what is left for the balance."""
    if len(given.allocations) > _MAX_ALLOCATIONS:
        raise InvalidInput.at("allocations", "TOO_MANY", f"At most {_MAX_ALLOCATIONS} invoices at once.")
    parts, rest, seen = [], amount, set()
    for number, allocation in enumerate(given.allocations):
        path = f"allocations.{number}"
        part = amount_input(*allocation.amount, f"{path}.amount")
        if allocation.invoice_id in seen:
            raise InvalidInput.at(f"{path}.invoiceId", "TWICE", "Name each invoice once.")
        if part.minor <= 0 or part.currency != amount.currency or part > rest:
            raise InvalidInput.at(f"{path}.amount", "TOO_MUCH", f"Allocate some of the {rest} that are left.")
        seen.add(allocation.invoice_id)
        parts.append((path, allocation, part))
        rest -= part
    return parts, rest


async def _received(ctx: Context, tx: Transaction, collect: Collect, account_id: str, slip: Slip) -> Payment:
    """A payment that nobody began: it is there because its money is."""
    row = await recorded_account(ctx, account_id, path="accountId")
    payment = new_payment(
        ctx, collect, gateway=row.gateway, gateway_account_id=row.id, kind=slip.kind.value,
        status=PaymentStatus.SUCCEEDED,
    )  # fmt: skip
    await payment.save(force_create=True)
    announce_created(tx, payment)
    # Raised by the receipt.
    payment.captured_minor = 0
    return payment


def _text(text: str | None, path: str, longest: int) -> str | None:
    if text is None or not text.strip():
        return None
    if len(text) > longest or not text.replace("\n", " ").isprintable():
        raise InvalidInput.at(path, "INVALID_TEXT", f"At most {longest} characters that can be printed.")
    return text.strip()


def _plain(given: Registration) -> dict[str, object]:
    return {**asdict(given), "received_on": given.received_on.isoformat(), "kind": given.kind.value}
