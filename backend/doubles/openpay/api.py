"""The HTTP API: who calls, what is asked, and the answer or Openpay's error."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from .accounts import Account
from .errors import ApiError, malformed
from .filters import matches, paged
from .records import Charge, Customer
from .wire import card_json, charge_json, customer_json, dumps, hook_json, token_json

if TYPE_CHECKING:
    from .double import OpenpayDouble

Content = tuple[int, object | None]
Handler = Callable[[Request, Account], Awaitable[Content]]
# Browsers of any shop may ask for a token.
_CORS = {
    "Access-Control-Allow-Origin": "*",
    "Access-Control-Allow-Headers": "authorization, content-type",
    "Access-Control-Allow-Methods": "POST, OPTIONS",
}


class Api:
    """Every endpoint that the double has."""

    def __init__(self, double: OpenpayDouble) -> None:
        self._double = double

    def routes(self) -> list[Route]:
        """All of them, for the merchant and for each customer."""
        m, c = "/v1/{merchant}", "/v1/{merchant}/customers/{customer}"
        both = [
            route
            for at in (m, c)
            for route in (
                self._route("POST", f"{at}/charges", self.create_charge),
                self._route("GET", f"{at}/charges", self.list_charges),
                self._route("GET", f"{at}/charges/{{charge}}", self.get_charge),
                self._route("POST", f"{at}/charges/{{charge}}/capture", self.capture),
                self._route("POST", f"{at}/charges/{{charge}}/refund", self.refund),
                self._route("POST", f"{at}/charges/{{charge}}/cancel", self.cancel),
                self._route("POST", f"{at}/cards", self.create_card, public=True),
                self._route("GET", f"{at}/cards", self.list_cards),
                self._route("GET", f"{at}/cards/{{card}}", self.get_card),
                self._route("DELETE", f"{at}/cards/{{card}}", self.delete_card),
            )
        ]
        return [
            Route(f"{m}/tokens", self._preflight, methods=["OPTIONS"]),
            self._route("POST", f"{m}/tokens", self.create_token, public=True),
            self._route("GET", f"{m}/tokens/{{token}}", self.get_token, public=True),
            self._route("POST", f"{m}/customers", self.create_customer),
            self._route("GET", f"{m}/customers", self.list_customers),
            self._route("GET", c, self.get_customer),
            self._route("DELETE", c, self.delete_customer),
            self._route("POST", f"{m}/webhooks", self.create_webhook),
            self._route("GET", f"{m}/webhooks", self.list_webhooks),
            self._route("GET", f"{m}/webhooks/{{webhook}}", self.get_webhook),
            self._route("DELETE", f"{m}/webhooks/{{webhook}}", self.delete_webhook),
            *both,
        ]

    async def create_charge(self, request: Request, account: Account) -> Content:
        """A charge by card, in a store or by transfer."""
        charge = self._double.till.create(account, self._customer(request, account), await request.body())
        return 200, charge_json(charge)

    async def list_charges(self, request: Request, account: Account) -> Content:
        """Charges, newest first."""
        shown = self._double.ledger.of(account, self._customer(request, account))
        query = request.query_params
        wanted = [charge for charge in reversed(shown) if matches(charge, query.items())]
        page = paged(wanted, query.get("offset"), query.get("limit"), self._double.longest_page)
        return 200, [charge_json(charge) for charge in page]

    async def get_charge(self, request: Request, account: Account) -> Content:
        """One charge."""
        return 200, charge_json(self._charge(request, account))

    async def capture(self, request: Request, account: Account) -> Content:
        """Collect an authorization."""
        return 200, charge_json(self._double.ledger.capture(self._charge(request, account), await request.body()))

    async def refund(self, request: Request, account: Account) -> Content:
        """Give back, or void an authorization."""
        charge, refund = self._double.ledger.give_back(self._charge(request, account), await request.body())
        return 200, charge_json(charge, last=refund)

    async def cancel(self, request: Request, account: Account) -> Content:
        """Call off a charge at the bank's page."""
        return 200, charge_json(self._double.ledger.cancel(self._charge(request, account)))

    async def create_token(self, request: Request, account: Account) -> Content:
        """A token of a card."""
        return 201, token_json(self._double.vault.make_token(account, await request.body()))

    async def get_token(self, request: Request, account: Account) -> Content:
        """One token."""
        return 200, token_json(self._double.vault.token(account, request.path_params["token"]))

    async def create_card(self, request: Request, account: Account) -> Content:
        """Keep a card."""
        customer = self._customer(request, account)
        return 201, card_json(self._double.vault.keep_card(account, customer, await request.body()))

    async def list_cards(self, request: Request, account: Account) -> Content:
        """The kept cards, newest first."""
        customer = self._customer(request, account)
        kept = self._double.vault.cards_of(account, customer.id if customer else None)
        query = request.query_params
        return 200, [card_json(card) for card in paged(kept[::-1], query.get("offset"), query.get("limit"))]

    async def get_card(self, request: Request, account: Account) -> Content:
        """One kept card."""
        customer = self._customer(request, account)
        card = self._double.vault.card(account, customer.id if customer else None, request.path_params["card"])
        return 200, card_json(card)

    async def delete_card(self, request: Request, account: Account) -> Content:
        """Forget a card."""
        customer = self._customer(request, account)
        self._double.vault.card(account, customer.id if customer else None, request.path_params["card"])
        del self._double.vault.cards[request.path_params["card"]]
        return 204, None

    async def create_customer(self, request: Request, account: Account) -> Content:
        """A customer."""
        return 201, customer_json(self._double.vault.make_customer(account, await request.body()))

    async def list_customers(self, request: Request, account: Account) -> Content:
        """Customers, newest first."""
        query = request.query_params
        known = {"external_id", "offset", "limit", "creation", "creation[gte]", "creation[lte]"}
        if not set(query) <= known:
            raise malformed("Unknown filter")
        external = query.get("external_id")
        found = [
            one
            for one in reversed(self._double.vault.customers_of(account))
            if external is None or one.fields["external_id"] == external
        ]
        return 200, [customer_json(one) for one in paged(found, query.get("offset"), query.get("limit"))]

    async def get_customer(self, request: Request, account: Account) -> Content:
        """One customer."""
        customer = self._customer(request, account)
        assert customer is not None, "the path names one"
        return 200, customer_json(customer)

    async def delete_customer(self, request: Request, account: Account) -> Content:
        """Forget a customer."""
        customer = self._customer(request, account)
        assert customer is not None, "the path names one"
        customer.deleted = True
        return 204, None

    async def create_webhook(self, request: Request, account: Account) -> Content:
        """Register an address; it is called before this is answered."""
        return 201, hook_json(await self._double.hooks.register(account, await request.body()))

    async def list_webhooks(self, request: Request, account: Account) -> Content:
        """The registered addresses."""
        return 200, [hook_json(hook) for hook in self._double.hooks.of(account)]

    async def get_webhook(self, request: Request, account: Account) -> Content:
        """One of them."""
        return 200, hook_json(self._double.hooks.get(account, request.path_params["webhook"]))

    async def delete_webhook(self, request: Request, account: Account) -> Content:
        """Forget an address."""
        del self._double.hooks.all[self._double.hooks.get(account, request.path_params["webhook"]).id]
        return 204, None

    def _route(self, method: str, path: str, handler: Handler, *, public: bool = False) -> Route:
        async def endpoint(request: Request) -> Response:
            headers = _CORS if request.url.path.endswith("/tokens") else None
            # Time passes between calls as well.
            self._double.on_time()
            try:
                status, content = await handler(request, self._account(request, public=public))
            except ApiError as error:
                return Response(error.body(), error.status, headers, "application/json")
            if content is None:
                return Response(status_code=status)
            return Response(dumps(content), status, headers, "application/json")

        return Route(path, endpoint, methods=[method])

    async def _preflight(self, request: Request) -> Response:
        return Response(status_code=204, headers=_CORS)

    def _account(self, request: Request, *, public: bool) -> Account:
        key, password = _credentials(request.headers.get("authorization", ""))
        account = self._double.accounts.get(request.path_params["merchant"])
        if account is None or password or key not in (account.private_key, account.public_key):
            raise ApiError(401, 1002, "The api key or merchant id are invalid.")
        if key == account.public_key and not public:
            raise ApiError(403, 1010, "The public key cannot be used for this operation")
        return account

    def _customer(self, request: Request, account: Account) -> Customer | None:
        id = request.path_params.get("customer")
        return None if id is None else self._double.vault.customer(account, id)

    def _charge(self, request: Request, account: Account) -> Charge:
        customer = self._customer(request, account)
        return self._double.ledger.charge(account, request.path_params["charge"], customer)


def _credentials(header: str) -> tuple[str, str]:
    scheme, _, value = header.partition(" ")
    if scheme.lower() != "basic":
        return "", ""
    try:
        user, _, password = base64.b64decode(value, validate=True).decode().partition(":")
    except (binascii.Error, ValueError):
        return "", ""
    return user, password
