"""The product as its callers use it: GraphQL over HTTP and websockets, and the Sandbox's own API beside it."""

from __future__ import annotations

import itertools
import json
import os
from base64 import b64decode
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any
from urllib.parse import urlsplit

import httpx
from websockets.sync.client import connect
from websockets.sync.connection import Connection
from websockets.typing import Subprotocol

from backend.services.secrets import SecretBox
from tests.support.merchants import PASSWORD
from tests.support.processes import SECRET_KEY
from tests.support.sql import one, rows
from tests.support.waiting import PATIENCE_SECONDS, wait_until

CARD = "4242424242424242"
DECLINED_CARD = "4000000000000002"
POOR_CARD = "4000000000009995"
CHALLENGED_CARD = "4000002760003184"
CHALLENGED_POOR_CARD = "4000008260003178"
SLOW_CARD = "4000000000000077"
PANS = (CARD, DECLINED_CARD, POOR_CARD, CHALLENGED_CARD, CHALLENGED_POOR_CARD, SLOW_CARD)

# Life of an access token: as long as the settings allow, for a module of tests may take its time on a busy machine.
ACCESS_SECONDS = 3600

REGISTER = """
mutation ($input: CustomerRegisterInput!) { customerRegister(input: $input) {
  __typename
  ... on CustomerRegisterSuccess { access refresh expiresIn customer { id email name locale currency } }
  ... on Error { code message }
  ... on InvalidInputError { fields { path code } }
} }"""

SIGN_IN = """
mutation ($input: TokenObtainInput!) { tokenObtain(input: $input) {
  __typename
  ... on TokenObtainSuccess { access refresh expiresIn viewer { userId email role customer { id } merchant { id } } }
  ... on Error { code message }
  ... on InvalidInputError { fields { path code } }
  ... on LimitExceededError { limit }
} }"""

PAYMENT = """
fragment P on Payment {
  id status version amount { amount currency } cardBrand cardLast4
  action { ... on RedirectAction { url } } decline { reason message retryable }
  attempts { id number status } invoice { id status }
}"""

SUBSCRIBE = (
    """
mutation ($input: SubscriptionCreateInput!) { subscriptionCreate(input: $input) {
  __typename
  ... on SubscriptionCreateSuccess { subscription { id status } invoice { id status } firstPayment { ...P } }
  ... on Error { code message }
  ... on AlreadySubscribedError { subscription { id status } }
  ... on PaymentDeclinedError { reason retryable payment { ...P } }
  ... on InsufficientBalanceError { needed { amount currency } available { amount currency } }
  ... on QuoteChangedError { quote { token dueNow { amount currency } } }
  ... on InvalidInputError { fields { path code } }
  ... on NotFoundError { id }
} }"""
    + PAYMENT
)

PAY = (
    """
mutation ($input: InvoicePayInput!) { invoicePay(input: $input) {
  __typename
  ... on InvoicePaySuccess { invoice { id status } payment { ...P } }
  ... on Error { code message }
  ... on PaymentDeclinedError { reason retryable payment { ...P } }
  ... on InsufficientBalanceError { needed { amount currency } available { amount currency } }
  ... on InvalidInputError { fields { path code } }
  ... on NotFoundError { id }
  ... on IllegalTransitionError { status allowed }
} }"""
    + PAYMENT
)

CANCEL = (
    """
mutation ($input: PaymentCancelInput!) { paymentCancel(input: $input) {
  __typename
  ... on PaymentCancelSuccess { payment { ...P } }
  ... on Error { code message }
  ... on NotFoundError { id }
  ... on IllegalTransitionError { status allowed }
} }"""
    + PAYMENT
)

QUOTE = """
query ($input: SubscriptionQuoteInput!) { subscriptionQuote(input: $input) {
  __typename
  ... on SubscriptionQuoteSuccess { quote {
    token lines { description amount { amount currency } } dueNow { amount currency } nextCharge { amount currency }
    featuresGained { code }
  } }
  ... on Error { code message }
  ... on InvalidInputError { fields { path code } }
  ... on NotFoundError { id }
} }"""

ME = (
    """
{ me {
  id entitlements { code }
  subscriptions { nodes { id status plan { code } latestInvoice { id status number } } }
  invoices { nodes { id status total { amount currency } amountDue { amount } payments { id status } } }
  payments { nodes { ...P } }
} }"""
    + PAYMENT
)

