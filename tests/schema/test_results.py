"""Every answer that a mutation, or a quote, can give: one case for each member of its union, or the reason why none."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from graphql import GraphQLUnionType, get_named_type

from tests.support.balance_api import BALANCE, top_up, usd
from tests.support.dialects import on_one_shop
from tests.support.merchants import PASSWORD
from tests.support.shop import (
    ACCESS_SECONDS,
    CHALLENGED_CARD,
    DECLINED_CARD,
    QUOTE,
    REGISTER,
    SIGN_IN,
    SUBSCRIBE,
    Person,
    Shop,
    fresh,
    fresh_email,
)
from tests.support.snapshot import snapshot
from tests.support.sql import execute, one

SCHEMA = snapshot()
REFRESH = """
mutation ($input: TokenRefreshInput!) { tokenRefresh(input: $input) {
  __typename ... on TokenRefreshSuccess { access refresh expiresIn } ... on Error { code message }
} }"""
REVOKE = """
mutation ($input: TokenRevokeInput!) { tokenRevoke(input: $input) {
  __typename ... on TokenRevokeSuccess { revoked } ... on Error { code message }
} }"""
CANCEL = """
mutation ($input: PaymentCancelInput!) { paymentCancel(input: $input) {
  __typename
  ... on PaymentCancelSuccess { payment { id status action { __typename } invoice { status } } }
  ... on Error { code message }
  ... on NotFoundError { id }
  ... on IllegalTransitionError { status allowed }
} }"""

# These have cases in a file of their own, under the same law: a case for each member.
ELSEWHERE = {"refillQuote", "refillPurchase", "unitsConsume", "unitsHold", "unitsSettle", "unitsRelease"}
ELSEWHERE |= {"subscriptionChangeQuote", "subscriptionChange"}
ELSEWHERE |= {"subscriptionCancel", "subscriptionKeep", "subscriptionPause", "subscriptionResume"}
ELSEWHERE |= {"subscriptionRetry"}
ELSEWHERE |= {"subscriptionRenewalsSet", "billingPolicySet", "testClockCreate", "testClockAdvance"}
ELSEWHERE |= {"productCreate", "productUpdate", "productArchive"}
ELSEWHERE |= {"planCreate", "planUpdate", "planArchive", "planPriceSet", "planPriceMigrate"}
ELSEWHERE |= {"addonCreate", "addonUpdate", "addonArchive", "addonPriceSet"}
ELSEWHERE |= {"autoTopUpSet", "refundCreate", "paymentRegister", "paymentReverse"}
ELSEWHERE |= {"couponCreate", "couponUpdate", "couponArchive"}
ELSEWHERE |= {"taxRateCreate", "taxRateArchive", "defaultTaxRatesSet", "customerTaxSet"}
ELSEWHERE |= {"subscriptionCouponAdd", "subscriptionDiscountRemove"}
ELSEWHERE |= {"paymentMethodAdd", "paymentMethodRemove", "paymentMethodSetDefault", "paymentSheetCreate"}
ELSEWHERE |= {"gatewayAccountCreate", "gatewayAccountUpdate", "gatewayAccountTest"}
ELSEWHERE |= {"gatewayAccountInstallWebhook", "gatewayAccountRemove"}
ELSEWHERE |= {"paymentReturn", "paymentSync", "staffTaskResolve", "gatewayEventReplay", "gatewayCompare"}
ELSEWHERE |= {"balanceTopUp", "balanceAdjust", "balanceHold", "balanceHoldSettle", "balanceHoldRelease"}

Answer = dict[str, Any]
Case = Callable[[Shop], Answer]
CASES: dict[tuple[str, str], Case] = {}
UNREACHABLE = {
    ("tokenRevoke", "InvalidInputError"): "any text is a token that may have ended; kept for later rules",
    ("paymentCancel", "NotSupportedError"): "the Sandbox cancels; a gateway that does not is in test_reconciliation.py",
}


def case(field: str, member: str) -> Callable[[Case], Case]:
    def keep(function: Case) -> Case:
        assert (field, member) not in CASES
        CASES[field, member] = function
        return function

    return keep


def test_every_member_of_every_result_has_a_case() -> None:
    members = set()
    for root in (SCHEMA.query_type, SCHEMA.mutation_type):
        assert root is not None
        for name, field in root.fields.items():
            named = get_named_type(field.type)
            if isinstance(named, GraphQLUnionType) and name not in ELSEWHERE:
                members |= {(name, member.name) for member in named.types}
    assert members == set(CASES) | set(UNREACHABLE)
    assert not set(CASES) & set(UNREACHABLE)


def fields_of(answer: Answer) -> list[tuple[str, str]]:
    return [(".".join(field["path"]), field["code"]) for field in answer["fields"]]


def count(shop: Shop, person: Person) -> int:
    """Everything that a purchase would leave behind."""
    total = 0
    for table in ("subscriptions", "invoices", "payments"):
        statement = f"SELECT COUNT(*) FROM {table} WHERE customer_id = ?"  # noqa: S608
        total += one(shop.database_url, statement, person.customer_id)
    return total


# Signing in


@case("tokenObtain", "TokenObtainSuccess")
def signed_in(shop: Shop) -> Answer:
    person = shop.register()
    answer = shop.do(SIGN_IN, {"email": f"  {person.email.upper()} ", "password": PASSWORD})
    assert answer["viewer"]["email"] == person.email
    assert (answer["viewer"]["role"], answer["expiresIn"]) == ("CUSTOMER", ACCESS_SECONDS)
    return answer


@case("tokenObtain", "InvalidInputError")
def no_address(shop: Shop) -> Answer:
    answer = shop.do(SIGN_IN, {"email": "ana", "password": PASSWORD})
    assert fields_of(answer) == [("email", "INVALID_EMAIL")]
    return answer


@case("tokenObtain", "ForbiddenError")
def wrong_password(shop: Shop) -> Answer:
    person = shop.register()
    unknown = shop.do(SIGN_IN, {"email": fresh_email(), "password": PASSWORD})
    known = shop.do(SIGN_IN, {"email": person.email, "password": "not the password"})
    assert known == unknown
    return known


@case("tokenObtain", "LimitExceededError")
def too_many_wrong_passwords(shop: Shop) -> Answer:
    person = shop.register()
    for _ in range(10):
        answer = shop.do(SIGN_IN, {"email": person.email, "password": "not the password"})
        assert answer["__typename"] == "ForbiddenError"
    answer = shop.do(SIGN_IN, {"email": person.email, "password": PASSWORD})
    assert answer["limit"] == 10
    return answer


@case("tokenRefresh", "TokenRefreshSuccess")
def refreshed(shop: Shop) -> Answer:
    person = shop.register()
    answer = shop.do(REFRESH, {"refresh": person.refresh})
    assert answer["refresh"] != person.refresh
    assert shop.me(Person(person.email, answer["access"], ""))["id"] == person.customer_id
    return answer


@case("tokenRefresh", "ForbiddenError")
def unknown_refresh_token(shop: Shop) -> Answer:
    return shop.do(REFRESH, {"refresh": "nobody's"})


@case("tokenRevoke", "TokenRevokeSuccess")
def revoked(shop: Shop) -> Answer:
    person = shop.register()
    answer = shop.do(REVOKE, {"refresh": person.refresh})
    assert shop.do(REFRESH, {"refresh": person.refresh})["__typename"] == "ForbiddenError"
    assert shop.do(REVOKE, {"refresh": person.refresh}) == answer
    assert shop.do(REVOKE, {"refresh": "nobody's"}) == answer
    return answer


@case("customerRegister", "CustomerRegisterSuccess")
def registered(shop: Shop) -> Answer:
    address = fresh_email()
    answer = shop.do(
        REGISTER,
        {
            "email": f" {address.upper()}",
            "password": PASSWORD,
            "name": " Ana  Torres",
            "locale": "es",
            "currency": "MXN",
        },
    )
    assert {**answer["customer"], "id": ""} == {
        "id": "", "email": address, "name": "Ana Torres", "locale": "es", "currency": "MXN"
    }  # fmt: skip
    return answer


@case("customerRegister", "InvalidInputError")
def weak_password(shop: Shop) -> Answer:
    address = fresh_email()
    for changes, wrong in (
        ({"email": "ana@"}, ("email", "INVALID_EMAIL")),
        ({"password": address}, ("password", "TOO_EASY")),
        ({"password": "x" * 201}, ("password", "TOO_LONG")),
        ({"name": "  "}, ("name", "INVALID_NAME")),
        ({"locale": "xx"}, ("locale", "UNKNOWN_LOCALE")),
    ):
        answer = shop.do(REGISTER, {"email": address, "password": PASSWORD, "name": "Ana", **changes})
        assert fields_of(answer) == [wrong]
    answer = shop.do(REGISTER, {"email": address, "password": "short", "name": "Ana"})
    assert fields_of(answer) == [("password", "TOO_SHORT")]
    assert one(shop.database_url, "SELECT COUNT(*) FROM users WHERE email = ?", address) == 0
    return answer


@case("customerRegister", "ConflictError")
def taken_address(shop: Shop) -> Answer:
    person = shop.register()
    answer = shop.do(REGISTER, {"email": person.email.upper(), "password": PASSWORD, "name": "Somebody"})
    assert one(shop.database_url, "SELECT COUNT(*) FROM customers WHERE email = ?", person.email) == 1
    return answer


# Quoting


@case("subscriptionQuote", "SubscriptionQuoteSuccess")
def quoted(shop: Shop) -> Answer:
    addons = [
        {"addonId": shop.plans["hosting/starter/seat"], "quantity": 3},
        {"addonId": shop.plans["hosting/starter/setup"]},
    ]
    order = {"planId": shop.plans["hosting/starter"], "quantity": 2, "addons": addons, "currency": "MXN"}
    answer = shop.do(QUOTE, order)
    assert [line["amount"]["amount"] for line in answer["quote"]["lines"]] == ["380.00", "228.00", "930.00"]
    assert answer["quote"]["dueNow"] == {"amount": "1538.00", "currency": "MXN"}
    assert answer["quote"]["nextCharge"] == {"amount": "608.00", "currency": "MXN"}
    trial = shop.do(QUOTE, {"planId": shop.plans["odd/trial"]})["quote"]
    nothing, later = ({"amount": amount, "currency": "USD"} for amount in ("0.00", "7.00"))
    assert (trial["lines"], trial["dueNow"], trial["nextCharge"]) == ([], nothing, later)
    return answer


@case("subscriptionQuote", "InvalidInputError")
def quote_of_nothing(shop: Shop) -> Answer:
    wrong = [
        {"addonId": shop.plans["hosting/starter/seat"], "quantity": 101},
        {"addonId": shop.plans["hosting/team/seat"]},
        {"addonId": shop.plans["hosting/starter/setup"], "quantity": 0},
    ]
    answer = shop.do(QUOTE, {"planId": shop.plans["hosting/starter"], "quantity": 0, "addons": wrong})
    assert fields_of(answer) == [
        ("quantity", "OUT_OF_RANGE"),
        ("addons.0.quantity", "OUT_OF_RANGE"),
        ("addons.1.addonId", "NOT_ON_PLAN"),
        ("addons.2.quantity", "OUT_OF_RANGE"),
    ]
    euro = shop.do(QUOTE, {"planId": shop.plans["hosting/starter"], "currency": "EUR"})
    assert fields_of(euro) == [("planId", "NO_PRICE")]
    none = shop.do(QUOTE, {"planId": shop.plans["hosting/starter"], "currency": "QQQ"})
    assert none["__typename"] == "InvalidInputError"
    customer = shop.do(QUOTE, {"planId": shop.plans["hosting/starter"], "currency": "MXN"}, by=shop.register())
    assert fields_of(customer) == [("currency", "OTHER_CURRENCY")]
    return answer


@case("subscriptionQuote", "NotFoundError")
def quote_of_an_archived_plan(shop: Shop) -> Answer:
    for code in ("old", "gone"):
        archived = one(shop.database_url, "SELECT id FROM plans WHERE code = ?", code)
        answer = shop.do(QUOTE, {"planId": archived})
        assert answer["id"] == archived
    return answer


@case("subscriptionQuote", "NotSupportedError")
def quote_of_a_refill(shop: Shop) -> Answer:
    return shop.do(QUOTE, {"planId": shop.plans["machine-hours/bag-100"]})


# Subscribing


@case("subscriptionCreate", "SubscriptionCreateSuccess")
def subscribed(shop: Shop) -> Answer:
    free = shop.do(SUBSCRIBE, shop.purchase(plan="odd/free", payWith=None), by=shop.register())
    assert (free["subscription"]["status"], free["invoice"]["status"]) == ("ACTIVE", "PAID")
    assert free["firstPayment"] is None
    tried = shop.do(SUBSCRIBE, shop.purchase(plan="odd/trial", payWith=None), by=shop.register())
    assert (tried["subscription"]["status"], tried["invoice"], tried["firstPayment"]) == ("TRIALING", None, None)
    answer = shop.subscribe(shop.register())
    assert (answer["subscription"]["status"], answer["invoice"]["status"]) == ("ACTIVE", "PAID")
    payment = answer["firstPayment"]
    assert (payment["status"], payment["cardBrand"], payment["cardLast4"]) == ("SUCCEEDED", "visa", "4242")
    return answer


@case("subscriptionCreate", "AlreadySubscribedError")
def subscribed_twice(shop: Shop) -> Answer:
    person = shop.register()
    first = shop.subscribe(person)
    before = count(shop, person)
    answer = shop.subscribe(person, plan="hosting/team")
    assert answer["subscription"] == first["subscription"]
    assert count(shop, person) == before
    return answer


@case("subscriptionCreate", "PaymentDeclinedError")
def declined(shop: Shop) -> Answer:
    person = shop.register()
    answer = shop.subscribe(person, DECLINED_CARD)
    assert (answer["reason"], answer["retryable"]) == ("GENERIC", True)
    assert answer["payment"]["status"] == "FAILED"
    assert answer["payment"]["decline"]["message"] == answer["message"]
    (invoice,) = shop.me(person)["invoices"]["nodes"]
    assert (invoice["status"], invoice["amountDue"]["amount"]) == ("OPEN", "10.00")
    return answer


@case("subscriptionCreate", "InsufficientBalanceError")
def subscribed_without_the_money(shop: Shop) -> Answer:
    person = shop.register()
    top_up(shop, person, usd("9.99"))
    before = count(shop, person)
    answer = shop.subscribe(person, payWith=BALANCE)
    assert (answer["needed"], answer["available"]) == (usd("10.00"), usd("9.99"))
    assert count(shop, person) == before
    return answer


@case("subscriptionCreate", "QuoteChangedError")
def price_changed(shop: Shop) -> Answer:
    person, plan = shop.register(), shop.plans["odd/volatile"]
    quote = shop.do(QUOTE, {"planId": plan}, by=person)["quote"]
    assert quote["dueNow"]["amount"] == "10.00"
    execute(shop.database_url, "UPDATE prices SET amount_minor = 1100 WHERE plan_id = ?", plan)
    answer = shop.subscribe(person, plan="odd/volatile", quoteToken=quote["token"])
    assert answer["quote"]["dueNow"] == {"amount": "11.00", "currency": "USD"}
    assert count(shop, person) == 0
    confirmed = shop.subscribe(person, plan="odd/volatile", quoteToken=answer["quote"]["token"])
    assert confirmed["firstPayment"]["amount"]["amount"] == "11.00"
    execute(shop.database_url, "UPDATE prices SET amount_minor = 1000 WHERE plan_id = ?", plan)
    return answer


@case("subscriptionCreate", "InvalidInputError")
def bad_purchases(shop: Shop) -> Answer:
    person = shop.register()
    foreign = shop.do(QUOTE, {"planId": shop.plans["hosting/starter"]}, by=shop.register())["quote"]["token"]
    elsewhere = shop.do(QUOTE, {"planId": shop.plans["hosting/team"]}, by=person)["quote"]["token"]
    token = {"gateway": "sandbox", "kind": "CARD", "token": "tok_0"}
    for changes, wrong in (
        ({"idempotencyKey": " "}, ("idempotencyKey", "INVALID_KEY")),
        ({"idempotencyKey": "k" * 256}, ("idempotencyKey", "INVALID_KEY")),
        ({"quantity": 10_001}, ("quantity", "OUT_OF_RANGE")),
        ({"quoteToken": "nonsense"}, ("quoteToken", "INVALID_TOKEN")),
        ({"quoteToken": foreign}, ("quoteToken", "FOREIGN_TOKEN")),
        ({"quoteToken": elsewhere}, ("quoteToken", "OTHER_SELECTION")),
        ({"payWith": {**token, "gateway": "nobody"}}, ("payWith.gateway", "GATEWAY_NOT_OFFERED")),
        ({"payWith": {**token, "kind": "CASH"}}, ("payWith.kind", "KIND_NOT_OFFERED")),
        ({"payWith": {**token, "token": None}}, ("payWith.token", "REQUIRED")),
        ({"payWith": {**token, "token": "4242 4242-4242 4242"}}, ("payWith.token", "CARD_NUMBER")),
        ({"payWith": {**token, "token": "t" * 501}}, ("payWith.token", "TOO_LONG")),
        ({"payWith": {**token, "returnUrl": "https://evil.example/"}}, ("payWith.returnUrl", "FOREIGN_URL")),
        ({"payWith": {**token, "returnUrl": "javascript:alert(1)"}}, ("payWith.returnUrl", "FOREIGN_URL")),
    ):
        changes = {"payWith": token, **changes}
        answer = shop.do(SUBSCRIBE, {**shop.purchase(payWith=token), **changes}, by=person)
        assert fields_of(answer) == [wrong], changes
    answer = shop.subscribe(person, payWith=None)
    assert fields_of(answer) == [("payWith", "REQUIRED")]
    assert count(shop, person) == 0
    return answer


@case("subscriptionCreate", "NotFoundError")
def no_such_plan(shop: Shop) -> Answer:
    person = shop.register()
    answer = shop.do(SUBSCRIBE, {**shop.purchase(), "planId": "plan_0"}, by=person)
    assert (answer["id"], count(shop, person)) == ("plan_0", 0)
    return answer


@case("subscriptionCreate", "ForbiddenError")
def visitors_and_staff_do_not_buy(shop: Shop) -> Answer:
    by_staff = shop.subscribe(shop.sign_in("staff@example.com", "perennial-staff"))
    by_visitor = shop.do(SUBSCRIBE, shop.purchase())
    assert by_staff == by_visitor
    return by_visitor


@case("subscriptionCreate", "ConflictError")
def key_of_another_purchase(shop: Shop) -> Answer:
    person, key = shop.register(), fresh("key")
    first = shop.purchase(idempotencyKey=key)
    bought = shop.do(SUBSCRIBE, first, by=person)
    assert shop.do(SUBSCRIBE, first, by=person) == bought
    before = count(shop, person)
    answer = shop.do(SUBSCRIBE, {**first, "quantity": 2}, by=person)
    assert count(shop, person) == before
    # The key is this customer's own: another one may use the same text.
    assert shop.subscribe(shop.register(), idempotencyKey=key)["__typename"] == "SubscriptionCreateSuccess"
    return answer


@case("subscriptionCreate", "NotSupportedError")
def subscribing_to_a_refill(shop: Shop) -> Answer:
    person = shop.register()
    answer = shop.subscribe(person, plan="machine-hours/bag-100")
    assert count(shop, person) == 0
    return answer


# Paying an invoice


def owing(shop: Shop, card: str = DECLINED_CARD) -> tuple[Person, str]:
    """A customer and their open invoice, left by a card."""
    person = shop.register()
    shop.subscribe(person, card)
    return person, shop.me(person)["invoices"]["nodes"][0]["id"]


@case("invoicePay", "InvoicePaySuccess")
def paid_after_a_decline(shop: Shop) -> Answer:
    person, invoice = owing(shop)
    key, token = fresh("key"), shop.pay_with()
    answer = shop.pay(person, invoice, idempotencyKey=key, payWith=token)
    assert (answer["invoice"]["status"], answer["payment"]["status"]) == ("PAID", "SUCCEEDED")
    assert shop.pay(person, invoice, idempotencyKey=key, payWith=token) == answer
    assert [sub["status"] for sub in shop.me(person)["subscriptions"]["nodes"]] == ["ACTIVE"]
    return answer


@case("invoicePay", "PaymentDeclinedError")
def declined_again(shop: Shop) -> Answer:
    person, invoice = owing(shop)
    answer = shop.pay(person, invoice, DECLINED_CARD)
    assert answer["payment"]["invoice"] == {"id": invoice, "status": "OPEN"}
    assert [payment["status"] for payment in shop.me(person)["payments"]["nodes"]] == ["FAILED", "FAILED"]
    return answer


@case("invoicePay", "InsufficientBalanceError")
def paid_without_the_money(shop: Shop) -> Answer:
    person, invoice = owing(shop)
    before = count(shop, person)
    answer = shop.pay(person, invoice, payWith=BALANCE)
    assert (answer["needed"], answer["available"]) == (usd("10.00"), usd("0.00"))
    part = shop.pay(person, invoice, payWith=BALANCE, amount=usd("0.01"))
    assert (part["needed"], part["available"]) == (usd("0.01"), usd("0.00"))
    assert count(shop, person) == before
    return answer


@case("invoicePay", "InvalidInputError")
def paid_with_a_card_number(shop: Shop) -> Answer:
    person, invoice = owing(shop)
    before = count(shop, person)
    number = {"gateway": "sandbox", "kind": "CARD", "token": "4242424242424242"}
    answer = shop.pay(person, invoice, payWith=number)
    assert (fields_of(answer), count(shop, person)) == ([("payWith.token", "CARD_NUMBER")], before)
    return answer


@case("invoicePay", "NotFoundError")
def no_such_invoice(shop: Shop) -> Answer:
    answer = shop.pay(shop.register(), "inv_0")
    assert answer["id"] == "inv_0"
    return answer


@case("invoicePay", "ForbiddenError")
def visitors_do_not_pay(shop: Shop) -> Answer:
    _, invoice = owing(shop)
    by_staff = shop.pay(shop.sign_in("staff@example.com", "perennial-staff"), invoice)
    assert by_staff["__typename"] == "ForbiddenError"
    return by_staff


@case("invoicePay", "ConflictError")
def another_payment_is_open(shop: Shop) -> Answer:
    person, invoice = owing(shop, CHALLENGED_CARD)
    before = count(shop, person)
    answer = shop.pay(person, invoice)
    assert count(shop, person) == before
    return answer


@case("invoicePay", "IllegalTransitionError")
def nothing_left_to_pay(shop: Shop) -> Answer:
    person = shop.register()
    paid = shop.buy(person)["invoice"]["id"]
    before = count(shop, person)
    answer = shop.pay(person, paid)
    assert (answer["status"], count(shop, person)) == ("PAID", before)
    return answer


# Canceling a payment


def cancel(shop: Shop, person: Person | None, payment: str) -> Answer:
    return shop.do(CANCEL, {"id": payment}, by=person)


@case("paymentCancel", "PaymentCancelSuccess")
def canceled(shop: Shop) -> Answer:
    person = shop.register()
    waiting = shop.buy(person, CHALLENGED_CARD)["firstPayment"]
    assert (waiting["status"], waiting["action"]["url"].startswith(f"{shop.url}/sandbox/")) == ("REQUIRES_ACTION", True)
    answer = cancel(shop, person, waiting["id"])
    assert answer["payment"] == {
        "id": waiting["id"], "status": "CANCELED", "action": None, "invoice": {"status": "OPEN"}
    }  # fmt: skip
    assert cancel(shop, person, waiting["id"]) == answer
    return answer


@case("paymentCancel", "NotFoundError")
def no_such_payment(shop: Shop) -> Answer:
    answer = cancel(shop, shop.register(), "pay_0")
    assert answer["id"] == "pay_0"
    return answer


@case("paymentCancel", "ForbiddenError")
def visitors_do_not_cancel(shop: Shop) -> Answer:
    person = shop.register()
    payment = shop.buy(person, CHALLENGED_CARD)["firstPayment"]["id"]
    answer = cancel(shop, None, payment)
    assert shop.me(person)["payments"]["nodes"][0]["status"] == "REQUIRES_ACTION"
    return answer


@case("paymentCancel", "IllegalTransitionError")
def too_late_to_cancel(shop: Shop) -> Answer:
    person = shop.register()
    payment = shop.buy(person)["firstPayment"]["id"]
    answer = cancel(shop, person, payment)
    assert answer["status"] == "SUCCEEDED"
    return answer


@case("paymentCancel", "ConflictError")
def the_answer_to_the_charge_is_not_known(shop: Shop) -> Answer:
    person = shop.register()
    shop.provider.webhooks("hold")
    shop.provider.fault("drop_after_commit")
    payment = shop.buy(person)["firstPayment"]
    assert (payment["status"], payment["attempts"][0]["status"]) == ("PENDING", "UNKNOWN")
    answer = cancel(shop, person, payment["id"])
    shop.provider.webhooks("release")
    shop.await_active(person)
    return answer


@on_one_shop
@pytest.mark.parametrize(("field", "member"), list(CASES), ids=lambda text: text)
def test_this_answer_is_given(shop: Shop, field: str, member: str) -> None:
    answer = CASES[field, member](shop)
    assert answer["__typename"] == member, answer
    if member.endswith("Error"):
        name = member.removesuffix("Error")
        assert answer["code"] == "".join("_" * c.isupper() + c.upper() for c in name).strip("_")
        assert answer["message"]
