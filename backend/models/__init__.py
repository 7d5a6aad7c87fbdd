"""Tables, one noun a file: columns only. Constraints and triggers are SQL in backend/migrations/."""

from backend.models.access import RefreshToken, SignInAttempt, SigningKey, User
from backend.models.catalog import Addon, Plan, Price, Product
from backend.models.customers import Customer
from backend.models.events import Event, EventStream
from backend.models.gateways import GatewayAccount, GatewayEvent
from backend.models.idempotency import IdempotencyKey
from backend.models.invoices import Invoice, InvoiceCounter, InvoiceLine
from backend.models.ledger import LedgerAccount, LedgerEntry, LedgerTransaction
from backend.models.merchants import Merchant
from backend.models.payments import Payment, PaymentAttempt
from backend.models.subscriptions import Subscription, SubscriptionAddon

__all__ = [
    "Addon",
    "Customer",
    "Event",
    "EventStream",
    "GatewayAccount",
    "GatewayEvent",
    "IdempotencyKey",
    "Invoice",
    "InvoiceCounter",
    "InvoiceLine",
    "LedgerAccount",
    "LedgerEntry",
    "LedgerTransaction",
    "Merchant",
    "Payment",
    "PaymentAttempt",
    "Plan",
    "Price",
    "Product",
    "RefreshToken",
    "SignInAttempt",
    "SigningKey",
    "Subscription",
    "SubscriptionAddon",
    "User",
]
