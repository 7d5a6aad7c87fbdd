"""Nobody learns anything of what is not theirs. Generated from the schema: each place that takes an id has its case.

The answer for somebody else's id must be, byte for byte, the answer for an id that nobody has.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

import pytest
from graphql import GraphQLInputObjectType, GraphQLInputType, get_named_type

from backend.models.ids import new_id, prefix_of
from tests.support.balance_api import ADJUST, HOLD, TOP_UP, adjust, usd
from tests.support.balance_api import RELEASE as RELEASE_HOLD
from tests.support.balance_api import SETTLE as SETTLE_HOLD
from tests.support.balance_api import hold as hold_money
from tests.support.change_api import CHANGE, QUOTE_CHANGE, start_server
from tests.support.refund_api import GIVE_BACK, SET, give_back
from tests.support.shop import (
    CANCEL,
    CHALLENGED_CARD,
    PAY,
    QUOTE,
    SUBSCRIBE,
    WATCH_PAYMENT,
    WATCH_SUBSCRIPTION,
    Person,
    Shop,
    merchant_id,
)
from tests.support.snapshot import snapshot
from tests.support.sql import execute, one, rows
from tests.support.unit_api import CONSUME, REFILL, REFILL_QUOTE, RELEASE, RESERVE, SETTLE, refill, units_of, use

SCHEMA = snapshot()
NODE = """
query ($id: ID!) { node(id: $id) {
  __typename id
  ... on Customer { email name } ... on Payment { amount { amount } payer: customer { email } }
  ... on Subscription { state: status holder: customer { email } }
  ... on Invoice { total { amount } debtor: customer { email } }
  ... on BalanceTransaction { description credited: amount { amount } } ... on BalanceHold { description status }
  ... on UnitGrant { unit quantity payment { id } } ... on UnitHold { unit quantity }
  ... on InvoiceCollection { tries collects: invoice { number } }
  ... on PaymentMethod { brand last4 } ... on Refund { reason back: amount { amount } of: payment { id } }
  ... on Plan { name prices { amount } } ... on Product { name } ... on Addon { name } ... on Merchant { name }
  ... on TestClock { name now } ... on Coupon { name code } ... on TaxRate { name percent }
  ... on Discount { usedUp coupon { name } } ... on GatewayAccount { label webhookUrl }
  ... on PaymentSetup { gateway outcome: status }
  ... on Dispute { reason amount { amount } } ... on StaffTask { message details }
  ... on GatewayEvent { kind body } ... on GatewayComparison { day compared }
} }"""
MIGRATION = """
query ($id: ID!) { planPriceMigration(planId: $id, currency: "USD") { newPrice { amount } touched } }"""
OF_PLAN = "query ($id: ID!) { subscriptions(planId: $id) { nodes { quantity status } } }"
# As if a job had collected it.
COLLECT = """
INSERT INTO collections (id, merchant_id, customer_id, subscription_id, invoice_id, status, tries, version, created_at,
  updated_at)
SELECT ?, merchant_id, customer_id, subscription_id, id, 'PAID', 0, 1, created_at, created_at FROM invoices WHERE id = ?
"""

# As if a payer's bank had taken a payment back, a gateway told of it, and the day differed: 2026-01-31 at noon.
NOON = "'2026-01-31 12:00:00+00:00'"
DISPUTE = """
INSERT INTO disputes (id, merchant_id, payment_id, customer_id, gateway_account_id, gateway_reference, amount_minor,
  currency, status, reason, opened_at, updated_at, version)
SELECT ?, merchant_id, id, customer_id, gateway_account_id, 'dp_isolation', 1, currency, 'INQUIRY', 'fraudulent',
  created_at, created_at, 1
FROM payments WHERE id = ?
"""
TASK = f"""
INSERT INTO staff_tasks (id, merchant_id, kind, subject_id, message, details, created_at)
VALUES (?, ?, 'DISPUTE', 'dsp_isolation', 'See to it', '{{}}', {NOON})
"""  # noqa: S608 - no input
EVENT = f"""
INSERT INTO gateway_events (id, merchant_id, gateway_account_id, dedupe_key, kind, trust, body, status, tries,
  occurred_at, received_at)
VALUES (?, ?, ?, 'isolation', 'payment.isolated', 'hint', 'isolation', 'IGNORED', 0, {NOON}, {NOON})
"""  # noqa: S608 - no input
COMPARISON = f"""
INSERT INTO gateway_comparisons (id, merchant_id, gateway_account_id, day, compared, differences, created_at)
VALUES (?, ?, ?, '2026-01-31', 7, '[]', {NOON})
"""  # noqa: S608 - no input

SLIP = """
mutation ($input: PaymentRegisterInput!) { paymentRegister(input: $input) {
  __typename ... on PaymentRegisterSuccess { payments { receipts { id } } } ... on Error { message }
} }"""

# As if a gateway had declined to save a card of a customer's.
TRY_TO_SAVE = """
INSERT INTO payment_setups (id, merchant_id, customer_id, gateway_account_id, gateway, kind, status, make_default,
  tries, fence, version, created_at, updated_at)