CATALOG = "{ products(first: 50) { nodes { id code plans { id code addons { id code } } } } }"

WATCH_PAYMENT = "subscription ($id: ID!) { paymentUpdated(id: $id) { ...P } }" + PAYMENT
WATCH_SUBSCRIPTION = "subscription ($id: ID!) { subscriptionUpdated(id: $id) { id status version } }"

_numbers = itertools.count(1)


def fresh(word: str) -> str:
    """A text that no other test of the run uses."""
    return f"{word}-{os.getpid()}-{next(_numbers)}"


def fresh_email() -> str:
    """An address that nobody has."""
    return f"{fresh('customer')}@example.com"


@dataclass(frozen=True)
class Person:
    """Somebody who is signed in."""

    email: str
    access: str
    refresh: str
    customer_id: str | None = None
    merchant: str | None = None


@dataclass
class Shop:
    """One installation behind an address. `database_url` is where a test looks behind the scenes."""

    url: str
    database_url: str
    http: httpx.Client = field(repr=False)
    merchant: str | None = None

    def post(
        self,
        query: str,
        variables: Mapping[str, Any] | None = None,
        *,
        by: Person | None = None,
        url: str | None = None,
    ) -> httpx.Response:
        """One GraphQL request; `url` is another process of the same installation."""
        headers = {"Authorization": f"Bearer {by.access}"} if by else {}
        if by is None and self.merchant is not None:
            headers["X-Merchant"] = self.merchant
        body = {"query": query, "variables": variables or {}}
        return self.http.post(f"{url or self.url}/graphql", json=body, headers=headers)

    def ask(
        self,
        query: str,
        variables: Mapping[str, Any] | None = None,
        *,
        by: Person | None = None,
        url: str | None = None,
    ) -> dict[str, Any]:
        """The `data` of a request that meets no error."""
        answer = self.post(query, variables, by=by, url=url)
        content = answer.json()
        assert answer.status_code == 200, answer.text
        assert "errors" not in content, content
        data: dict[str, Any] = content["data"]
        return data

    def do(
        self, query: str, input: Mapping[str, Any], *, by: Person | None = None, url: str | None = None
    ) -> dict[str, Any]:
        """The one answer of a mutation, or query, that takes an input."""
        (answer,) = self.ask(query, {"input": input}, by=by, url=url).values()
        assert isinstance(answer, dict)
        return answer

    def register(self, *, email: str | None = None, currency: str | None = None) -> Person:
        """A new customer."""
        address = email or fresh_email()
        wanted = {"email": address, "password": PASSWORD, "name": "Ana Torres", "currency": currency}
        made = self.do(REGISTER, wanted)
        assert made["__typename"] == "CustomerRegisterSuccess", made
        return Person(address, made["access"], made["refresh"], made["customer"]["id"], self.merchant)

    def sign_in(self, email: str, password: str = PASSWORD) -> Person:
        """Somebody who has a user."""
        made = self.do(SIGN_IN, {"email": email, "password": password})
        assert made["__typename"] == "TokenObtainSuccess", made
        customer = made["viewer"]["customer"]
        return Person(email, made["access"], made["refresh"], customer and customer["id"], self.merchant)

    @cached_property
    def plans(self) -> dict[str, str]:
        """Plan ids by `product/plan`, add-on ids by `product/plan/addon`."""
        found = {}
        for product in self.ask(CATALOG)["products"]["nodes"]:
            for plan in product["plans"]:
                found[f"{product['code']}/{plan['code']}"] = plan["id"]
                for addon in plan["addons"]:
                    found[f"{product['code']}/{plan['code']}/{addon['code']}"] = addon["id"]
        return found

    @cached_property
    def provider(self) -> Provider:
        """The Sandbox account of the shop."""
        return Provider(self)

    def pay_with(self, card: str = CARD, **changes: Any) -> dict[str, Any]:
        """A `payWith` with a fresh token, the way the card field makes it."""
        back = f"{self.url}/payments/{{PAYMENT_ID}}"
        return {
            "gateway": "sandbox", "kind": "CARD", "token": self.provider.token(card), "returnUrl": back, **changes
        }  # fmt: skip

    def purchase(self, card: str = CARD, plan: str = "hosting/starter", **changes: Any) -> dict[str, Any]:
        """The input of `subscriptionCreate`."""
        order = {"planId": self.plans[plan], "idempotencyKey": fresh("buy"), **changes}
        if "payWith" not in changes:
            order["payWith"] = self.pay_with(card)
        return order

    def subscribe(self, by: Person, card: str = CARD, **changes: Any) -> dict[str, Any]:
        """Subscribe and hear the answer, whatever it is."""
        return self.do(SUBSCRIBE, self.purchase(card, **changes), by=by)

    def buy(self, by: Person, card: str = CARD, **changes: Any) -> dict[str, Any]:
        """Subscribe, and see that no refusal came back."""
        answer = self.subscribe(by, card, **changes)
        assert answer["__typename"] == "SubscriptionCreateSuccess", answer
        return answer

    def pay(self, by: Person, invoice_id: str, card: str = CARD, **changes: Any) -> dict[str, Any]:
        """Pay an invoice and hear the answer."""
        order = {"id": invoice_id, "idempotencyKey": fresh("pay"), **changes}
        if "payWith" not in changes:
            order["payWith"] = self.pay_with(card)
        return self.do(PAY, order, by=by)

    def me(self, by: Person) -> dict[str, Any]:
        """Everything of a customer."""
        found: dict[str, Any] = self.ask(ME, by=by)["me"]
        return found

    def await_active(self, by: Person) -> dict[str, Any]:
        """Wait until a customer's only subscription is paid and on; answers what `me` says then."""

        def active() -> bool:
            return [one["status"] for one in self.me(by)["subscriptions"]["nodes"]] == ["ACTIVE"]

        wait_until(active, "the subscription to be ACTIVE")
        # Read again: lists of one answer are read one after the other, and the last may be from before.
        return self.me(by)

    @contextmanager
    def watching(
        self,
        query: str,
        id: str,
        *,
        by: Person | None,
        url: str | None = None,
        variables: Mapping[str, Any] | None = None,
    ) -> Iterator[Watch]:
        """One live update over a websocket of its own; of the thing with this id, unless more variables are needed."""
        address = (url or self.url).replace("http", "ws", 1) + "/graphql"
        with connect(address, subprotocols=[Subprotocol("graphql-transport-ws")], max_size=None) as socket:
            watch = Watch(socket)
            payload: dict[str, object] = {"authorization": f"Bearer {by.access}"} if by else {}
            watch.send(type="connection_init", payload=payload)
            assert watch.receive() == {"type": "connection_ack"}
            watch.send(type="subscribe", id="1", payload={"query": query, "variables": variables or {"id": id}})
            yield watch


