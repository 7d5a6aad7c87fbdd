"""What the shop of level 2 wrote down: the rows that behaviours look at."""

from __future__ import annotations

from dataclasses import dataclass, field

from backend import models
from backend.conformance.bench import Bench
from backend.conformance.selling import Sale
from backend.database import connection
from backend.models import (
    Dispute,
    GatewayEvent,
    Invoice,
    Payment,
    PaymentAttempt,
    Refund,
    StaffTask,
    Subscription,
)


@dataclass
class Written:
    """The rows of one merchant; `_bought` names the payment and the subscription that are looked at."""

    bench: Bench
    sale: Sale
    _told: int = 0
    _bought: dict[str, str] = field(default_factory=dict)

    async def payment(self) -> Payment:
        """The payment as it is."""
        return await Payment.get(id=self._bought["payment"])

    async def attempt(self) -> PaymentAttempt:
        """Its attempt."""
        return await PaymentAttempt.get(payment_id=self._bought["payment"])

    async def shows(self) -> tuple[str, int]:
        """Its status, and what was captured."""
        payment = await self.payment()
        return payment.status, payment.captured_minor

    async def invoice(self) -> Invoice:
        """The subscription's newest invoice."""
        newest = await Invoice.filter(subscription_id=self._bought["subscription"]).order_by("-id").first()
        assert newest is not None
        return newest

    async def subscription(self) -> Subscription:
        """The subscription."""
        return await Subscription.get(id=self._bought["subscription"])

    async def payments(self) -> list[Payment]:
        """All of the merchant's."""
        return await Payment.filter(merchant_id=self.sale.merchant_id)

    async def refunds(self) -> list[Refund]:
        """Those of the payment, oldest first."""
        return await Refund.filter(payment_id=self._bought["payment"]).order_by("id")

    async def refund_row(self, id: str) -> Refund:
        """A refund as it is."""
        return await Refund.get(id=id)

    async def refund_reference(self, id: str) -> str:
        """The provider's reference of a refund."""
        reference = (await self.refund_row(id)).gateway_reference
        assert reference is not None
        return reference

    async def disputes(self) -> list[Dispute]:
        """Those of the payment."""
        return await Dispute.filter(payment_id=self._bought["payment"])

    async def inbox(self) -> list[GatewayEvent]:
        """The webhooks' facts that were stored."""
        return await GatewayEvent.filter(merchant_id=self.sale.merchant_id)

    async def stored_twice(self) -> list[str]:
        """Keys under which the inbox holds more than one fact."""
        keys = [event.dedupe_key for event in await self.inbox()]
        return [key for key in set(keys) if keys.count(key) > 1]

    async def balance(self) -> int:
        """What the customer has in their balance, in minor units."""
        account = await models.LedgerAccount.get_or_none(
            merchant_id=self.sale.merchant_id, owner_id=self.sale.customer_id, kind="CUSTOMER_BALANCE"
        )
        return account.balance_minor if account else 0

    async def keeps_its_money(self) -> None:
        """Late money paid the invoice or became balance; and where it was not expected, a person is told."""
        invoice = await self.invoice()
        kept = await self.balance() + (self.bench.amount.minor if invoice.status == "PAID" else 0)
        assert kept == self.bench.amount.minor, f"invoice {invoice.status}, balance {await self.balance()}"
        if invoice.status != "PAID":
            assert await StaffTask.exists(merchant_id=self.sale.merchant_id), "nobody is told of late money"

    async def everything_stored(self) -> str:
        """All rows of the merchant, in all tables, as text."""
        kinds = [getattr(models, name) for name in models.__all__]
        tables = sorted(kind._meta.db_table for kind in kinds if "merchant_id" in kind._meta.fields_map)
        query = "SELECT * FROM {} WHERE merchant_id = '{}'"
        read = connection().execute_query_dict
        return repr([await read(query.format(table, self.sale.merchant_id)) for table in tables])