SELECT ?, merchant_id, id, ?, 'sandbox', 'CARD', 'FAILED', (1 = 0), 1, 1, 2, created_at, created_at FROM customers
WHERE id = ?
"""
WATCH_SETUP = "subscription ($id: ID!) { paymentSetupUpdated(id: $id) { outcome: status } }"

WATCH_QUOTE = """
subscription ($input: SubscriptionChangeQuoteInput!) {
  subscriptionChangeQuoteUpdated(input: $input) { nextCharge { amount } }
}"""
MAKE_CLOCK = """
mutation ($input: TestClockCreateInput!) { testClockCreate(input: $input) {
  __typename ... on TestClockCreateSuccess { testClock { id } }
} }"""
COUPON = """
mutation ($input: CouponCreateInput!) { couponCreate(input: $input) {
  __typename ... on CouponCreateSuccess { coupon { id } }
} }"""
ADD = """
mutation ($input: SubscriptionCouponAddInput!) { subscriptionCouponAdd(input: $input) {
  __typename ... on SubscriptionCouponAddSuccess { subscription { discounts { id } } }
} }"""
TAX = """
mutation ($input: TaxRateCreateInput!) { taxRateCreate(input: $input) {
  __typename ... on TaxRateCreateSuccess { taxRate { id } }
} }"""

Variables = Callable[[Shop, str], Mapping[str, Any]]
ANAS_SERVERS, BETOS_SITES = 17, 19
NO_TOKEN = {"gateway": "sandbox", "kind": "CARD", "token": "tok_none"}
SHEET = {"gateway": "sandbox", "sdkVersion": "1", "idempotencyKey": "isolation"}
SOME_UNITS = {"unit": "hours", "quantity": "1", "idempotencyKey": "isolation"}


@dataclass(frozen=True)
class Place:
    """A place that takes an id: the prefixes that belong there, and how to send one.

    With `shown` there is something to see of only so many of Ana's first things.
    """

    prefixes: tuple[str, ...]
    document: str
    variables: Variables
    shown: int | None = None


def plain(_shop: Shop, id: str) -> Mapping[str, Any]:
    return {"id": id}


def wrapped(**fields: Any) -> Variables:
    return lambda _shop, id: {"input": {**fields, "id": id}}


def of_plan(**fields: Any) -> Variables:
    return lambda _shop, id: {"input": {**fields, "planId": id}}


def staff_list(name: str, argument: str, prefix: str, shown: int | None = None) -> Place:
    """A list of staff, filtered by an id."""
    return Place((prefix,), f"query ($id: ID!) {{ {name}({argument}: $id) {{ nodes {{ status }} }} }}", plain, shown)


def of_customer(**fields: Any) -> Variables:
    return lambda _shop, id: {"input": {**fields, "customerId": id}}


def of_hold(**fields: Any) -> Variables:
    return lambda _shop, id: {"input": {**fields, "holdId": id}}


def with_method(shop: Shop, id: str) -> Mapping[str, Any]:
    plan = shop.plans["hosting/basic" if shop.merchant else "machine-hours/bag-100"]
    pay_with = {"gateway": "sandbox", "kind": "CARD", "methodId": id}
    return {"input": {"planId": plan, "payWith": pay_with, "idempotencyKey": "isolation"}}


def saved(**fields: Any) -> Variables:
    """With a saved method; what else is in the input is nobody's."""
    pay_with = {"gateway": "sandbox", "kind": "CARD"}
    return lambda _shop, id: {"input": {**fields, "payWith": {**pay_with, "methodId": id}, "idempotencyKey": "saved"}}


def through(**fields: Any) -> Variables:
    """Through an account of the gateway; what else is in the input is nobody's."""
    return lambda _shop, id: {
        "input": {**fields, "payWith": {**NO_TOKEN, "accountId": id}, "idempotencyKey": "through"}
    }


def plan_through(shop: Shop, id: str) -> Mapping[str, Any]:
    plan = shop.plans["hosting/basic" if shop.merchant else "machine-hours/bag-100"]
    return through(planId=plan)(shop, id)


def of_subscription(**fields: Any) -> Variables:
    return lambda _shop, id: {"input": {**fields, "subscriptionId": id}}


def as_change(**fields: Any) -> Variables:
    """A change of Ana's server: nobody else has so many."""

    def variables(shop: Shop, id: str) -> Mapping[str, Any]:
        server = one(shop.database_url, "SELECT id FROM subscriptions WHERE quantity = ?", ANAS_SERVERS)
        plan = shop.plans["hosting/basic" if shop.merchant else "hosting/team"]
        filled = {"planId": plan, **{name: value(id) for name, value in fields.items()}}
        return {"input": {"subscriptionId": server, **filled}}

    return variables


def with_addon(**fields: Any) -> Variables:
    def variables(shop: Shop, id: str) -> Mapping[str, Any]:
        plan = shop.plans["hosting/basic" if shop.merchant else "hosting/team"]
        return {"input": {**fields, "planId": plan, "addons": [{"addonId": id}]}}

    return variables


