"""Quote a new subscription: what it costs now and later, with a signed token that confirming will hold us to."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from backend.domain.errors import InvalidInput
from backend.domain.metering import Tariff, next_step
from backend.domain.money import Currency
from backend.domain.purchases import Feature
from backend.domain.quotes import Quote, quote_purchase, quote_tariff
from backend.domain.terms import PLAIN, Terms
from backend.domain.trials import quote_trial
from backend.services.billed_in import billing_currency
from backend.services.catalog.load_purchase import Loaded, Selection, load_purchase
from backend.services.context import Context
from backend.services.coupons.choose import Chosen, choose_coupons, coupon_code
from backend.services.secrets import BadSignature
from backend.services.subscriptions.trial import trial_end
from backend.services.tariffs.meters import merchant_zone
from backend.services.taxes.rates import rates_for

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
    coupons: tuple[Chosen, ...] = ()


async def quote_subscription(ctx: Context, *, selection: Selection, currency_code: str | None = None) -> Offer:
    """Quote `selection` as of now, in the customer's currency (a visitor's choice, or the merchant's default).

    Raises what `load_purchase` and `choose_coupons` raise, and InvalidInput for a currency that the customer is not
    billed in.
    """
    return await offer_as_of(ctx, selection, await billing_currency(ctx, currency_code), ctx.now)


async def offer_as_of(ctx: Context, selection: Selection, billed_in: Currency, as_of: datetime) -> Offer:
    """The one computation behind preview and charge."""
    loaded = await load_purchase(ctx, selection, billed_in)
    coupons = await _coupons(ctx, selection, loaded, billed_in)
    terms = Terms(
        discounts=tuple(one.discount for one in coupons),
        taxes=() if loaded.is_tariff else await rates_for(ctx, ctx.actor.customer_id),
    )
    quote, trial_until = await _first_quote(ctx, loaded, as_of, terms)
    claims = {
        "mer": ctx.merchant_id,
        "cus": ctx.actor.customer_id,
        "cur": billed_in.code,
        "sel": selection_claims(selection),
        "as_of": as_of.isoformat(),
        "until": quote.expires_at.isoformat(),
        "sum": quote_digest(quote),
    }
    return Offer(quote, ctx.services.secrets.sign(_KIND, claims), loaded, trial_until, coupons)


async def _coupons(ctx: Context, selection: Selection, loaded: Loaded, billed_in: Currency) -> tuple[Chosen, ...]:
    if selection.coupons and loaded.is_tariff:
        raise InvalidInput.at("coupons", "NOT_OFFERED", "Coupons do not lower what is billed from the balance.")
    chosen = await choose_coupons(
        ctx, selection.coupons, plan_id=loaded.plan.id, currency=billed_in.code, customer_id=ctx.actor.customer_id
    )
    return tuple(chosen)


async def _first_quote(ctx: Context, loaded: Loaded, as_of: datetime, terms: Terms) -> tuple[Quote, datetime | None]:
    """The quote of a new subscription, and until when its trial would be."""
    zone = await merchant_zone(ctx)
    ends = None if loaded.is_tariff else await trial_end(ctx, loaded.plan, as_of, zone)
    if ends is None:
        return await compute_quote(ctx, loaded, as_of, terms=terms), None
    first, until = loaded.calendar.begin(ends, zone), as_of + ctx.services.limits.quote
    return quote_trial(loaded.purchase, as_of, first.period, until, terms=terms, share=first.share), ends


async def compute_quote(
    ctx: Context, loaded: Loaded, as_of: datetime, *, terms: Terms = PLAIN, held: Sequence[Feature] = ()
) -> Quote:
    """The quote of a priced purchase; `held` are the features that a tariff takes the place of."""
    zone, expires_at = await merchant_zone(ctx), as_of + ctx.services.limits.quote
    if not loaded.is_tariff:
        first = loaded.calendar.begin(as_of, zone)
        return quote_purchase(loaded.purchase, first.period, expires_at, terms=terms, share=first.share)
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


def selection_claims(selection: Selection) -> dict[str, Any]:
    """A selection in a token."""
    return {
        "plan": selection.plan_id,
        "n": selection.quantity,
        "addons": [list(pair) for pair in selection.addons],
        "coupons": [coupon_code(code) for code in selection.coupons],
    }


def quote_digest(quote: Quote) -> str:
    """Every figure that the customer saw."""
    figures = [
        [
            line.description,
            line.amount.minor,
            line.discount.minor,
            line.tax.minor,
            line.period and [line.period.start.isoformat(), line.period.end.isoformat()],
        ]
        for line in quote.lines
    ]
    instants = [quote.effective_at.isoformat(), quote.next_charge_at.isoformat()]
    text = json.dumps([figures, quote.total.minor, quote.due_now.minor, quote.next_charge.minor, instants])
    return hashlib.sha256(text.encode()).hexdigest()
