"""Customers and the cards that Openpay keeps for them. Customers have no account (balance) of their own."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from urllib.parse import quote

import httpx
from pydantic import BaseModel, ValidationError

from backend.gateways.base import (
    Conflict,
    Decline,
    GatewayContext,
    NotFound,
    Payer,
    PaymentState,
    SavedMethod,
    SavedMethodDetails,
    SetupRequest,
    SetupResult,
)
from backend.gateways.openpay.classify import classify_answer, refusal_in
from backend.gateways.openpay.declines import METHOD_GONE, decline_in
from backend.gateways.openpay.references import order_id
from backend.gateways.openpay.remote import ask, read, succeeded
from backend.gateways.openpay.remote_charge import RemoteCard

LONGEST_NAME = 100
# A token that is spent or unknown, or a card that the customer has already: perhaps by our own lost request.
PERHAPS_OURS = frozenset({1003, 1005, 2002})
_CUSTOMER_TAKEN = 2003


@dataclass(frozen=True, slots=True)
class KeptCard:
    """A card that Openpay keeps. `fresh`: this very call made it do so."""

    customer: str
    card: RemoteCard
    fresh: bool

    @property
    def id(self) -> str:
        """Openpay's id of the card."""
        assert self.card.id is not None, "only cards with an id are kept"
        return self.card.id

    def details(self) -> SavedMethodDetails:
        """The card in the contract's words."""
        return SavedMethodDetails(self.id, self.customer, self.card.summary())


class _Identified(BaseModel):
    id: str


class _Token(BaseModel):
    card: RemoteCard


def person(name: str, email: str, phone: str | None = None) -> dict[str, str]:
    """A payer in Openpay's words, cut to what it takes."""
    fields = {"name": name[:LONGEST_NAME], "email": email[:LONGEST_NAME]}
    return fields | {"phone_number": phone[:LONGEST_NAME]} if phone else fields


async def customer_for(ctx: GatewayContext, external_id: str, payer: dict[str, str]) -> str:
    """Openpay's id of the customer with our id; made when there is none."""
    external_id = order_id(external_id)
    fields = {**payer, "requires_account": False, "external_id": external_id}
    answer = await ask(ctx, "POST", "/customers", fields=fields)
    if succeeded(answer):
        return _identified(read(answer), answer, reads=False)
    refusal = refusal_in(answer)
    if refusal is None or refusal.code != _CUSTOMER_TAKEN:
        raise classify_answer(answer, reads=False)
    found = await ask(ctx, "GET", "/customers", query={"external_id": external_id})
    content = read(found)
    if not succeeded(found) or not isinstance(content, list):
        raise classify_answer(found, reads=True)
    ours = [one for one in content if isinstance(one, dict) and one.get("external_id") == external_id]
    if not ours:
        raise Conflict("Openpay knows the customer already, and does not find it.", gateway_code=str(refusal.code))
    return _identified(ours[0], found, reads=True)


async def keep_card(ctx: GatewayContext, customer: str, token: str, payer: Payer) -> KeptCard | Decline:
    """Keep a token's card. Openpay tries it with 10.00 that it gives back at once, so it may be declined.

    Called again after a lost answer, it finds the card that was kept then.
    """
    path = f"/customers/{quote(customer, safe='')}/cards"
    fields = {"token_id": token, "device_session_id": payer.device_id}
    answer = await ask(ctx, "POST", path, fields=fields, payer_ip=payer.ip)
    if succeeded(answer):
        return KeptCard(customer, _card(read(answer), answer, reads=False), fresh=True)
    refusal = refusal_in(answer)
    if refusal is None:
        raise classify_answer(answer, reads=False)
    if refusal.code in PERHAPS_OURS:
        known = await _card_of_token(ctx, customer, token)
        return KeptCard(customer, known, fresh=False) if known else Decline(*METHOD_GONE, str(refusal.code))
    declined = decline_in(refusal, answer.status_code)
    if declined is None:
        raise classify_answer(answer, reads=False)
    return declined


async def forget_card(ctx: GatewayContext, customer: str, card: str) -> None:
    """Remove a card; one that is gone already is no error."""
    answer = await ask(ctx, "DELETE", f"/customers/{quote(customer, safe='')}/cards/{quote(card, safe='')}")
    if not succeeded(answer):
        with suppress(NotFound):
            raise classify_answer(answer, reads=False)


async def detach_method(ctx: GatewayContext, method: SavedMethod) -> None:
    """Forget a saved card."""
    if method.customer_reference is not None:
        await forget_card(ctx, method.customer_reference, method.reference)


async def begin_setup(ctx: GatewayContext, request: SetupRequest, token: str) -> SetupResult:
    """Keep a card without charging it."""
    payer = request.payer
    customer = request.customer_reference or await customer_for(
        ctx, request.our_reference, person(payer.name, payer.email, payer.phone)
    )
    kept = await keep_card(ctx, customer, token, payer)
    if isinstance(kept, Decline):
        return SetupResult(PaymentState.FAILED, None, request.our_reference, ctx.now, decline=kept)
    reference = f"{customer}/{kept.id}"
    return SetupResult(PaymentState.SUCCEEDED, reference, request.our_reference, ctx.now, saved_method=kept.details())


async def fetch_setup(ctx: GatewayContext, reference: str) -> SetupResult:
    """A kept card by its customer's id and its own: what `begin_setup` called the setup."""
    customer, _, card = reference.partition("/")
    if not customer or not card:
        raise NotFound("Openpay does not know the setup.")
    answer = await ask(ctx, "GET", f"/customers/{quote(customer, safe='')}/cards/{quote(card, safe='')}")
    if not succeeded(answer):
        raise classify_answer(answer, reads=True)
    kept = KeptCard(customer, _card(read(answer), answer, reads=True), fresh=False)
    return SetupResult(PaymentState.SUCCEEDED, reference, None, ctx.now, saved_method=kept.details())


async def _card_of_token(ctx: GatewayContext, customer: str, token: str) -> RemoteCard | None:
    """The customer's card that is the token's: same shown digits, same expiry."""
    answer = await ask(ctx, "GET", f"/tokens/{quote(token, safe='')}")
    if answer.status_code == 404:
        return None
    if not succeeded(answer):
        raise classify_answer(answer, reads=True)
    listed = await ask(ctx, "GET", f"/customers/{quote(customer, safe='')}/cards", query={"limit": "100"})
    content = read(listed)
    if not succeeded(listed) or not isinstance(content, list):
        raise classify_answer(listed, reads=True)
    try:
        wanted = _Token.model_validate(read(answer)).card
        cards = [RemoteCard.model_validate(one) for one in content]
    except ValidationError:
        raise classify_answer(answer, reads=True) from None
    return next((card for card in cards if card.id and _shown(card) == _shown(wanted)), None)


def _shown(card: RemoteCard) -> tuple[str | None, int | None, int | None]:
    summary = card.summary()
    return card.card_number, summary.expires_month, summary.expires_year


def _card(content: object, answer: httpx.Response, *, reads: bool) -> RemoteCard:
    try:
        card = RemoteCard.model_validate(content)
    except ValidationError:
        raise classify_answer(answer, reads=reads) from None
    if card.id is None:
        raise classify_answer(answer, reads=reads)
    return card


def _identified(content: object, answer: httpx.Response, *, reads: bool) -> str:
    try:
        return _Identified.model_validate(content).id
    except ValidationError:
        raise classify_answer(answer, reads=reads) from None