def mutation(name: str, *refusals: str) -> str:
    """A mutation, and what its refusals say."""
    told = " ".join(f"... on {refusal}" for refusal in ("Error { code message }", *refusals))
    input = f"{name[0].upper()}{name[1:]}Input"
    return f"mutation ($input: {input}!) {{ {name}(input: $input) {{ __typename {told} }} }}"


ABSENT, INVALID = "NotFoundError { id }", "InvalidInputError { fields { path code message } }"
PRICE = {"amount": "7.00", "currency": "USD"}
TENTH = {"code": "ISOLATION", "name": "A tenth", "percent": "10", "duration": "ONCE"}


def lives(name: str, **fields: Any) -> Place:
    """What is done to a subscription."""
    return Place(("sub",), mutation(name, ABSENT), of_subscription(**fields))


def catalog(act: str, prefix: str, column: str, /, **fields: Any) -> Place:
    """What staff do to the catalogue."""
    return Place((prefix,), mutation(act, ABSENT), lambda _shop, id: {"input": {**fields, column: id}})


def received(shop: Shop) -> dict[str, Any]:
    """A euro that nobody brought, for somebody who is nobody."""
    return {
        "customerId": "cus_0", "kind": "CASH", "amount": usd("1.00"), "receivedOn": "2026-01-30",
        "idempotencyKey": "isolation",
    }  # fmt: skip


def registers(prefix: str, column: str) -> Place:
    """What staff say of money that came in."""
    return Place(
        (prefix,), mutation("paymentRegister", ABSENT), lambda shop, id: {"input": {**received(shop), column: id}}
    )


def gateway_account(act: str, **fields: Any) -> Place:
    """What staff do to a gateway account."""
    return Place(("gwa",), mutation(act, ABSENT), wrapped(**fields))


def betos_renewals(shop: Shop, id: str) -> Mapping[str, Any]:
    """Beto's renewals, from a saved method: for others there is not even the subscription."""
    sites = one(shop.database_url, "SELECT id FROM subscriptions WHERE quantity = ?", BETOS_SITES)
    return {"input": {"subscriptionId": sites, "collection": "METHOD", "methodId": id}}


def betos_taxes(shop: Shop, id: str) -> Mapping[str, Any]:
    """The taxes of Beto, or of somebody who buys from the other merchant."""
    statement = "SELECT id FROM customers WHERE merchant_id = ? ORDER BY id DESC"
    (someone, *_) = rows(shop.database_url, statement, merchant_id(shop))
    return {"input": {"customerId": someone["id"], "treatment": "OWN", "taxRateIds": [id]}}


