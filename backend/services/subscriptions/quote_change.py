"""Quote a change of plan, quantity or add-ons, with a signed token that confirming will hold us to.

So far between plans that are billed from the balance: time before the change is debited at the old price, time after it
at the new one, so nothing is due at once.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from backend.currencies import currency
from backend.domain.catalog import BillingMode
from backend.domain.errors import InvalidInput, NotFound, NotSupported, QuoteChanged
from backend.domain.lifecycle import next_status
from backend.domain.subscription import TRANSITIONS, SubscriptionEvent, SubscriptionStatus
from backend.models import Subscription
from backend.services.catalog.load_purchase import Selection, load_purchase
from backend.services.context import Context
from backend.services.secrets import BadSignature
from backend.services.subscriptions.held import Held, load_held
from backend.services.subscriptions.quote import Offer, compute_quote, quote_digest, selection_claims
from backend.services.visibility import visible

_KIND = "subscription-change"


async def quote_change(ctx: Context, *, subscription_id: str, selection: Selection) -> Offer:
    """Quote what it would cost to change the subscription to `selection`, as of now.

    Raises NotFound, IllegalTransition in a status that allows no change, NotSupported unless both plans are billed from
    the balance and sell the same product, and what `load_purchase` raises.
    """
    subscription = await visible(ctx, Subscription).get_or_none(id=subscription_id)
    if subscription is None:
        raise NotFound("There is no such subscription.", subscription_id)
    held = await load_held(ctx, subscription)
    check_changeable(held)
    return await _offer_as_of(ctx, held, selection, ctx.now)


def check_changeable(held: Held) -> None:
    """Raise NotSupported or IllegalTransition for what cannot be changed, whatever the target is."""
    if held.billing is not BillingMode.FROM_BALANCE:
        raise NotSupported("Only a plan that is billed from the balance can be changed yet.")
    next_status(TRANSITIONS, SubscriptionStatus(held.subscription.status), SubscriptionEvent.CHANGE)


@dataclass(frozen=True, slots=True)
class ChangeToken:
    """What a change's token says; signed by us, for this subscription."""

    version: int
    selection: Selection
    as_of: datetime
    until: datetime
    digest: str


def read_change_token(ctx: Context, token: str, *, subscription_id: str) -> ChangeToken:
    """Read a token that the customer confirmed. Raises InvalidInput for one that is not ours, theirs or of this."""
    try:
        claims = ctx.services.secrets.verify(_KIND, token)
    except BadSignature:
        raise InvalidInput.at("quoteToken", "INVALID_TOKEN", "This is not a quote of a change of this shop.") from None
    if claims["mer"] != ctx.merchant_id or claims["cus"] != ctx.actor.customer_id:
        raise InvalidInput.at("quoteToken", "FOREIGN_TOKEN", "This quote was made for somebody else.")
    if claims["sub"] != subscription_id:
        raise InvalidInput.at("quoteToken", "OTHER_SUBSCRIPTION", "This quote is for another subscription.")
    chosen = claims["sel"]
    return ChangeToken(
        version=claims["ver"],
        selection=Selection(chosen["plan"], chosen["n"], tuple((id, quantity) for id, quantity in chosen["addons"])),
        as_of=datetime.fromisoformat(claims["as_of"]),
        until=datetime.fromisoformat(claims["until"]),
        digest=claims["sum"],
    )


async def confirm_change(ctx: Context, held: Held, token: ChangeToken) -> Offer:
    """The quoted offer, computed again. Raises QuoteChanged with a fresh one when it does not hold any more."""
    if token.until > ctx.now and token.version == held.subscription.version:
        offer = await _offer_as_of(ctx, held, token.selection, token.as_of)
        if quote_digest(offer.quote) == token.digest:
            return offer
    fresh = await _offer_as_of(ctx, held, token.selection, ctx.now)
    raise QuoteChanged("The subscription or the price changed since; please look again.", fresh.quote, fresh.token)


async def _offer_as_of(ctx: Context, held: Held, selection: Selection, as_of: datetime) -> Offer:
    subscription = held.subscription
    loaded = await load_purchase(ctx, selection, currency(subscription.currency))
    if loaded.product.id != subscription.product_id:
        raise NotSupported("A subscription changes to plans of its own product only; subscribe to the other product.")
    if not loaded.is_tariff:
        raise NotSupported("A plan that is billed from the balance cannot change to one that is billed in advance yet.")
    if held.is_exactly(loaded.purchase):
        raise InvalidInput.at("planId", "NO_CHANGE", "This is what the subscription is already.")
    quote = await compute_quote(ctx, loaded, as_of, held=held.features)
    claims: dict[str, Any] = {
        "mer": ctx.merchant_id,
        "cus": subscription.customer_id,
        "sub": subscription.id,
        "ver": subscription.version,
        "sel": selection_claims(selection),
        "as_of": as_of.isoformat(),
        "until": quote.expires_at.isoformat(),
        "sum": quote_digest(quote),
    }
    return Offer(quote, ctx.services.secrets.sign(_KIND, claims), loaded)
