"""A merchant who sells through the scripted gateway, one customer, and the few moves that most stories are made of."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from backend.gateways.base import PaymentResult
from backend.models import Customer, GatewayAccount, Invoice, Payment, PaymentAttempt, User
from backend.models.ids import new_id
from backend.services.accounts.tokens import Tokens
from backend.services.catalog.load_purchase import Selection
from backend.services.context import Services
from backend.services.gateways.accounts import create_account
from backend.services.gateways.apply import apply_due_events
from backend.services.gateways.receive import receive_webhook
from backend.services.invoices.pay import InvoicePaid, pay_invoice
from backend.services.payments.pay_with import PayWith
from backend.services.subscriptions.create import Subscribed, create_subscription
from tests.support.clock import MovableClock
from tests.support.merchants import Catalog, OpenMerchant, SignedIn
from tests.support.scripted_gateway import SECRET, ScriptedGateway, webhook

CARD = PayWith("scripted", "CARD", "tok_visa")
CURRENCIES = ("USD", "EUR", "JPY")
EMAIL = "ana@example.com"


@dataclass(frozen=True)
class Billed(Subscribed):
    """A subscription that was paid in advance: there is an invoice."""

    invoice: Invoice


@dataclass(frozen=True)
class Storefront:
    """Basic costs 10.00, Plus 29.00 USD a month; `account` is the one gateway account."""

    merchant: OpenMerchant
    gateway: ScriptedGateway
    account: GatewayAccount
    catalog: Catalog
    ana: SignedIn

    @property
    def services(self) -> Services:
        """What operations are handed."""
        return self.merchant.services

    @property
    def clock(self) -> MovableClock:
        """The clock of it all."""
        return self.merchant.clock

    @property
    def basic(self) -> Selection:
        """One Basic."""
        return Selection(self.catalog.basic.id)

    async def subscribe(
        self,
        selection: Selection | None = None,
        *,
        key: str = "subscribe-1",
        who: SignedIn | None = None,
        pay_with: PayWith | None = CARD,
        quote_token: str | None = None,
    ) -> Billed:
        """Subscribe the customer, by card."""
        done = await create_subscription(
            (who or self.ana).context,
            selection=selection or self.basic,
            pay_with=pay_with,
            idempotency_key=key,
            quote_token=quote_token,
        )
        assert done.invoice is not None
        return Billed(done.subscription, done.invoice, done.payment)

    async def pay(self, invoice_id: str, *, key: str = "pay-1", who: SignedIn | None = None) -> InvoicePaid:
        """Pay an open invoice, by card."""
        return await pay_invoice((who or self.ana).context, invoice_id=invoice_id, pay_with=CARD, idempotency_key=key)

    async def told(self, payment: PaymentResult, *, id: str, **changes: object) -> int:
        """The gateway tells us of a payment, signed; nothing is applied yet."""
        headers, body = webhook(payment, id=id, **changes)  # type: ignore[arg-type]
        return await receive_webhook(self.services, account_id=self.account.id, headers=headers, body=body)

    async def hears(self, payment: PaymentResult, *, id: str, **changes: object) -> None:
        """The same, and the inbox is worked off."""
        await self.told(payment, id=id, **changes)
        await apply_due_events(self.services)


async def open_storefront(merchant: OpenMerchant, gateway: ScriptedGateway) -> Storefront:
    """The merchant with a scripted account, a catalogue in three currencies and a customer."""
    account = await scripted_account(merchant)
    catalog = await merchant.catalog(currencies=CURRENCIES)
    return Storefront(merchant, gateway, account, catalog, await known_customer(merchant, EMAIL))


async def known_customer(merchant: OpenMerchant, email: str, currency: str = "USD") -> SignedIn:
    """A customer who never needs a password: hashing one takes longer than most tests."""
    mine: dict[str, Any] = {"merchant_id": merchant.row.id, "email": email, "created_at": merchant.clock()}
    customer = await Customer.create(id=new_id("cus"), name="Ana Torres", locale="en", currency=currency, **mine)
    user = await User.create(id=new_id("usr"), role="CUSTOMER", customer_id=customer.id, password_hash="", **mine)
    return SignedIn(customer, user, Tokens("", "", 0), merchant.services)


async def scripted_account(merchant: OpenMerchant, label: str = "Cards", secret: str = SECRET) -> GatewayAccount:
    """One more account at the scripted provider."""
    return await create_account(
        merchant.system, gateway="scripted", label=label, mode="TEST", settings={"secret": secret}
    )


async def only_attempt() -> PaymentAttempt:
    """The one attempt that there is."""
    (attempt,) = await PaymentAttempt.all()
    return attempt


async def only_payment() -> Payment:
    """The one payment that there is."""
    (payment,) = await Payment.all()
    return payment