PLACES = {
    "Query.node.id": Place(
        (
            "cus",
            "sub",
            "inv",
            "pay",
            "col",
            "pm",
            "setup",
            "ref",
            "btx",
            "bhold",
            "grant",
            "uhold",
            "clock",
            "cpn",
            "dsc",
            "tax",
            "prod",
            "plan",
            "addon",
            "mer",
            "rcpt",
            "dsp",
            "task",
            "gwe",
            "gwc",
            "gwa",
        ),
        NODE,
        plain,
    ),
    "Query.product.id": Place(("prod",), "query ($id: ID) { product(id: $id) { id name } }", plain),
    "Query.plan.id": Place(("plan",), "query ($id: ID!) { plan(id: $id) { id name } }", plain),
    "Query.gatewayAccount.id": Place(("gwa",), "query ($id: ID!) { gatewayAccount(id: $id) { id settings } }", plain),
    "Mutation.gatewayAccountUpdate.input.id": gateway_account("gatewayAccountUpdate", version=1, label="Taken"),
    "Mutation.gatewayAccountTest.input.id": gateway_account("gatewayAccountTest"),
    "Mutation.gatewayAccountInstallWebhook.input.id": gateway_account("gatewayAccountInstallWebhook"),
    "Mutation.gatewayAccountRemove.input.id": gateway_account("gatewayAccountRemove"),
    "Query.coupon.id": Place(("cpn",), "query ($id: ID!) { coupon(id: $id) { id code } }", plain),
    "Query.subscription.id": Place(("sub",), "query ($id: ID!) { subscription(id: $id) { id status } }", plain),
    "Query.invoice.id": Place(("inv",), "query ($id: ID) { invoice(id: $id) { id status } }", plain),
    "Query.payment.id": Place(("pay",), "query ($id: ID!) { payment(id: $id) { id status } }", plain),
    "Query.paymentSetup.id": Place(("setup",), "query ($id: ID!) { paymentSetup(id: $id) { id status } }", plain),
    "LiveUpdates.paymentSetupUpdated.id": Place(("setup",), WATCH_SETUP, plain),
    "Mutation.paymentMethodRemove.input.id": Place(("pm",), mutation("paymentMethodRemove", ABSENT), wrapped()),
    "Mutation.paymentMethodSetDefault.input.id": Place(("pm",), mutation("paymentMethodSetDefault", ABSENT), wrapped()),
    "Mutation.paymentMethodAdd.input.accountId": Place(
        ("gwa",),
        mutation("paymentMethodAdd", INVALID),
        lambda _shop, id: {"input": {**NO_TOKEN, "accountId": id, "idempotencyKey": "isolation"}},
    ),
    "Mutation.paymentSheetCreate.input.invoiceId": Place(
        ("inv",), mutation("paymentSheetCreate", ABSENT), lambda _shop, id: {"input": {**SHEET, "invoiceId": id}}
    ),
    "Mutation.paymentSheetCreate.input.accountId": Place(
        ("gwa",),
        mutation("paymentSheetCreate", INVALID),
        lambda _shop, id: {"input": {**SHEET, "topUp": usd("1.00"), "accountId": id}},
    ),
    "Mutation.subscriptionCreate.input.payWith.accountId": Place(("gwa",), SUBSCRIBE, plan_through),
    "Mutation.invoicePay.input.payWith.accountId": Place(("gwa",), PAY, through(id="inv_0")),
    "Mutation.balanceTopUp.input.payWith.accountId": Place(("gwa",), TOP_UP, through(amount=usd("1.00"))),
    "Mutation.refillPurchase.input.payWith.accountId": Place(("gwa",), REFILL, plan_through),
    "Mutation.subscriptionChange.input.payWith.accountId": Place(
        ("gwa",), CHANGE, through(subscriptionId="sub_0", quoteToken="x")
    ),
    "Query.subscriptionQuote.input.planId": Place(("plan",), QUOTE, of_plan()),
    "Query.subscriptionQuote.input.addons.addonId": Place(("addon",), QUOTE, with_addon()),
    "Mutation.subscriptionCreate.input.planId": Place(
        ("plan",), SUBSCRIBE, of_plan(idempotencyKey="isolation", payWith=NO_TOKEN)
    ),
    "Mutation.subscriptionCreate.input.addons.addonId": Place(
        ("addon",), SUBSCRIBE, with_addon(idempotencyKey="isolation", payWith=NO_TOKEN)
    ),
    "Mutation.invoicePay.input.id": Place(("inv",), PAY, wrapped(idempotencyKey="isolation", payWith=NO_TOKEN)),
    "Mutation.paymentCancel.input.id": Place(("pay",), CANCEL, wrapped()),
    "Mutation.subscriptionCreate.input.payWith.methodId": Place(("pm",), SUBSCRIBE, with_method),
    "Mutation.invoicePay.input.payWith.methodId": Place(("pm",), PAY, saved(id="inv_0")),
    "Mutation.balanceTopUp.input.payWith.methodId": Place(("pm",), TOP_UP, saved(amount=usd("1.00"))),
    "Mutation.balanceAdjust.input.customerId": Place(
        ("cus",), ADJUST, of_customer(amount=usd("1.00"), reason="Sorry", idempotencyKey="isolation")
    ),
    "Mutation.balanceHold.input.customerId": Place(
        ("cus",), HOLD, of_customer(amount=usd("1.00"), description="Build", idempotencyKey="isolation")
    ),
    "Mutation.balanceHoldSettle.input.holdId": Place(("bhold",), SETTLE_HOLD, of_hold(idempotencyKey="isolation")),
    "Mutation.balanceHoldRelease.input.holdId": Place(("bhold",), RELEASE_HOLD, of_hold()),
    "Mutation.autoTopUpSet.input.methodId": Place(
        ("pm",),
        SET,
        lambda _shop, id: {"input": {"enabled": True, "threshold": usd("1.00"), "amount": usd("5.00"), "methodId": id}},
    ),
    "Mutation.refundCreate.input.paymentId": Place(
        ("pay",), GIVE_BACK, lambda _shop, id: {"input": {"paymentId": id, "reason": "No", "idempotencyKey": "one"}}
    ),
    "Query.refillQuote.input.planId": Place(("plan",), REFILL_QUOTE, of_plan()),
    "Mutation.refillPurchase.input.planId": Place(
        ("plan",), REFILL, of_plan(idempotencyKey="isolation", payWith=NO_TOKEN)
    ),
    "Mutation.refillPurchase.input.payWith.methodId": Place(("pm",), REFILL, with_method),
    "Mutation.unitsConsume.input.customerId": Place(("cus",), CONSUME, of_customer(**SOME_UNITS)),
    "Mutation.unitsHold.input.customerId": Place(("cus",), RESERVE, of_customer(**SOME_UNITS)),
    "Mutation.unitsSettle.input.holdId": Place(("uhold",), SETTLE, of_hold(idempotencyKey="isolation")),
    "Mutation.unitsRelease.input.holdId": Place(("uhold",), RELEASE, of_hold()),
    "Query.subscriptionChangeQuote.input.subscriptionId": Place(("sub",), QUOTE_CHANGE, of_subscription(planId="x")),
    "Query.subscriptionChangeQuote.input.planId": Place(("plan",), QUOTE_CHANGE, as_change(planId=str)),
    "Query.subscriptionChangeQuote.input.addons.addonId": Place(
        ("addon",), QUOTE_CHANGE, as_change(addons=lambda id: [{"addonId": id}])
    ),
    "Mutation.subscriptionChange.input.subscriptionId": Place(
        ("sub",), CHANGE, of_subscription(quoteToken="x", idempotencyKey="isolation")
    ),
    "Mutation.subscriptionChange.input.payWith.methodId": Place(
        ("pm",), CHANGE, saved(subscriptionId="sub_0", quoteToken="x")
    ),
    "Mutation.subscriptionCancel.input.subscriptionId": lives("subscriptionCancel", when="NOW", creditUnused=True),
    "Mutation.subscriptionKeep.input.subscriptionId": lives("subscriptionKeep"),
    "Mutation.subscriptionPause.input.subscriptionId": lives("subscriptionPause"),
    "Mutation.subscriptionResume.input.subscriptionId": lives("subscriptionResume"),
    "Mutation.subscriptionRenewalsSet.input.subscriptionId": lives("subscriptionRenewalsSet", autoRenew=False),
    "Mutation.subscriptionRenewalsSet.input.methodId": Place(
        ("pm",), mutation("subscriptionRenewalsSet", ABSENT, INVALID), betos_renewals
    ),
    "Mutation.productUpdate.input.productId": catalog("productUpdate", "prod", "productId", name="Taken"),
    "Mutation.productArchive.input.productId": catalog("productArchive", "prod", "productId"),
    "Mutation.planCreate.input.productId": catalog(
        "planCreate",
        "prod",
        "productId",
        code="taken",
        name="Taken",
        prices=[PRICE],
        interval={"unit": "MONTH", "count": 1},
    ),
    "Mutation.planUpdate.input.planId": catalog("planUpdate", "plan", "planId", name="Taken"),
    "Mutation.planArchive.input.planId": catalog("planArchive", "plan", "planId"),
    "Mutation.planPriceSet.input.planId": catalog("planPriceSet", "plan", "planId", price=PRICE),
    "Mutation.planPriceMigrate.input.planId": catalog(
        "planPriceMigrate", "plan", "planId", currency="USD", idempotencyKey="isolation"
    ),
    "Query.planPriceMigration.planId": Place(("plan",), MIGRATION, plain),
    "Query.subscriptions.planId": Place(("plan",), OF_PLAN, plain),
    "Query.invoices.customerId": staff_list("invoices", "customerId", "cus"),
    "Query.invoices.subscriptionId": staff_list("invoices", "subscriptionId", "sub", shown=2),
    "Query.payments.customerId": staff_list("payments", "customerId", "cus"),
    "Query.collections.customerId": staff_list("collections", "customerId", "cus"),
    "Mutation.subscriptionRetry.input.subscriptionId": lives("subscriptionRetry"),
    "Mutation.addonCreate.input.planId": catalog(
        "addonCreate", "plan", "planId", code="taken", name="Taken", charge="RECURRING", prices=[PRICE]
    ),
    "Mutation.addonUpdate.input.addonId": catalog("addonUpdate", "addon", "addonId", name="Taken"),
    "Mutation.addonArchive.input.addonId": catalog("addonArchive", "addon", "addonId"),
    "Mutation.addonPriceSet.input.addonId": catalog("addonPriceSet", "addon", "addonId", price=PRICE),
    "Mutation.couponCreate.input.planIds": Place(
        ("plan",),
        mutation("couponCreate", INVALID),
        lambda _shop, id: {"input": {**TENTH, "planIds": [id]}},
    ),
    "Mutation.couponUpdate.input.couponId": catalog("couponUpdate", "cpn", "couponId", name="Taken"),
    "Mutation.couponArchive.input.couponId": catalog("couponArchive", "cpn", "couponId"),
    "Mutation.taxRateArchive.input.taxRateId": catalog("taxRateArchive", "tax", "taxRateId"),
    "Mutation.defaultTaxRatesSet.input.taxRateIds": Place(
        ("tax",), mutation("defaultTaxRatesSet", INVALID), lambda _shop, id: {"input": {"taxRateIds": [id]}}
    ),
    "Mutation.customerTaxSet.input.customerId": Place(
        ("cus",), mutation("customerTaxSet", ABSENT), of_customer(treatment="EXEMPT")
    ),
    "Mutation.customerTaxSet.input.taxRateIds": Place(("tax",), mutation("customerTaxSet", INVALID), betos_taxes),
    "Mutation.subscriptionCouponAdd.input.subscriptionId": lives("subscriptionCouponAdd", code="ISOLATION"),
    "Mutation.subscriptionDiscountRemove.input.discountId": catalog("subscriptionDiscountRemove", "dsc", "discountId"),
    "Query.disputes.customerId": staff_list("disputes", "customerId", "cus"),
    "Query.gatewayEvents.accountId": staff_list("gatewayEvents", "accountId", "gwa"),
    "Query.gatewayComparisons.accountId": Place(
        ("gwa",), "query ($id: ID!) { gatewayComparisons(accountId: $id) { nodes { day } } }", plain
    ),
    "Mutation.paymentReturn.input.paymentId": catalog("paymentReturn", "pay", "paymentId"),
    "Mutation.paymentSync.input.paymentId": catalog("paymentSync", "pay", "paymentId"),
    "Mutation.gatewayEventReplay.input.eventId": catalog("gatewayEventReplay", "gwe", "eventId"),
    "Mutation.gatewayCompare.input.accountId": catalog("gatewayCompare", "gwa", "accountId", day="2026-01-30"),
    "Mutation.staffTaskResolve.input.taskId": catalog("staffTaskResolve", "task", "taskId"),
    "Mutation.paymentRegister.input.customerId": registers("cus", "customerId"),
    "Mutation.paymentRegister.input.paymentId": registers("pay", "paymentId"),
    "Mutation.paymentRegister.input.accountId": registers("gwa", "accountId"),
    "Mutation.paymentRegister.input.allocations.invoiceId": Place(
        ("inv",),
        mutation("paymentRegister", ABSENT),
        lambda shop, id: {"input": {**received(shop), "allocations": [{"invoiceId": id, "amount": usd("1.00")}]}},
    ),
    "Mutation.paymentReverse.input.receiptId": catalog(
        "paymentReverse", "rcpt", "receiptId", reason="Taken", idempotencyKey="isolation"
    ),
    "Mutation.testClockCreate.input.customerIds": Place(
        ("cus",),
        mutation("testClockCreate", INVALID),
        lambda _shop, id: {"input": {"name": "Taken", "now": "2026-01-31T12:00:00Z", "customerIds": [id]}},
    ),
    "Mutation.testClockAdvance.input.testClockId": Place(
        ("clock",),
        mutation("testClockAdvance", ABSENT),
        lambda _shop, id: {"input": {"testClockId": id, "to": "2026-02-28T12:00:00Z", "idempotencyKey": "isolation"}},
    ),
    "LiveUpdates.subscriptionChangeQuoteUpdated.input.subscriptionId": Place(
        ("sub",), WATCH_QUOTE, of_subscription(planId="x")
    ),
    "LiveUpdates.subscriptionChangeQuoteUpdated.input.planId": Place(("plan",), WATCH_QUOTE, as_change(planId=str)),
    "LiveUpdates.subscriptionChangeQuoteUpdated.input.addons.addonId": Place(
        ("addon",), WATCH_QUOTE, as_change(addons=lambda id: [{"addonId": id}])
    ),
    "LiveUpdates.paymentUpdated.id": Place(("pay",), WATCH_PAYMENT, plain),
    "LiveUpdates.subscriptionUpdated.id": Place(("sub",), WATCH_SUBSCRIPTION, plain),
}
# What every visitor of the same merchant may see; only another merchant's people are strangers to it.
PUBLIC = frozenset({"prod", "plan", "addon", "mer", "tax"}) | {
    # Which accounts there are is in `paymentOptions`.
    "Mutation.paymentMethodAdd.input.accountId",
    "Mutation.paymentSheetCreate.input.accountId",
    "Mutation.subscriptionCreate.input.payWith.accountId",
    "Mutation.invoicePay.input.payWith.accountId",
    "Mutation.balanceTopUp.input.payWith.accountId",
    "Mutation.refillPurchase.input.payWith.accountId",
    "Mutation.subscriptionChange.input.payWith.accountId",
}
# What no customer sees: kinds, and places.
OF_STAFF = frozenset(
    {
        "clock",
        "cpn",
        "gwa",
        "rcpt",
        "dsp",
        "task",
        "gwe",
        "gwc",
        "Query.coupon.id",
        "Query.gatewayAccount.id",
        "Query.planPriceMigration.planId",
        "Query.subscriptions.planId",
    }
) | {
    "Query.invoices.customerId",
    "Query.invoices.subscriptionId",
    "Query.payments.customerId",
    "Query.collections.customerId",
    "Query.disputes.customerId",
    "Query.gatewayEvents.accountId",
    "Query.gatewayComparisons.accountId",
}


