"""What Mercado Pago does with payments, apart from HTTP: charging, waiting, giving back, disputing, telling."""

from __future__ import annotations

import hashlib
import hmac
import uuid
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from decimal import Decimal
from urllib.parse import urlencode

from ..kit.ids import Ids
from ..kit.webhooks import Delivery, SignWith, Webhooks
from .accounts import CURRENCY, Account
from .books import Chargeback, Payment, Preference, Refund, Returns
from .cards import OUTCOMES, Token, is_card_number
from .errors import ApiError, bad, payment_not_found, wrong_state
from .exact import dumps
from .forms import PaymentForm, PreferenceForm, TokenForm, checked_amount
from .shapes import stamp

VOUCHER = timedelta(days=3)
TOKEN = timedelta(days=7)
AUTHORIZATION = timedelta(days=7)
REFUNDABLE = timedelta(days=180)
_HEX = "0123456789abcdef"
STORES = frozenset({"oxxo", "paycash", "banamex", "bancomer"})


class Provider:
    """Mercado Pago's own truth."""

    def __init__(
        self, url: str, webhook_urls: Mapping[int, str], ids: Ids, now: Callable[[], datetime], webhooks: Webhooks
    ) -> None:
        self.url = url
        self.now = now
        # Where each account's dashboard says that webhooks go.
        self.webhook_urls = webhook_urls
        self._ids = ids
        self._webhooks = webhooks
        self.tokens: dict[str, Token] = {}
        self.payments: dict[int, Payment] = {}
        self.pages: dict[str, Preference] = {}
        self.chargebacks: dict[str, Chargeback] = {}
        # What becomes of the refunds of the next payment.
        self.next_returns: Returns = "approved"
        self._number = 0

    def payment(self, account: Account, id: str) -> Payment:
        """The account's payment. Raises ApiError."""
        payment = self.payments.get(int(id)) if id.isascii() and id.isdigit() else None
        if payment is None or payment.account is not account:
            raise payment_not_found()
        return payment

    def page(self, account: Account, id: str) -> Preference:
        """The account's page. Raises ApiError."""
        page = self.pages.get(id)
        if page is None or page.account is not account:
            raise ApiError(404, "not_found", "preference_id not found")
        return page

    def make_token(self, account: Account, form: TokenForm) -> Token:
        """A card, entered in a browser. Raises ApiError."""
        if not is_card_number(form.card_number):
            raise bad(301, "Invalid parameter 'card_number'")
        number, holder = form.card_number, form.cardholder.name
        id = self._ids.new("", 32, _HEX)
        due = self.now() + TOKEN
        token = Token(id, account, number, form.expiration_month, form.expiration_year, holder, due)
        self.tokens[id] = token
        return token

    def make_payment(self, account: Account, form: PaymentForm) -> Payment:
        """A payment by card, in cash or by transfer. Raises ApiError."""
        amount = checked_amount(form.transaction_amount)
        if form.token is not None:
            return self._by_card(account, form, amount)
        if form.payment_method_id is None:
            raise bad(2131, "Cannot infer Payment Method")
        if not form.capture:
            raise bad(2069, "Capture is not supported for this payment method")
        if form.payment_method_id == "clabe":
            payment = self._new(account, amount, "pending", "pending_waiting_transfer", "clabe", "bank_transfer", form)
            payment.reference = self._ids.new("646180", 12, "0123456789")
        elif form.payment_method_id in STORES:
            method = form.payment_method_id
            payment = self._new(account, amount, "pending", "pending_waiting_payment", method, "ticket", form)
            payment.reference = self._ids.new("30", 14, "0123456789")
        else:
            raise bad(2067, "Invalid payment_method_id")
        payment.expires = form.date_of_expiration or self.now() + VOUCHER
        if payment.expires <= self.now():
            del self.payments[payment.id]
            raise bad(3034, "Invalid date_of_expiration")
        self.tell_payment(payment, "payment.created")
        return payment

    def make_page(self, account: Account, form: PreferenceForm) -> Preference:
        """A page on which the payer chooses how to pay. Raises ApiError."""
        if not form.items:
            raise ApiError(400, "invalid_items", "items needed")
        if form.auto_return and not (form.back_urls or {}).get("success"):
            raise ApiError(400, "invalid_auto_return", "auto_return invalid. back_url.success must be defined")
        if {item.currency_id for item in form.items} != {CURRENCY}:
            raise ApiError(400, "invalid_items", "currency_id invalid")
        head, tail = self._ids.new("", 8, _HEX), self._ids.new("", 12, _HEX)
        page = Preference(
            id=f"{account.user_id}-{head}-{tail}",
            account=account,
            items=[item.model_dump(exclude_none=True) for item in form.items],
            amount=sum((checked_amount(item.unit_price) * item.quantity for item in form.items), Decimal(0)),
            created=self.now(),
            number=self.new_number(),
        )
        self.pages[page.id] = page
        self.change_page(page, form)
        return page

    def change_page(self, page: Preference, form: PreferenceForm) -> None:
        """Write what a form states."""
        page.external_reference = form.external_reference or page.external_reference
        page.notification_url = form.notification_url or page.notification_url
        page.back_urls = {**page.back_urls, **{str(name): to for name, to in (form.back_urls or {}).items()}}
        page.metadata = page.metadata if form.metadata is None else form.metadata
        page.expires = page.expires if form.expires is None else form.expires
        page.expires_at = form.expiration_date_to or page.expires_at

    def pay_on_page(self, page: Preference, method: str, status: str, detail: str) -> Payment:
        """The payer pays, or tries to, on the page."""
        types = {"account_money": "account_money", "oxxo": "ticket", "clabe": "bank_transfer"}
        payment = self._new(page.account, page.amount, status, detail, method, types.get(method, "credit_card"), None)
        payment.page, payment.external_reference = page, page.external_reference
        payment.notification_url, payment.metadata = page.notification_url, page.metadata
        if payment.type in ("ticket", "bank_transfer"):
            payment.reference = self._ids.new("646180", 12, "0123456789")
            payment.expires = self.now() + VOUCHER
        self.tell_payment(payment, "payment.created")
        return payment

    def move(self, payment: Payment, status: str, detail: str) -> None:
        """A payment changes its state."""
        payment.status, payment.status_detail = status, detail
        if status == "approved":
            payment.captured = True
        self.tell_payment(payment, "payment.updated")

    def cancel(self, payment: Payment) -> None:
        """The merchant gives it up. Raises ApiError."""
        if not payment.waits:
            raise wrong_state()
        self.move(payment, "cancelled", "by_collector")

    def capture(self, payment: Payment) -> None:
        """Collect what is authorized. Raises ApiError."""
        if payment.status != "authorized":
            raise wrong_state()
        self.move(payment, "approved", "accredited")

    def refund(self, payment: Payment, amount: Decimal | None) -> Refund:
        """Give money back. Raises ApiError."""
        if payment.status != "approved":
            raise wrong_state()
        if self.now() > payment.created + REFUNDABLE:
            raise bad(2024, "Payment too old to be refunded")
        left = payment.left()
        wanted = left if amount is None else checked_amount(amount)
        if not left:
            raise wrong_state()
        if wanted > left:
            raise bad(2085, "Invalid amount for gateway refund")
        refund = Refund(self.new_id(), wanted, payment.returns, self.now(), self.new_number())
        payment.refunds.append(refund)
        self._restate(payment)
        return refund

    def settle_refund(self, payment: Payment, refund: Refund, status: str) -> None:
        """A refund comes to its end, or comes back."""
        refund.status = status
        self._restate(payment)

    def dispute(self, payment: Payment) -> Chargeback:
        """The payer's bank wants the money back."""
        chargeback = Chargeback(self._ids.new("", 18, "0123456789"), payment, None, self.now())
        self.chargebacks[chargeback.id] = chargeback
        payment.status, payment.status_detail = "charged_back", "in_process"
        self._tell(payment.account, None, chargeback.id, "chargebacks", "chargeback.created")
        self.tell_payment(payment, "payment.updated")
        return chargeback

    def decide(self, chargeback: Chargeback, *, covered: bool) -> None:
        """The end of a chargeback: Mercado Pago covers it, or the merchant loses the money."""
        chargeback.covered = covered
        payment = chargeback.payment
        payment.status = "approved" if covered else "charged_back"
        payment.status_detail = "accredited" if covered else "settled"
        self._tell(payment.account, None, chargeback.id, "chargebacks", "chargeback.updated")
        self.tell_payment(payment, "payment.updated")

    def expire(self) -> None:
        """What was not paid in time is cancelled."""
        for payment in self.payments.values():
            ends = payment.expires if payment.status == "pending" else None
            if payment.status == "authorized":
                ends = payment.created + AUTHORIZATION
            if ends is not None and ends <= self.now():
                self.move(payment, "cancelled", "expired")

    def tell_payment(self, payment: Payment, action: str) -> None:
        """A webhook about a payment."""
        self._tell(payment.account, payment.notification_url, str(payment.id), "payment", action)

    def new_id(self) -> int:
        """A number as payments and refunds have them."""
        return int(self._ids.new("13", 9, "0123456789"))

    def new_number(self) -> int:
        """The next of the numbers that put everything in order."""
        self._number += 1
        return self._number

    def _by_card(self, account: Account, form: PaymentForm, amount: Decimal) -> Payment:
        token = self.tokens.get(form.token or "")
        if token is None or token.account is not account or token.due <= self.now():
            raise bad(2006, "Card Token not found")
        if token.status == "used":
            raise bad(3003, "Invalid card_token_id")
        if form.payment_method_id not in (None, token.brand):
            raise bad(3028, "Invalid payment_method_id")
        if form.installments is None:
            raise bad(4033, "Invalid installments")
        token.status = "used"
        status, detail = OUTCOMES.get(token.holder, OUTCOMES["APRO"])
        if status == "approved" and not form.capture:
            status, detail = "authorized", "pending_capture"
        payment = self._new(account, amount, status, detail, token.brand, "credit_card", form)
        payment.token, payment.captured = token, form.capture
        self.tell_payment(payment, "payment.created")
        return payment

    def _new(
        self, account: Account, amount: Decimal, status: str, detail: str, method: str, type: str,
        form: PaymentForm | None,
    ) -> Payment:  # fmt: skip
        payment = Payment(
            self.new_id(), account, amount, status, detail, method, type, self.now(), self.new_number(),
            returns=self.next_returns,
        )  # fmt: skip
        self.next_returns = "approved"
        if form is not None:
            payment.description, payment.external_reference = form.description, form.external_reference
            payment.notification_url, payment.metadata = form.notification_url, form.metadata or {}
        self.payments[payment.id] = payment
        return payment

    def _restate(self, payment: Payment) -> None:
        left = payment.left()
        detail = "accredited" if left == payment.amount else "partially_refunded"
        self.move(payment, *(("approved", detail) if left else ("refunded", "refunded")))

    def _tell(self, account: Account, url: str | None, id: str, type: str, action: str) -> None:
        notice = self.new_id()
        body = {
            "id": notice,
            "live_mode": False,
            "type": type,
            "date_created": stamp(self.now()),
            "user_id": account.user_id,
            "api_version": "v1",
            "action": action,
            "data": {"id": id},
        }
        where = url or self.webhook_urls[account.user_id]
        address = f"{where}{'&' if '?' in where else '?'}{urlencode({'data.id': id, 'type': type})}"
        request_id = str(uuid.uuid5(uuid.NAMESPACE_OID, str(notice)))
        sign = _signer(account, id, request_id)
        self._webhooks.make(Delivery(str(notice), f"{type}/{action}", address, dumps(body), sign, self.now()))


def _signer(account: Account, id: str, request_id: str) -> Callable[[bytes, datetime, SignWith], Mapping[str, str]]:
    """What signs a delivery: the id in its address, its request's id and its time; never the body."""
    secrets = {
        "new": account.webhook_secret,
        "old": account.retired_secret,
        "wrong": "a-stranger's-secret",
        "empty": "",
    }

    def sign(body: bytes, at: datetime, sign_with: SignWith) -> Mapping[str, str]:
        ts = int(at.timestamp() * 1000)
        manifest = f"id:{id.lower()};request-id:{request_id};ts:{ts};"
        digest = hmac.new(secrets[sign_with].encode(), manifest.encode(), hashlib.sha256).hexdigest()
        return {"x-signature": f"ts={ts},v1={digest}", "x-request-id": request_id}

    return sign
