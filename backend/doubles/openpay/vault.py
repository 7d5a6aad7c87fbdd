"""Tokens, kept cards and customers."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from . import cards
from .accounts import Account
from .errors import ApiError, missing, wrong_value
from .reading import CARD, PERSON, TOKEN, Fields, body, person
from .records import Card, Customer, Token

if TYPE_CHECKING:
    from .double import OpenpayDouble


class Vault:
    """What is kept of payers."""

    def __init__(self, double: OpenpayDouble) -> None:
        self._double = double
        self.tokens: dict[str, Token] = {}
        self.cards: dict[str, Card] = {}
        self.customers: dict[str, Customer] = {}

    def make_token(self, account: Account, raw: bytes) -> Token:
        """A token of a card that a browser gives in."""
        card = self._read_card(body(raw, TOKEN))
        token = Token(self._double.ids.new("k", 19), account.merchant_id, card)
        self.tokens[token.id] = token
        return token

    def token(self, account: Account, id: str) -> Token:
        """One by its id. Raises ApiError."""
        token = self.tokens.get(id)
        if token is None or token.merchant != account.merchant_id:
            raise missing("token")
        return token

    def keep_card(self, account: Account, customer: Customer | None, raw: bytes) -> Card:
        """Keep a card or a token's, after trying it. A customer has each card once."""
        fields = body(raw, CARD)
        token = None
        if fields.has("token_id"):
            fields.needed("device_session_id", 255)
            token = self.unspent(account, fields.needed("token_id", 45))
            given = token.card
        else:
            given = self._read_card(fields)
        owner = customer.id if customer else None
        if any(card.number == given.number for card in self.cards_of(account, owner)):
            raise ApiError(409, 2002, "The card is already registered for this customer")
        code = cards.savable(given.number)
        if code is not None:
            raise cards.refusal(code)
        if token is not None:
            token.spent = True
        card = Card(
            number=given.number,
            holder=given.holder,
            year=given.year,
            month=given.month,
            id=self._double.ids.new("k", 19),
            customer=owner,
            merchant=account.merchant_id,
            created=self._double.now(),
        )
        assert card.id is not None, "just given"
        self.cards[card.id] = card
        return card

    def unspent(self, account: Account, id: str) -> Token:
        """A token that can be used still. Raises ApiError."""
        token = self.token(account, id)
        if token.spent:
            raise wrong_value("The token was already used")
        return token

    def cards_of(self, account: Account, customer: str | None) -> list[Card]:
        """The kept cards of a customer, or of the merchant's own."""
        return [
            card for card in self.cards.values() if card.merchant == account.merchant_id and card.customer == customer
        ]

    def card(self, account: Account, customer: str | None, id: str) -> Card:
        """A kept card by its id. Raises ApiError for another customer's."""
        card = self.cards.get(id)
        if card is None or card.merchant != account.merchant_id or card.customer != customer:
            raise missing("card")
        return card

    def make_customer(self, account: Account, raw: bytes) -> Customer:
        """A customer; an external id is unique."""
        fields = person(body(raw, PERSON))
        external = fields["external_id"]
        if external is not None and any(one.fields["external_id"] == external for one in self.customers_of(account)):
            raise ApiError(409, 2003, "The external_id is already used by another customer")
        customer = Customer(self._double.ids.new("a", 19), account.merchant_id, fields, self._double.now())
        self.customers[customer.id] = customer
        return customer

    def customers_of(self, account: Account) -> list[Customer]:
        """A merchant's customers that were not deleted."""
        return [one for one in self.customers.values() if one.merchant == account.merchant_id and not one.deleted]

    def customer(self, account: Account, id: str) -> Customer:
        """One by its id. Raises ApiError."""
        customer = self.customers.get(id)
        if customer is None or customer.deleted or customer.merchant != account.merchant_id:
            raise missing("customer")
        return customer

    def _read_card(self, fields: Fields) -> Card:
        number = fields.digits("card_number") or ""
        month = (fields.digits("expiration_month") or "").rjust(2, "0")
        year = fields.digits("expiration_year") or ""
        now: datetime = self._double.now()
        cards.check(number, month, year, fields.digits("cvv2", required=False), now)
        return Card(number, fields.needed("holder_name", 80), year, month)