def id_places() -> Iterator[str]:
    for root in (SCHEMA.query_type, SCHEMA.mutation_type, SCHEMA.subscription_type):
        assert root is not None
        for name, field in root.fields.items():
            for argument_name, argument in field.args.items():
                yield from _ids_in(f"{root.name}.{name}.{argument_name}", argument.type)
    for type in SCHEMA.type_map.values():
        if type in (SCHEMA.query_type, SCHEMA.mutation_type, SCHEMA.subscription_type) or type.name.startswith("__"):
            continue
        for name, field in getattr(type, "fields", {}).items():
            for argument_name, argument in getattr(field, "args", {}).items():
                yield from _ids_in(f"{type.name}.{name}.{argument_name}", argument.type)


def _ids_in(path: str, type: GraphQLInputType) -> Iterator[str]:
    named = get_named_type(type)
    if named.name == "ID":
        yield path
    elif isinstance(named, GraphQLInputObjectType):
        for name, field in named.fields.items():
            yield from _ids_in(f"{path}.{name}", field.type)


def test_each_place_that_takes_an_id_has_a_case() -> None:
    assert sorted(id_places()) == sorted(PLACES)


def test_a_node_of_each_kind_is_asked_for() -> None:
    node = SCHEMA.get_type("Node")
    kinds = {type.name for type in SCHEMA.type_map.values() if node in getattr(type, "interfaces", ())}
    # An attempt is reached through its payment, never by its id.
    assert kinds - {"PaymentAttempt"} == {
        "Customer", "Subscription", "Invoice", "Payment", "Product", "Plan", "Addon", "Merchant",
        "UnitGrant", "UnitHold", "BalanceTransaction", "BalanceHold", "PaymentMethod", "Refund", "TestClock",
        "InvoiceCollection", "Coupon", "Discount", "TaxRate", "GatewayAccount",
        "PaymentReceipt", "PaymentSetup", "Dispute", "StaffTask", "GatewayEvent", "GatewayComparison",
    }  # fmt: skip


