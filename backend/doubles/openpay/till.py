"""Making charges: by card, with the bank's answer at once or after its page; in stores; by transfer."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from . import cards
from .accounts import Account
from .errors import ApiError, malformed, wrong_value
from .reading import CHARGE, Fields, body
from .records import Card, Charge, Customer, Token
from .wire import ZONE

if TYPE_CHECKING:
    from .double import OpenpayDouble

_LARGEST_IN_STORES = Decimal("29999")
_DEFAULT_DUE = timedelta(days=30)


class Till:
    """Where charges are made. Whether they are paid is the ledger's."""

    def __init__(self, double: OpenpayDouble) -> None:
        self._double = double

    def create(self, account: Account, customer: Customer | None, raw: bytes) -> Charge:
        """A charge. Raises ApiError; one that the bank refuses is kept as failed, and gives its order id back."""
        fields = body(raw, CHARGE)
        method = fields.needed("method", 20)
        if method not in ("card", "store", "bank_account"):
            raise malformed("method is not valid")
        now = self._double.now()
        amount = fields.amount()
        assert amount is not None, "required"
        charge = Charge(
            id=self._double.ids.new("tr", 18),
            merchant=account.merchant_id,
            customer=customer.id if customer else None,
            method=method,
            amount=amount,
            currency=(fields.text("currency", 3, required=False) or "MXN").upper(),
            description=fields.needed("description", 250),
            status="in_progress",
            created=now,
            operated=now,
            order_id=fields.text("order_id", 100, required=False),
            metadata=fields.map("metadata"),
            payer=fields.person("customer"),
        )
        if charge.currency not in (("MXN", "USD") if method == "card" else ("MXN",)):
            raise wrong_value("The currency is not supported")
        if customer is not None and charge.payer is not None:
            raise malformed("customer is not allowed here")
        if customer is None and charge.payer is None and method != "bank_account":
            raise malformed("customer is required")
        if method == "card":
            return self._by_card(account, charge, fields)
        return self._elsewhere(account, charge, fields)

    def _by_card(self, account: Account, charge: Charge, fields: Fields) -> Charge:
        source = fields.needed("source_id", 45)
        device = fields.text("device_session_id", 255, required=False)
        secure = fields.flag("use_3d_secure", False)
        redirect = fields.text("redirect_url", 2000, required=secure)
        charge.capture = fields.flag("capture", True)
        self._reserve(charge)
        card, token = self._source(account, charge, source)
        if token is not None and device is None:
            raise malformed("device_session_id is required")
        charge.card = card
        first = card.charged == 0 and device is not None
        code = cards.outcome(card.number, secure=secure, present=first)
        if code is not None and (not secure or code == 3005):
            charge.status, charge.error_code = "failed", code
            charge.error_message = cards.refusal(code).description
            self._double.ledger.charges[charge.id] = charge
            self._double.hooks.tell("charge.failed", charge)
            raise cards.refusal(code)
        card.charged += 1
        if token is not None:
            token.spent = True
        self._double.ledger.charges[charge.id] = charge
        if secure:
            charge.status, charge.redirect_url = "charge_pending", redirect
            url = f"{self._double.public_url}/v1/{charge.merchant}/charges/{charge.id}/redirect/"
            charge.way = {"type": "redirect", "url": url}
            self._double.hooks.tell("charge.created", charge)
        elif charge.capture:
            self._double.ledger.complete(charge)
        else:
            charge.authorization = self._double.ledger.authorization()
            self._double.hooks.tell("charge.created", charge)
        return charge

    def _source(self, account: Account, charge: Charge, source: str) -> tuple[Card, Token | None]:
        vault = self._double.vault
        kept = vault.cards.get(source)
        if kept is not None:
            return vault.card(account, charge.customer, source), None
        token = vault.unspent(account, source)
        return token.card, token

    def _elsewhere(self, account: Account, charge: Charge, fields: Fields) -> Charge:
        due = fields.time("due_date") or charge.created + _DEFAULT_DUE
        if due <= charge.created:
            raise wrong_value("due_date must be in the future")
        if charge.method == "store" and charge.amount > _LARGEST_IN_STORES:
            raise ApiError(422, 1012, "The transaction amount is greater than the limit")
        self._reserve(charge)
        charge.due = due.astimezone(ZONE)
        digits = self._double.ids.new("", 16, "123456789")
        charge.way = self._store(charge, digits) if charge.method == "store" else _bank(digits)
        self._double.ledger.charges[charge.id] = charge
        self._double.hooks.tell("charge.created", charge)
        return charge

    def _store(self, charge: Charge, reference: str) -> dict[str, Any]:
        url = self._double.public_url
        return {
            "type": "store",
            "reference": reference,
            "barcode_url": f"{url}/barcode/{reference}?width=1&height=45&text=false",
            "url_store": f"{url}/v1/{charge.merchant}/{charge.id}/store_confirm",
        }

    def _reserve(self, charge: Charge) -> None:
        if charge.order_id is None:
            return
        for other in self._double.ledger.charges.values():
            same = other.merchant == charge.merchant and other.order_id == charge.order_id
            if same and (other.status != "failed" or self._double.keeps_order_ids):
                raise ApiError(409, 1006, "The order_id has already been processed")


def _bank(digits: str) -> dict[str, Any]:
    return {
        "type": "bank_transfer",
        "bank": "BBVA Bancomer",
        "agreement": "1411217",
        "clabe": f"012914002{digits[:9]}",
        "name": f"1103{digits}",
    }
