"""Quote a new subscription: what it costs now and later, with a signed token that confirming will hold us to."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from backend.currencies import currency
from backend.domain.errors import InvalidInput
from backend.domain.metering import Tariff, next_step
from backend.domain.money import Currency
from backend.domain.periods import period
from backend.domain.quotes import Feature, Quote, quote_purchase, quote_tariff
from backend.domain.trials import quote_trial
from backend.models import Customer, Merchant
from backend.services.catalog.load_purchase import Loaded, Selection, load_purchase
from backend.services.context import Context, Role
from backend.services.currencies import currency_input
from backend.services.secrets import BadSignature
from backend.services.subscriptions.trial import trial_end

_KIND = "subscription-quote"


@dataclass(frozen=True, slots=True)
class Preview:
    """A quote and its token."""

    quote: Quote
    token: str


@dataclass(frozen=True, slots=True)
class Offer(Preview):
    """What the quote was computed from as well; with a trial also when that ends."""

    loaded: Loaded
    trial_end: datetime | None = None


async def quote_subscription(ctx: Context, *, selection: Selection, currency_code: str | None = None) -> Offer:
    """Quote `selection` as of now, in the customer's currency (a visitor's choice, or the merchant's default).

    Raises what `load_purchase` raises, and InvalidInput for a currency that the customer is not billed in.
    """
    return await offer_as_of(ctx, selection, await _currency(ctx, currency_code), ctx.now)


async def offer_as_of(ctx: Context, selection: Selection, billed_in: Currency, as_of: datetime) -> Offer:
    """The one computation behind preview and charge."""
    loaded = await load_purchase(ctx, selection, billed_in)
    quote, trial_until = await _first_quote(ctx, loaded, as_of)
    claims = {
        "mer": ctx.merchant_id,
        "cus": ctx.actor.customer_id,
        "cur": billed_in.code,
        "sel": selection_claims(selection),
        "as_of": as_of.isoformat(),
        "until": quote.expires_at.isoformat(),
        "sum": quote_digest(quote),
    }
    return Offer(quote, ctx.services.secrets.sign(_KIND, claims), loaded, trial_until)


async def _first_quote(ctx: Context, loaded: Loaded, as_of: datetime) -> tuple[Quote, datetime | None]:
    """The quote of a new subscription, and until when its trial would be."""
    zone = ZoneInfo((await Merchant.get(id=ctx.merchant_id)).timezone)
    ends = None if loaded.is_tariff else await trial_end(ctx, loaded.plan, as_of, zone)
    if ends is None:
        return await compute_quote(ctx, loaded, as_of), None
    first_paid = period(ends, loaded.interval, 0, zone)
    return quote_trial(loaded.purchase, as_of, first_paid, as_of + ctx.services.limits.quote), ends


async def compute_quote(ctx: Context, loaded: Loaded, as_of: datetime, *, held: Sequence[Feature] = ()) -> Quote:
    """The quote of a priced purchase; `held` are the features that a tariff takes the place of."""
    zone = ZoneInfo((await Merchant.get(id=ctx.merchant_id)).timezone)
    expires_at = as_of + ctx.services.limits.quote
    if not loaded.is_tariff:
        return quote_purchase(loaded.purchase, period(as_of, loaded.interval, 0, zone), expires_at)
    # When debits are due follows from the interval and the calendar, not from the price.
    first_debit_at = next_step(Tariff("", 0, loaded.interval, as_of, zone), as_of)
    return quote_tariff(loaded.purchase, as_of, first_debit_at, expires_at, held=held)


@dataclass(frozen=True, slots=True)
class Confirmed:
    """An offer recomputed as of the instant that the token names; `holds` when it is to the letter the quoted one."""

    offer: Offer
    holds: bool


async def confirm_quote(ctx: Context, *, token: str, selection: Selection, billed_in: Currency) -> Confirmed:
    """Recompute a quote that the customer confirmed. Raises InvalidInput for one that is not ours or theirs."""
    try:
        claims = ctx.services.secrets.verify(_KIND, token)
    except BadSignature:
        raise InvalidInput.at("quoteToken", "INVALID_TOKEN", "This is not a quote of this shop.") from None
    if claims["mer"] != ctx.merchant_id or claims["cus"] not in (None, ctx.actor.customer_id):
        raise InvalidInput.at("quoteToken", "FOREIGN_TOKEN", "This quote was made for somebody else.")
    if claims["sel"] != selection_claims(selection) or claims["cur"] != billed_in.code:
        raise InvalidInput.at(
            "quoteToken", "OTHER_SELECTION", "This quote is for another selection; ask for a new one."
        )
    expired = datetime.fromisoformat(claims["until"]) <= ctx.now
    as_of = ctx.now if expired else datetime.fromisoformat(claims["as_of"])
    offer = await offer_as_of(ctx, selection, billed_in, as_of)
    return Confirmed(offer, holds=not expired and quote_digest(offer.quote) == claims["sum"])


async def customer_currency(ctx: Context) -> Currency:
    """The currency that the signed-in customer is billed in."""
    customer = await Customer.get(merchant_id=ctx.merchant_id, id=ctx.actor.require_customer())
    return currency(customer.currency)


async def _currency(ctx: Context, code: str | None) -> Currency:
    chosen = currency_input(code, "currency") if code else None
    if ctx.actor.role is Role.CUSTOMER:
        billed_in = await customer_currency(ctx)
        if chosen not in (None, billed_in):
            raise InvalidInput.at("currency", "OTHER_CURRENCY", f"You are billed in {billed_in.code}.")
        return billed_in
    if chosen is not None:
        return chosen
    merchant = await Merchant.get(id=ctx.merchant_id)
    return currency(merchant.default_currency)


def selection_claims(selection: Selection) -> dict[str, Any]:
    """A selection in a token."""
    return {"plan": selection.plan_id, "n": selection.quantity, "addons": [list(pair) for pair in selection.addons]}


def quote_digest(quote: Quote) -> str:
    """Every figure that the customer saw."""
    figures = [
        [
            line.description,
            line.amount.minor,
            line.period and [line.period.start.isoformat(), line.period.end.isoformat()],
        ]
        for line in quote.lines
    ]
    instants = [quote.effective_at.isoformat(), quote.next_charge_at.isoformat()]
    text = json.dumps([figures, quote.total.minor, quote.due_now.minor, quote.next_charge.minor, instants])
    return hashlib.sha256(text.encode()).hexdigest()