@dataclass(frozen=True)
class Scene:
    """Ana's things, and everybody else."""

    ids: dict[str, list[str]]
    ana: Person
    staff: Person
    strangers: dict[str, tuple[Shop, Person | None]]
    secrets: tuple[str, ...]


@pytest.fixture(scope="module")
def scene(shop: Shop, other: Shop, staff: Person, other_staff: Person) -> Scene:
    ana, beto = shop.register(), shop.register()
    done, waiting = shop.subscribe(ana), shop.subscribe(ana, CHALLENGED_CARD, plan="analytics/basic")
    shop.subscribe(beto, quantity=BETOS_SITES)
    shop.subscribe(shop.register(), plan="hosting/team")
    answers = (done, waiting)
    refill(shop, ana, payWith=shop.pay_with(save=True))
    hold = use(shop, staff, ana, RESERVE, quantity="1")["hold"]["id"]
    adjust(shop, staff, ana, usd("5.00"))
    server = start_server(shop, ana, quantity=ANAS_SERVERS)
    credit = adjust(shop, staff, ana, usd("10.00"))["transaction"]["id"]
    held = hold_money(shop, staff, ana, usd("1.00"))["hold"]["id"]
    refund = give_back(shop, staff, done["firstPayment"]["id"], usd("1.00"))["refund"]["id"]
    stands = {"name": "Hosting for a year", "now": "2026-01-31T12:00:00Z"}
    clock = shop.do(MAKE_CLOCK, stands, by=staff)["testClock"]["id"]
    coupon = shop.do(COUPON, TENTH, by=staff)["coupon"]["id"]
    lowered = shop.do(ADD, {"subscriptionId": done["subscription"]["id"], "code": "isolation"}, by=ana)
    vat = {"name": "VAT of nobody", "percent": "20", "inclusive": True}
    rate = shop.do(TAX, vat, by=staff)["taxRate"]["id"]
    collection = new_id("col")
    execute(shop.database_url, COLLECT, collection, done["invoice"]["id"])
    setup = new_id("setup")
    execute(shop.database_url, TRY_TO_SAVE, setup, shop.provider.account_id, ana.customer_id)
    slip = {"customerId": ana.customer_id, "kind": "CASH", "amount": usd("2.00"), "receivedOn": "2026-01-31"}
    cash = shop.do(SLIP, {**slip, "idempotencyKey": "isolation"}, by=staff)["payments"][0]["receipts"][0]["id"]
    dispute, task, event, comparison = new_id("dsp"), new_id("task"), new_id("gwe"), new_id("gwc")
    execute(shop.database_url, DISPUTE, dispute, done["firstPayment"]["id"])
    execute(shop.database_url, TASK, task, merchant_id(shop))
    execute(shop.database_url, EVENT, event, merchant_id(shop), shop.provider.account_id)
    execute(shop.database_url, COMPARISON, comparison, merchant_id(shop), shop.provider.account_id)
    ids = {
        "col": [collection],
        "setup": [setup],
        "rcpt": [cash],
        "dsp": [dispute],
        "task": [task],
        "gwe": [event],
        "gwc": [comparison],
        "gwa": [shop.provider.account_id],
        "clock": [clock],
        "cpn": [coupon],
        "dsc": [lowered["subscription"]["discounts"][0]["id"]],
        "tax": [rate],
        "ref": [refund],
        "btx": [credit],
        "bhold": [held],
        "cus": [ana.customer_id or ""],
        "sub": [answer["subscription"]["id"] for answer in (*answers, server)],
        "inv": [answer["invoice"]["id"] for answer in answers],
        "pay": [answer["firstPayment"]["id"] for answer in answers],
        "grant": [grant["id"] for grant in units_of(shop, ana)[0]["grants"]],
        "uhold": [hold],
        "pm": [one(shop.database_url, "SELECT id FROM payment_methods WHERE customer_id = ?", ana.customer_id)],
        "plan": [shop.plans["hosting/team"]],
        "addon": [shop.plans["hosting/team/seat"]],
        "prod": [shop.ask('{ product(code: "hosting") { id } }')["product"]["id"]],
        "mer": [merchant_id(shop)],
    }
    strangers = {
        "another customer": (shop, beto),
        "a visitor": (shop, None),
        "staff of another merchant": (other, other_staff),
        "a customer of another merchant": (other, other.register()),
        "a visitor of another merchant": (other, None),
    }
    return Scene(ids, ana, staff, strangers, (ana.email, "Hosting", "Evergreen"))


