"""What PayPal does with orders, apart from HTTP: agreeing, capturing, holding, giving back, disputing, telling."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from ..kit.ids import Ids
from ..kit.webhooks import Delivery, Webhooks
from .accounts import ACCOUNTS, Account
from .books import COLLECTED, Authorization, Capture, Dispute, Funding, Hook, Kept, Order, Refund
from .errors import PayPalError, not_found, refused
from .forms import MoneyForm, OrderForm
from .shapes import authorization_shape, capture_shape, dispute_shape, order_shape, refund_shape, stamp
from .signing import signer

APPROVAL = timedelta(hours=3)
HOLD = timedelta(days=29)
REFUNDABLE = timedelta(days=180)
_LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZ0123456789"


class Provider:
    """PayPal's own truth. Ids come from `ids`, the time from `now`."""

    def __init__(
        self, url: str, webhook_urls: Sequence[str], ids: Ids, now: Callable[[], datetime], webhooks: Webhooks
    ) -> None:
        self.url = url
        self.now = now
        self._ids = ids
        self._webhooks = webhooks
        self.orders: dict[str, Order] = {}
        self.kept: dict[str, Kept] = {}
        self.disputes: dict[str, Dispute] = {}
        # Webhooks that were made in the dashboard: there until the merchant makes one through the API.
        self.hooks = [Hook(one.webhook_id, one, to, ["*"]) for one, to in zip(ACCOUNTS, webhook_urls, strict=True)]
        # What the next payer's account is like.
        self.next_funding: Funding = "ok"
        self._number = 0

    def new_id(self, length: int = 17) -> str:
        """An id as PayPal's are."""
        return self._ids.new("", length, _LETTERS)

    def order(self, account: Account, id: str) -> Order:
        """The account's order. One that nobody agreed to in time is not there any more. Raises PayPalError."""
        order = self.orders.get(id)
        if order is None or order.account is not account or self._is_gone(order):
            raise not_found()
        return order

    def make_order(self, account: Account, form: OrderForm) -> Order:
        """A new order; with a vaulted method it is collected, or authorized, at once. Raises PayPalError."""
        if len(form.purchase_units) != 1:
            raise refused("UNSUPPORTED_INTENT")
        unit, wallet = form.purchase_units[0], form.payment_source.paypal if form.payment_source else None
        experience = wallet.experience_context if wallet else None
        vault = wallet.attributes.vault if wallet and wallet.attributes else None
        customer = wallet.attributes.customer if wallet and wallet.attributes else None
        kept = self._kept_for(account, wallet.vault_id) if wallet and wallet.vault_id else None
        if kept is not None and customer is not None and customer.id != kept.customer_id:
            raise refused("TOKEN_ID_NOT_FOUND")
        if experience is not None and bool(experience.return_url) != bool(experience.cancel_url):
            raise refused("CANCEL_URL_REQUIRED" if experience.return_url else "RETURN_URL_REQUIRED")
        order = Order(
            id=self.new_id(),
            account=account,
            intent=form.intent,
            hundredths=unit.amount.hundredths(),
            value=unit.amount.value,
            currency=unit.amount.currency_code,
            reference_id=unit.reference_id,
            description=unit.description,
            invoice_id=unit.invoice_id,
            custom_id=unit.custom_id,
            status="PAYER_ACTION_REQUIRED" if wallet else "CREATED",
            created=self.now(),
            funding=kept.funding if kept else self.next_funding,
            has_source=wallet is not None,
            return_url=experience.return_url if experience else None,
            cancel_url=experience.cancel_url if experience else None,
            keeps=vault is not None,
            customer_id=customer.id if customer else kept.customer_id if kept else None,
            vault_id=kept.id if kept else None,
        )
        if kept is not None and order.funding != "challenges_later":
            if order.funding == "declines_later":
                raise refused("INSTRUMENT_DECLINED")
            self._execute(order)
        elif kept is None:
            self.next_funding = "ok"
        self.orders[order.id] = order
        return order

    def approve(self, order: Order, funding: Funding | None = None) -> None:
        """The payer agrees, paying with an account that is `funding`."""
        order.funding = funding or order.funding
        order.approved, order.status = self.now(), "APPROVED"
        self.tell_order(order, "CHECKOUT.ORDER.APPROVED")

    def execute(self, order: Order, intent: str) -> None:
        """Capture or authorize an order that the payer agreed to. Raises PayPalError."""
        if order.captures or order.authorization:
            raise refused("ORDER_ALREADY_CAPTURED" if order.captures else "ORDER_ALREADY_AUTHORIZED")
        if order.intent != intent:
            raise refused("ACTION_DOES_NOT_MATCH_INTENT")
        if order.status != "APPROVED":
            raise refused("ORDER_NOT_APPROVED" if order.status == "CREATED" else "PAYER_ACTION_REQUIRED")
        if order.funding == "declined":
            page = {"href": f"{self.url}/pages/approve/{order.id}", "rel": "redirect", "method": "GET"}
            raise PayPalError(422, "INSTRUMENT_DECLINED", links=[page])
        self._execute(order)

    def capture_held(self, order: Order, amount: MoneyForm | None, invoice_id: str | None) -> Capture:
        """Collect an authorization; PayPal allows up to 115 % of it. Raises PayPalError."""
        held = order.authorization
        assert held is not None
        if held.status != "CREATED":
            raise refused("AUTHORIZATION_VOIDED" if held.status == "VOIDED" else "AUTHORIZATION_ALREADY_CAPTURED")
        if self.now() >= held.created + HOLD:
            raise refused("AUTHORIZATION_EXPIRED")
        hundredths, value = order.hundredths, order.value
        if amount is not None:
            hundredths, value = amount.hundredths(), amount.value
            if amount.currency_code != order.currency:
                raise refused("AUTH_CAPTURE_CURRENCY_MISMATCH")
        if hundredths * 100 > order.hundredths * 115:
            raise refused("MAX_CAPTURE_AMOUNT_EXCEEDED")
        capture = self._collect(order, hundredths, value, invoice_id or order.invoice_id, held.id)
        held.status = "CAPTURED"
        return capture

    def void(self, order: Order) -> None:
        """Give up an authorization. Raises PayPalError."""
        held = order.authorization
        assert held is not None
        if held.status != "CREATED":
            raise refused("PREVIOUSLY_VOIDED" if held.status == "VOIDED" else "PREVIOUSLY_CAPTURED")
        held.status = "VOIDED"
        self.tell(order.account, "PAYMENT.AUTHORIZATION.VOIDED", "authorization", self._held_shape(order))

    def refund(
        self, order: Order, capture: Capture, amount: MoneyForm | None, texts: Mapping[str, str | None]
    ) -> Refund:
        """Give money back. Raises PayPalError."""
        if capture.status == "PENDING":
            raise refused("PENDING_CAPTURE")
        if capture.status not in COLLECTED:
            raise refused("REFUND_NOT_ALLOWED")
        if any(one.capture is capture and one.status != "RESOLVED" for one in self.disputes.values()):
            raise refused("TRANSACTION_DISPUTED")
        if self.now() > capture.created + REFUNDABLE:
            raise refused("REFUND_TIME_LIMIT_EXCEEDED")
        left = capture.left()
        if not left:
            raise refused("CAPTURE_FULLY_REFUNDED")
        hundredths = amount.hundredths() if amount else left
        if amount is not None and amount.currency_code != capture.currency:
            raise refused("REFUND_CAPTURE_CURRENCY_MISMATCH")
        if hundredths > left:
            raise refused("REFUND_AMOUNT_EXCEEDED")
        refund = Refund(
            id=self.new_id(),
            hundredths=hundredths,
            value=amount.value if amount else decimal_text(left, capture.currency),
            currency=capture.currency,
            status="PENDING" if order.funding == "refund_pending" else "COMPLETED",
            custom_id=texts.get("custom_id"),
            invoice_id=texts.get("invoice_id"),
            note=texts.get("note_to_payer"),
            created=self.now(),
            number=self._next(),
        )
        capture.refunds.append(refund)
        capture.restate()
        self.tell_refund(order, capture, refund)
        return refund

    def settle_capture(self, order: Order, status: str) -> None:
        """A pending capture comes to its end."""
        capture = order.captures[-1]
        capture.status, capture.reason = status, None
        kind = "PAYMENT.CAPTURE.COMPLETED" if status == "COMPLETED" else "PAYMENT.CAPTURE.DENIED"
        self.tell(order.account, kind, "capture", capture_shape(order, capture, self.url))

    def settle_refund(self, order: Order, capture: Capture, refund: Refund, status: str) -> None:
        """A refund comes to its end, or comes back."""
        refund.status = status
        capture.restate()
        self.tell_refund(order, capture, refund)

    def dispute(self, order: Order) -> Dispute:
        """The payer complains."""
        capture = next(one for one in order.captures if one.status in COLLECTED)
        dispute = Dispute(f"PP-D-{self._next()}", order, capture, "OPEN", None, self.now())
        self.disputes[dispute.id] = dispute
        self.tell_dispute(dispute, "CUSTOMER.DISPUTE.CREATED")
        return dispute

    def forget_method(self, kept: Kept) -> None:
        """The vault loses a method."""
        del self.kept[kept.id]
        self.tell(kept.account, "VAULT.PAYMENT-TOKEN.DELETED", "payment_token", {"id": kept.id})

    def tell_order(self, order: Order, kind: str) -> None:
        """A webhook about an order."""
        self.tell(order.account, kind, "checkout-order", order_shape(order, self.url))

    def tell_refund(self, order: Order, capture: Capture, refund: Refund) -> None:
        """A webhook about a refund."""
        kinds = {"COMPLETED": "PAYMENT.CAPTURE.REFUNDED", "PENDING": "PAYMENT.REFUND.PENDING"}
        kind = kinds.get(refund.status, "PAYMENT.REFUND.FAILED")
        self.tell(order.account, kind, "refund", refund_shape(capture, refund, self.url))

    def tell_dispute(self, dispute: Dispute, kind: str) -> None:
        """A webhook about a dispute."""
        self.tell(dispute.order.account, kind, "dispute", dispute_shape(dispute, self.url))

    def tell(self, account: Account, kind: str, type: str, resource: Mapping[str, Any]) -> None:
        """One event, to every webhook that wants it."""
        id = f"WH-{self.new_id()}-{self.new_id()}"
        event = {
            "id": id,
            "event_version": "1.0",
            "create_time": stamp(self.now()),
            "resource_type": type,
            "resource_version": "2.0",
            "event_type": kind,
            "summary": kind.replace(".", " ").capitalize(),
            "resource": resource,
            "links": [{"href": f"{self.url}/v1/notifications/webhooks-events/{id}", "rel": "self", "method": "GET"}],
        }
        body = json.dumps(event, ensure_ascii=False, separators=(",", ":")).encode()
        for hook in self.hooks:
            if hook.account is account and hook.wants(kind):
                sign = signer(self.url, hook.id, id)
                self._webhooks.make(Delivery(id, kind, hook.url, body, sign, self.now()))

    def _execute(self, order: Order) -> None:
        if order.intent == "AUTHORIZE":
            order.authorization = Authorization(self.new_id(), "CREATED", self.now())
            order.status = "COMPLETED"
            self._keep(order)
            self.tell(order.account, "PAYMENT.AUTHORIZATION.CREATED", "authorization", self._held_shape(order))
        else:
            self._collect(order, order.hundredths, order.value, order.invoice_id, None)

    def _collect(
        self, order: Order, hundredths: int, value: str, invoice_id: str | None, held_id: str | None
    ) -> Capture:
        taken = (
            one.invoice_id
            for other in self.orders.values()
            if other.account is order.account
            for one in other.captures
            if one.status in COLLECTED | {"PENDING"}
        )
        if invoice_id is not None and invoice_id in taken:
            raise refused("DUPLICATE_INVOICE_ID")
        status, reason = "COMPLETED", None
        if order.funding == "denied":
            status = "DECLINED"
        elif order.funding == "pending":
            status, reason = "PENDING", "ECHECK"
        capture = Capture(
            self.new_id(), hundredths, value, order.currency, status, reason, invoice_id, order.custom_id, held_id,
            self.now(), self._next(),
        )  # fmt: skip
        order.captures.append(capture)
        order.status = "COMPLETED"
        if status == "COMPLETED":
            self._keep(order)
        kinds = {"COMPLETED": "PAYMENT.CAPTURE.COMPLETED", "PENDING": "PAYMENT.CAPTURE.PENDING"}
        kind = kinds.get(status, "PAYMENT.CAPTURE.DECLINED")
        self.tell(order.account, kind, "capture", capture_shape(order, capture, self.url))
        return capture

    def _keep(self, order: Order) -> None:
        if not order.keeps or order.kept is not None:
            return
        customer_id = order.customer_id or self.new_id(10)
        kept = Kept(
            self._ids.new("", 17, "abcdefghijklmnopqrstuvwxyz0123456789"), order.account, customer_id, order.funding
        )
        self.kept[kept.id] = order.kept = kept
        resource = {"id": kept.id, "customer": {"id": customer_id}, "metadata": {"order_id": order.id}}
        self.tell(order.account, "VAULT.PAYMENT-TOKEN.CREATED", "payment_token", resource)

    def _kept_for(self, account: Account, vault_id: str) -> Kept:
        kept = self.kept.get(vault_id)
        if kept is None or kept.account is not account:
            raise refused("TOKEN_ID_NOT_FOUND")
        return kept

    def _is_gone(self, order: Order) -> bool:
        if order.captures or order.authorization:
            return False
        return order.gone or self.now() >= (order.approved or order.created) + APPROVAL

    def _held_shape(self, order: Order) -> dict[str, Any]:
        assert order.authorization is not None
        return authorization_shape(order, order.authorization, self.url)

    def _next(self) -> int:
        self._number += 1
        return self._number


def decimal_text(hundredths: int, currency: str) -> str:
    """Hundredths as PayPal writes the amount."""
    if currency in ("HUF", "JPY", "TWD"):
        return str(hundredths // 100)
    return f"{hundredths // 100}.{hundredths % 100:02}"
