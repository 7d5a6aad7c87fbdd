"""Tables, one noun a file: columns only. Constraints and triggers are SQL in backend/migrations/."""

from backend.models.access import RefreshToken, SignInAttempt, SigningKey, User
from backend.models.balances import AutoTopUp, BalanceHold, BalanceTransaction
from backend.models.billing import BillingPolicy, TestClock
from backend.models.catalog import Addon, Plan, Price, Product
from backend.models.collections import Collection
from backend.models.coupons import Coupon, CouponAmount, CouponPlan, Discount
from backend.models.customers import Customer
from backend.models.disputes import Dispute
from backend.models.events import Event, EventStream
from backend.models.gateways import GatewayAccount, GatewayComparison, GatewayCustomer, GatewayEvent
from backend.models.idempotency import IdempotencyKey
from backend.models.invoices import Invoice, InvoiceCounter, InvoiceDiscount, InvoiceLine, InvoiceTax
from backend.models.ledger import LedgerAccount, LedgerEntry, LedgerTransaction
from backend.models.merchants import Merchant
from backend.models.payment_methods import PaymentMethod
from backend.models.payments import Payment, PaymentAttempt
from backend.models.proofs import LedgerProof
from backend.models.receipts import PaymentReceipt
from backend.models.refunds import Refund
from backend.models.setups import PaymentSetup
from backend.models.subscriptions import Subscription, SubscriptionAddon, SubscriptionChange, Trial
from backend.models.tariffs import Tariff, TariffDebit
from backend.models.tasks import StaffTask
from backend.models.taxes import TaxAssignment, TaxRate
from backend.models.units import RefillPurchase, UnitAccount, UnitGrant, UnitHold, UnitMovement

__all__ = [
    "Addon",
    "AutoTopUp",
    "BalanceHold",
    "BalanceTransaction",
    "BillingPolicy",
    "Collection",
    "Coupon",
    "CouponAmount",
    "CouponPlan",
    "Customer",
    "Discount",
    "Dispute",
    "Event",
    "EventStream",
    "GatewayAccount",
    "GatewayComparison",
    "GatewayCustomer",
    "GatewayEvent",
    "IdempotencyKey",
    "Invoice",
    "InvoiceCounter",
    "InvoiceDiscount",
    "InvoiceLine",
    "InvoiceTax",
    "LedgerAccount",
    "LedgerEntry",
    "LedgerProof",
    "LedgerTransaction",
    "Merchant",
    "Payment",
    "PaymentAttempt",
    "PaymentMethod",
    "PaymentReceipt",
    "PaymentSetup",
    "Plan",
    "Price",
    "Product",
    "RefillPurchase",
    "RefreshToken",
    "Refund",
    "SignInAttempt",
    "SigningKey",
    "StaffTask",
    "Subscription",
    "SubscriptionAddon",
    "SubscriptionChange",
    "Tariff",
    "TariffDebit",
    "TaxAssignment",
    "TaxRate",
    "TestClock",
    "Trial",
    "UnitAccount",
    "UnitGrant",
    "UnitHold",
    "UnitMovement",
    "User",
]