def answer_to(shop: Shop, place: str, by: Person | None, id: str) -> bytes:
    """What comes back, with the id that was sent taken out."""
    case = PLACES[place]
    variables = case.variables(shop, id)
    if place.startswith("LiveUpdates."):
        with shop.watching(case.document, id, by=by, variables=variables) as watch:
            first = watch.receive()
            refused = first["type"] == "next" and "errors" in first["payload"]
            content = json.dumps([first, watch.receive()] if refused else [first]).encode()
    else:
        answer = shop.post(case.document, variables, by=by)
        assert answer.status_code == 200
        content = answer.content
    assert b"GRAPHQL_VALIDATION_FAILED" not in content
    assert b"BAD_USER_INPUT" not in content
    return content.replace(id.encode(), b"ID")


@pytest.mark.parametrize("place", PLACES)
def test_strangers_cannot_tell_what_is_there_from_what_is_not(shop: Shop, scene: Scene, place: str) -> None:
    for prefix in PLACES[place].prefixes:
        for name, (stranger_shop, stranger) in scene.strangers.items():
            if {prefix, place} & PUBLIC and not name.endswith("another merchant"):
                continue
            nothing = answer_to(stranger_shop, place, stranger, new_id(prefix))
            for id in scene.ids[prefix]:
                found = answer_to(stranger_shop, place, stranger, id)
                assert found == nothing, (name, id)
                assert not any(secret.encode() in found for secret in scene.secrets)


