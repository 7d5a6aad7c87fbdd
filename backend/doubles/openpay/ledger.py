"""What becomes of charges: authenticated, paid, captured, given back, disputed. The provider's truth about money."""

from __future__ import annotations

from datetime import datetime, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING

from backend.doubles.kit.double import Impossible, Movement

from . import cards
from .accounts import Account
from .errors import forbidden_now, missing, wrong_value
from .reading import CAPTURE, REFUND, body
from .records import Charge, Customer, Refund

if TYPE_CHECKING:
    from .double import OpenpayDouble

# How long a payer may stay at the bank's page.
_AUTHENTICATION = timedelta(hours=24)
_WAITING = ("in_progress", "charge_pending")


class Ledger:
    """Every charge, oldest first, and every movement of money."""

    def __init__(self, double: OpenpayDouble) -> None:
        self._double = double
        self.charges: dict[str, Charge] = {}
        self.movements: list[Movement] = []

    def charge(self, account: Account, id: str, customer: Customer | None) -> Charge:
        """One by its id. Raises ApiError; the merchant's path shows customers without an account as well."""
        charge = self.charges.get(id)
        if charge is None or charge not in self.of(account, customer):
            raise missing("transaction")
        return charge

    def of(self, account: Account, customer: Customer | None) -> list[Charge]:
        """What a path shows, oldest first."""
        ours = [charge for charge in self.charges.values() if charge.merchant == account.merchant_id]
        if customer is not None:
            return [charge for charge in ours if charge.customer == customer.id]
        hidden = {one.id for one in self._double.vault.customers.values() if one.has_account}
        return [charge for charge in ours if charge.customer not in hidden]

    def capture(self, charge: Charge, raw: bytes) -> Charge:
        """Collect an authorization, or a part: the rest is given up, and the amount is what was collected."""
        amount = body(raw, CAPTURE).amount(required=False)
        if charge.method != "card" or charge.status != "in_progress":
            raise forbidden_now("The transaction cannot be captured")
        if amount is not None and amount > charge.amount:
            raise wrong_value("The amount is greater than the authorized one")
        charge.amount = amount or charge.amount
        self.complete(charge)
        return charge

    def give_back(self, charge: Charge, raw: bytes) -> tuple[Charge, Refund | None]:
        """Refund a card charge, or void an authorization."""
        fields = body(raw, REFUND)
        amount, description = fields.amount(required=False), fields.text("description", 250, required=False)
        if charge.method != "card":
            raise forbidden_now("Only card charges can be refunded")
        if charge.status == "in_progress":
            self._end(charge, "cancelled", "charge.cancelled")
            return charge, None
        if charge.status != "completed":
            raise forbidden_now("The transaction cannot be refunded")
        return charge, self.refund(charge, amount or charge.amount - charge.refunded, description)

    def refund(self, charge: Charge, amount: Decimal, description: str | None) -> Refund:
        """Give money back. Raises ApiError when it is more than what is left."""
        if amount <= 0 or amount > charge.amount - charge.refunded:
            raise wrong_value("The amount to refund is greater than the charge's")
        refund = Refund(self._double.ids.new("tr", 18), amount, description, self._double.now())
        charge.refunds.append(refund)
        text = str(amount.quantize(Decimal("0.01")))
        self.movements.append(Movement("refund", refund.id, charge.id, charge.order_id, text, charge.currency))
        self._double.hooks.tell("charge.refunded", charge, refund=refund)
        return refund

    def cancel(self, charge: Charge) -> Charge:
        """Call off a charge that waits for the payer's bank."""
        if charge.status != "charge_pending":
            raise forbidden_now("The transaction cannot be cancelled")
        self._end(charge, "cancelled", "charge.cancelled")
        return charge

    def authenticate(self, charge: Charge, *, ok: bool) -> None:
        """The payer answers the bank. Raises Impossible."""
        if charge.status != "charge_pending":
            raise Impossible("it does not wait for the bank")
        if not ok:
            charge.error_message = "3D Secure authentication failed"
            self._end(charge, "failed", "charge.failed")
            return
        assert charge.card is not None, "only cards wait for a bank"
        code = cards.outcome(charge.card.number, secure=True, present=True)
        if code is not None:
            charge.error_code, charge.error_message = code, cards.refusal(code).description
            self._end(charge, "failed", "charge.failed")
        elif charge.capture:
            self.complete(charge)
        else:
            charge.status, charge.authorization = "in_progress", self.authorization()

    def pay(self, charge: Charge, amount: Decimal | None) -> None:
        """Cash at the counter, or a transfer that arrives, late as well. Raises Impossible."""
        if charge.method == "card" or charge.status not in ("in_progress", "cancelled"):
            raise Impossible("it cannot be paid")
        if charge.method == "bank_account" and amount is not None:
            charge.amount = amount
        self.complete(charge)

    def fail(self, charge: Charge) -> None:
        """It fails while it waits. Raises Impossible."""
        if charge.status not in _WAITING:
            raise Impossible("it does not wait")
        charge.error_code, charge.error_message = 3001, "The card was declined"
        self._end(charge, "failed", "charge.failed")

    def expire(self, charge: Charge) -> None:
        """Its time is over. Raises Impossible."""
        if charge.status not in _WAITING:
            raise Impossible("it does not wait")
        elsewhere = charge.method != "card"
        self._end(charge, "cancelled", "transaction.expired" if elsewhere else "charge.cancelled")

    def dispute(self, charge: Charge, act: str) -> None:
        """The payer's bank takes the money, keeps it, or brings it back. Raises Impossible."""
        before, after, event = {
            "dispute": ("completed", "chargeback_pending", "chargeback.created"),
            "dispute_lost": ("chargeback_pending", "chargeback_accepted", "chargeback.accepted"),
            "dispute_won": ("chargeback_pending", "chargeback_adjustment", "chargeback.rejected"),
        }[act]
        if charge.status != before:
            raise Impossible(f"it is {charge.status}")
        self._end(charge, after, event)

    def on_time(self) -> None:
        """Expire what is due."""
        now = self._double.now()
        for charge in list(self.charges.values()):
            due = charge.created + _AUTHENTICATION if charge.status == "charge_pending" else charge.due
            if charge.status in _WAITING and due is not None and due <= now:
                self.expire(charge)

    def complete(self, charge: Charge) -> None:
        """The money is there."""
        charge.authorization = charge.authorization or self.authorization()
        text = str(charge.amount.quantize(Decimal("0.01")))
        self.movements.append(Movement("charge", charge.id, charge.id, charge.order_id, text, charge.currency))
        self._end(charge, "completed", "charge.succeeded")

    def _end(self, charge: Charge, status: str, event: str) -> None:
        charge.status = status
        charge.operated = self._now()
        self._double.hooks.tell(event, charge)

    def authorization(self) -> str:
        """The bank's number for a yes."""
        return self._double.ids.new("", 6, "0123456789")

    def _now(self) -> datetime:
        return self._double.now()