@dataclass(frozen=True)
class Watch:
    """One live update that a test listens to."""

    socket: Connection = field(repr=False)

    def send(self, **message: object) -> None:
        """Say something in graphql-transport-ws."""
        self.socket.send(json.dumps(message))

    def receive(self, *, timeout_seconds: float = PATIENCE_SECONDS) -> dict[str, Any]:
        """The next message; TimeoutError at the deadline."""
        message: dict[str, Any] = json.loads(self.socket.recv(timeout=timeout_seconds))
        return message

    def next(self, *, timeout_seconds: float = PATIENCE_SECONDS) -> dict[str, Any]:
        """The next state that is shown."""
        message = self.receive(timeout_seconds=timeout_seconds)
        assert message["type"] == "next", message
        assert "errors" not in message["payload"], message
        (shown,) = message["payload"]["data"].values()
        assert isinstance(shown, dict)
        return shown

    def until(self, reached: Callable[[dict[str, Any]], bool]) -> list[dict[str, Any]]:
        """Every state up to the first one that is wanted."""
        seen = [self.next()]
        while not reached(seen[-1]):
            seen.append(self.next())
        return seen

    def assert_complete(self) -> None:
        """Nothing more will come."""
        assert self.receive() == {"type": "complete", "id": "1"}


class Provider:
    """The Sandbox account of a shop: tokens as the browser makes them, and `/_control` with the account's secret."""

    def __init__(self, shop: Shop) -> None:
        self._shop = shop
        merchant = shop.merchant or "demo"
        (row,) = rows(
            shop.database_url,
            "SELECT g.id AS id, g.merchant_id AS merchant_id, g.settings_sealed AS sealed FROM gateway_accounts g"
            " JOIN merchants m ON m.id = g.merchant_id WHERE m.code = ? AND g.gateway = 'sandbox'"
            " ORDER BY g.id LIMIT 1",
            merchant,
        )
        place = f"gateway_accounts|{row['id']}|settings|{row['merchant_id']}"
        self.account_id: str = row["id"]
        self.settings: dict[str, Any] = json.loads(SecretBox(b64decode(SECRET_KEY)).open(row["sealed"], place))
        self.url = f"{shop.url}/sandbox"

    def token(self, card: str = CARD) -> str:
        """A single-use token of a card."""
        answer = self._shop.http.post(
            f"{self.url}/v1/tokens",
            json={"number": card, "exp_month": 12, "exp_year": 2040, "cvc": "123"},
            headers={"Authorization": f"Bearer {self.settings['publishable_key']}"},
        )
        assert answer.status_code == 201, answer.text
        token: str = answer.json()["id"]
        return token

    def control(self, path: str, method: str = "POST", **body: Any) -> dict[str, Any]:
        """A call of the control API."""
        answer = self._shop.http.request(
            method,
            f"{self.url}/_control/{path}",
            json=body if method == "POST" else None,
            headers={"Authorization": f"Bearer {self.settings['secret_key']}"},
        )
        assert answer.status_code == 200, answer.text
        content: dict[str, Any] = answer.json()
        return content

    def fault(self, effect: str, endpoint: str = "payments.create", **more: Any) -> None:
        """Arm a fault for the next call, or the next `times` calls."""
        self.control("faults", endpoint=endpoint, effect=effect, **more)

    def calm(self) -> None:
        """No faults any more."""
        self.control("faults", "DELETE")

    def webhooks(self, action: str, **more: Any) -> None:
        """Hold, release, shuffle, duplicate, drop or tamper."""
        self.control("webhooks", action=action, **more)

    @contextmanager
    def silent(self) -> Iterator[None]:
        """Webhooks wait until the end of the block: what was pending in it stays so, however long that takes."""
        self.webhooks("hold")
        try:
            yield
        finally:
            self.webhooks("release")

    def events(self, payment_id: str | None = None) -> list[dict[str, Any]]:
        """The account's events with the state of their deliveries."""
        found: list[dict[str, Any]] = self.control("webhooks", "GET")["events"]
        return [event for event in found if payment_id in (None, event["payment_id"])]

    def requests(self, endpoint: str | None = None) -> list[dict[str, Any]]:
        """The calls that the provider has answered."""
        found: list[dict[str, Any]] = self.control("journal", "GET")["requests"]
        return [entry for entry in found if endpoint in (None, entry["endpoint"])]

    def charges(self, reference: str | None = None) -> list[dict[str, Any]]:
        """The payments that took money, by the provider's own account of it."""
        found: list[dict[str, Any]] = self.control("journal", "GET")["charges"]
        return [charge for charge in found if reference in (None, charge["reference"])]

    def answer_challenge(self, payment: Mapping[str, Any], answer: str) -> httpx.Response:
        """The cardholder presses a button of the 3-D Secure page."""
        response = self._shop.http.post(payment["action"]["url"], data={"answer": answer}, follow_redirects=False)
        assert response.status_code == 303, response.text
        return response


def attempt_of(payment: Mapping[str, Any]) -> str:
    """The id of a payment's newest attempt: its reference at the provider."""
    id: str = payment["attempts"][-1]["id"]
    return id


def merchant_id(shop: Shop) -> str:
    """The id of the shop's merchant."""
    id: str = one(shop.database_url, "SELECT id FROM merchants WHERE code = ?", shop.merchant or "demo")
    return id


def origin(url: str) -> str:
    """Scheme, host and port of an address."""
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}"


@contextmanager
def open_shop(url: str, database_url: str, merchant: str | None = None) -> Iterator[Shop]:
    """A client of an installation."""
    with httpx.Client(timeout=PATIENCE_SECONDS, trust_env=False) as http:
        yield Shop(url, database_url, http, merchant)