@pytest.mark.parametrize("place", [place for place in PLACES if not place.startswith("Mutation.")])
def test_the_owner_does_see_it(shop: Shop, scene: Scene, place: str) -> None:
    for prefix in PLACES[place].prefixes:
        owner = scene.staff if {prefix, place} & OF_STAFF else scene.ana
        nothing = answer_to(shop, place, owner, new_id(prefix))
        for id in scene.ids[prefix][: PLACES[place].shown]:
            assert answer_to(shop, place, owner, id) != nothing
            if owner is scene.staff:
                hidden = answer_to(shop, place, scene.ana, new_id(prefix))
                assert answer_to(shop, place, scene.ana, id) == hidden


def test_a_mutation_of_a_stranger_changed_nothing(shop: Shop, scene: Scene) -> None:
    before = shop.me(scene.ana)
    for place in (place for place in PLACES if place.startswith("Mutation.")):
        for stranger_shop, stranger in scene.strangers.values():
            for prefix in PLACES[place].prefixes:
                for id in scene.ids[prefix]:
                    answer_to(stranger_shop, place, stranger, id)
    assert shop.me(scene.ana) == before


@pytest.mark.parametrize("prefix", PLACES["Query.node.id"].prefixes)
def test_node_finds_each_kind_for_its_owner_and_for_staff(shop: Shop, scene: Scene, prefix: str) -> None:
    for id in scene.ids[prefix]:
        assert prefix_of(id) == prefix
        mine = shop.ask(NODE, {"id": id}, by=scene.staff if prefix in OF_STAFF else scene.ana)["node"]
        assert mine["id"] == id
        assert shop.ask(NODE, {"id": id}, by=scene.staff)["node"] == mine
        if prefix in PUBLIC:
            assert shop.ask(NODE, {"id": id})["node"] == mine


@pytest.mark.parametrize(
    "id", ["", "_", "pay", "pay_", "nope_0", "evt_0", "usr_0", "pay_' OR 1=1", "\u00e9", "x" * 5000]
)
def test_node_knows_nothing_of_any_other_text(shop: Shop, scene: Scene, id: str) -> None:
    assert shop.ask(NODE, {"id": id}, by=scene.staff) == {"node": None}


def test_tokens_of_one_merchant_keep_it_whatever_the_header_says(shop: Shop, scene: Scene) -> None:
    headers = {"Authorization": f"Bearer {scene.ana.access}", "X-Merchant": "other"}
    query = {"query": "{ viewer { email merchant { code } } }"}
    answer = shop.http.post(f"{shop.url}/graphql", json=query, headers=headers)
    assert answer.json() == {"data": {"viewer": {"email": scene.ana.email, "merchant": {"code": "demo"}}}}


def test_lists_of_staff_and_visitors_show_no_customer(shop: Shop, scene: Scene) -> None:
    assert shop.ask("{ me { id } }") == {"me": None}
    assert shop.ask("{ me { id } }", by=scene.staff) == {"me": None}
    assert shop.ask("{ viewer { email } }") == {"viewer": None}


def test_the_catalogue_of_a_merchant_is_its_own(shop: Shop, other: Shop) -> None:
    assert sorted(replace(other).plans) == [
        "hosting/basic",
        "hosting/basic/seat",
        "hosting/basic/setup",
        "hosting/plus",
    ]
    assert not set(other.plans.values()) & set(shop.plans.values())
