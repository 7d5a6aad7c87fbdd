"""Quote a change of plan, quantity or add-ons, with a signed token that confirming will hold us to.

Between plans that are billed from the balance nothing is due: time before the change is debited at the old price, time
after it at the new one. What is billed in advance is credited and charged for the rest of the period, or changes when
that ends, as the merchant has it for upgrades and downgrades.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from backend.currencies import currency
from backend.domain.billing import ChangeTiming
from backend.domain.catalog import BillingMode
from backend.domain.errors import IllegalTransition, InvalidInput, NotSupported, QuoteChanged
from backend.domain.lifecycle import next_status
from backend.domain.subscription import TRANSITIONS, SubscriptionEvent, SubscriptionStatus
from backend.models import Subscription
from backend.services.catalog.load_purchase import Selection, load_purchase
from backend.services.context import Context
from backend.services.secrets import BadSignature
from backend.services.subscriptions.held import Held, load_held
from backend.services.subscriptions.lock import timed
from backend.services.subscriptions.price_change import ChangeOutcome, in_next_period, price_change
from backend.services.subscriptions.purchase import at_agreed_prices
from backend.services.subscriptions.quote import Offer, compute_quote, quote_digest, selection_claims
from backend.services.subscriptions.surplus import settle_surplus
from backend.services.visibility import visible

_KIND = "subscription-change"


@dataclass(frozen=True, slots=True)
class ChangeOffer(Offer):
    """An offer to change, and how it would take effect. `version` is the subscription's that it was made for."""

    outcome: ChangeOutcome | None = None
    version: int = 0

    def is_like(self, other: ChangeOffer) -> bool:
        """Whether the two differ in nothing but the instant: the same subscription, at the same prices and terms."""
        return self._terms() == other._terms()

    def _terms(self) -> tuple[object, ...]:
        assert self.outcome is not None, "a quoted change is priced"
        return self.version, self.loaded.purchase, self.loaded.interval, self.outcome.later, self.outcome.new_anchor


async def quote_change(
    ctx: Context, *, subscription_id: str, selection: Selection, timing: ChangeTiming | None = None
) -> ChangeOffer:
    """Quote what it would cost to change the subscription to `selection`, as of now.

    `timing` is for staff; a customer's change takes effect as the merchant's policy says. Raises NotFound, Forbidden,
    IllegalTransition in a status that allows no change, NotSupported unless both plans are billed alike and sell the
    same product, Conflict while the period is being renewed, and what `load_purchase` raises.
    """
    if timing is not None:
        ctx.actor.require_staff()
    ctx = await timed(ctx, subscription_id)
    held = await load_held(ctx, await visible(ctx, Subscription).get(id=subscription_id))
    check_changeable(held)
    return await _offer_as_of(ctx, held, selection, ctx.now, timing)


def check_changeable(held: Held) -> None:
    """Raise IllegalTransition for what cannot be changed, whatever the target is."""
    status = SubscriptionStatus(held.subscription.status)
    next_status(TRANSITIONS, status, SubscriptionEvent.CHANGE)
    if status is SubscriptionStatus.PAST_DUE:
        raise IllegalTransition("Pay what is owed first; then it can be changed.", status)
    if held.subscription.cancel_at is not None or not held.subscription.auto_renew:
        raise IllegalTransition("It ends with its period; take that back before you change it.", status)


@dataclass(frozen=True, slots=True)
class ChangeToken:
    """What a change's token says; signed by us, for this subscription."""

    version: int
    selection: Selection
    timing: ChangeTiming | None
    as_of: datetime
    until: datetime
    digest: str


def read_change_token(ctx: Context, token: str, *, subscription_id: str) -> ChangeToken:
    """Read a token that the customer confirmed. Raises InvalidInput for one that is not ours, theirs or of this."""
    try:
        claims = ctx.services.secrets.verify(_KIND, token)
    except BadSignature:
        raise InvalidInput.at("quoteToken", "INVALID_TOKEN", "This is not a quote of a change of this shop.") from None
    if claims["mer"] != ctx.merchant_id or ctx.actor.customer_id not in (None, claims["cus"]):
        raise InvalidInput.at("quoteToken", "FOREIGN_TOKEN", "This quote was made for somebody else.")
    if claims["sub"] != subscription_id:
        raise InvalidInput.at("quoteToken", "OTHER_SUBSCRIPTION", "This quote is for another subscription.")
    chosen = claims["sel"]
    return ChangeToken(
        version=claims["ver"],
        selection=Selection(chosen["plan"], chosen["n"], tuple((id, quantity) for id, quantity in chosen["addons"])),
        timing=ChangeTiming(claims["when"]) if claims["when"] else None,
        as_of=datetime.fromisoformat(claims["as_of"]),
        until=datetime.fromisoformat(claims["until"]),
        digest=claims["sum"],
    )


async def confirm_change(ctx: Context, held: Held, token: ChangeToken) -> ChangeOffer:
    """The quoted offer, computed again. Raises QuoteChanged with a fresh one when it does not hold any more."""
    if token.until > ctx.now and token.version == held.subscription.version:
        offer = await _offer_as_of(ctx, held, token.selection, token.as_of, token.timing)
        if quote_digest(offer.quote) == token.digest:
            return offer
    fresh = await _offer_as_of(ctx, held, token.selection, ctx.now, token.timing)
    raise QuoteChanged("The subscription or the price changed since; please look again.", fresh.quote, fresh.token)


async def _offer_as_of(
    ctx: Context, held: Held, selection: Selection, as_of: datetime, timing: ChangeTiming | None
) -> ChangeOffer:
    subscription = held.subscription
    loaded = await load_purchase(ctx, selection, currency(subscription.currency), held=held.purchase)
    if loaded.product.id != subscription.product_id:
        raise NotSupported("A subscription changes to plans of its own product only; subscribe to the other product.")
    if loaded.is_tariff != (held.billing is BillingMode.FROM_BALANCE):
        raise NotSupported("A plan that is billed from the balance and one that is billed in advance do not mix.")
    if not loaded.is_tariff:
        loaded = replace(loaded, purchase=at_agreed_prices(held.purchase, loaded.purchase))
    if held.is_exactly(loaded.purchase):
        raise InvalidInput.at("planId", "NO_CHANGE", "This is what the subscription is already.")
    if loaded.is_tariff:
        outcome = ChangeOutcome(await compute_quote(ctx, loaded, as_of, held=held.features), new_anchor=True)
    else:
        outcome = await price_change(ctx, held, loaded, as_of, timing)
        if outcome.later:
            loaded = replace(loaded, purchase=in_next_period(subscription, loaded.purchase))
        outcome = replace(outcome, quote=await settle_surplus(ctx, subscription, outcome.quote))
    quote = outcome.quote
    claims: dict[str, Any] = {
        "mer": ctx.merchant_id,
        "cus": subscription.customer_id,
        "sub": subscription.id,
        "ver": subscription.version,
        "sel": selection_claims(selection),
        "when": timing,
        "as_of": as_of.isoformat(),
        "until": quote.expires_at.isoformat(),
        "sum": quote_digest(quote),
    }
    token = ctx.services.secrets.sign(_KIND, claims)
    return ChangeOffer(quote, token, loaded, outcome=outcome, version=subscription.version)
