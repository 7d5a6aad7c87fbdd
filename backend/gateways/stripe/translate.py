"""From Stripe's words to ours: payments and setups. Unknown words never mean success."""

from __future__ import annotations

from datetime import UTC, datetime

from backend.gateways.base import (
    Action,
    ClientConfirm,
    Decline,
    DeclineAdvice,
    MethodKind,
    MethodSummary,
    PaymentResult,
    PaymentState,
    Redirect,
    SavedMethodDetails,
    SetupResult,
)
from backend.gateways.stripe.amounts import from_stripe
from backend.gateways.stripe.declines import read_decline
from backend.gateways.stripe.objects import (
    RemoteCard,
    RemoteError,
    RemoteIntent,
    RemoteMethod,
    RemoteSession,
    RemoteSetup,
)
from backend.gateways.stripe.texts import APP, CANCELED, CHECKOUT, FLOW

_STATES = {
    "requires_action": PaymentState.REQUIRES_ACTION,
    "processing": PaymentState.PENDING,
    "requires_capture": PaymentState.AUTHORIZED,
    "succeeded": PaymentState.SUCCEEDED,
    "canceled": PaymentState.CANCELED,
}
# The payer still has it in hand.
_OPEN = frozenset({"requires_payment_method", "requires_confirmation"})


def to_payment(
    intent: RemoteIntent, observed_at: datetime, *, publishable_key: str, reference: str | None = None
) -> PaymentResult:
    """The payment in the contract's words. `reference` is a Checkout Session's, where the payment is known by that."""
    state = _state_of(intent.status, intent.last_payment_error, intent.mark(FLOW))
    if state is PaymentState.CANCELED and intent.cancellation_reason == "expired":
        state = PaymentState.EXPIRED
    amount = from_stripe(intent.amount, intent.currency)
    received = from_stripe(intent.amount_received, intent.currency)
    method = _method_of(intent.payment_method, intent.last_payment_error)
    return PaymentResult(
        state=state,
        reference=reference or intent.id,
        our_reference=intent.our_reference,
        amount=amount,
        observed_at=observed_at,
        action=_action_of(state, intent, publishable_key),
        decline=_decline_of(state, intent.last_payment_error),
        method=_summary(method),
        gateway_status=intent.status,
        saved_method=_saved_by(intent, state),
        received=received if state is PaymentState.SUCCEEDED and received != amount else None,
    )


def session_to_payment(session: RemoteSession, observed_at: datetime, *, publishable_key: str) -> PaymentResult:
    """A payment on Stripe's own page. The session is its reference from beginning to end.

    Raises ValueError for a session that states no amount.
    """
    if session.amount_total is None or session.currency is None:
        raise ValueError("a session without an amount")
    intent = session.payment_intent
    if session.status == "complete" and isinstance(intent, RemoteIntent):
        settled = intent.model_copy(update={"metadata": {**(session.metadata or {}), FLOW: ""}})
        return to_payment(settled, observed_at, publishable_key=publishable_key, reference=session.id)
    state, action = _session_state(session)
    return PaymentResult(
        state=state,
        reference=session.id,
        our_reference=session.our_reference,
        amount=from_stripe(session.amount_total, session.currency),
        observed_at=observed_at,
        action=action,
        decline=_decline_of(state, None),
        gateway_status=session.status,
    )


def _session_state(session: RemoteSession) -> tuple[PaymentState, Action | None]:
    if session.status == "open" and session.url is not None:
        expires_at = None if session.expires_at is None else datetime.fromtimestamp(session.expires_at, UTC)
        return PaymentState.REQUIRES_ACTION, Redirect(session.url, expires_at)
    if session.status == "expired":
        return (PaymentState.CANCELED if session.mark(CANCELED) else PaymentState.EXPIRED), None
    if session.status == "complete":
        return (PaymentState.SUCCEEDED if session.payment_status == "paid" else PaymentState.PENDING), None
    return PaymentState.UNKNOWN, None


def to_setup(
    setup: RemoteSetup, observed_at: datetime, *, publishable_key: str, reference: str | None = None
) -> SetupResult:
    """The setup in the contract's words."""
    state = _state_of(setup.status, setup.last_setup_error, setup.mark(FLOW))
    method = setup.payment_method
    saved = None
    if state is PaymentState.SUCCEEDED and isinstance(method, RemoteMethod):
        saved = SavedMethodDetails(method.id, method.customer or setup.customer, _summary(method) or _NOTHING_SHOWN)
    return SetupResult(
        state=state,
        reference=reference or setup.id,
        our_reference=setup.our_reference,
        observed_at=observed_at,
        action=_action_of(state, setup, publishable_key),
        decline=_decline_of(state, setup.last_setup_error),
        saved_method=saved,
    )


def session_to_setup(session: RemoteSession, observed_at: datetime, *, publishable_key: str) -> SetupResult:
    """A setup on Stripe's own page."""
    if session.status == "complete" and isinstance(session.setup_intent, RemoteSetup):
        settled = session.setup_intent.model_copy(update={"metadata": {**(session.metadata or {}), FLOW: ""}})
        return to_setup(settled, observed_at, publishable_key=publishable_key, reference=session.id)
    state, action = _session_state(session)
    if state is PaymentState.SUCCEEDED:
        # It says that it is done, and not with what.
        state = PaymentState.PENDING
    return SetupResult(state, session.id, session.our_reference, observed_at, action, _decline_of(state, None))


def to_saved_method(method: RemoteMethod) -> SavedMethodDetails:
    """What may be shown of a method that a customer has."""
    return SavedMethodDetails(method.id, method.customer, _summary(method) or _NOTHING_SHOWN)


def id_of(part: RemoteIntent | RemoteSetup | str | None) -> str | None:
    """The id of something that may be expanded."""
    return part if part is None or isinstance(part, str) else part.id


_NOTHING_SHOWN = MethodSummary(MethodKind.CARD)


def _state_of(status: str, error: RemoteError | None, flow: str | None) -> PaymentState:
    if status in _OPEN:
        if flow in (APP, CHECKOUT):
            # The payer may try again with another card, for as long as they like.
            return PaymentState.REQUIRES_ACTION
        return PaymentState.FAILED if error is not None else PaymentState.UNKNOWN
    return _STATES.get(status, PaymentState.UNKNOWN)


def _action_of(state: PaymentState, intent: RemoteIntent | RemoteSetup, publishable_key: str) -> Action | None:
    if state is not PaymentState.REQUIRES_ACTION:
        return None
    action = intent.next_action
    if action is not None and action.type == "redirect_to_url" and action.redirect_to_url is not None:
        return Redirect(action.redirect_to_url.url)
    by_script = action is not None and action.type == "use_stripe_sdk"
    if intent.client_secret and (by_script or intent.mark(FLOW) == APP):
        return ClientConfirm(intent.client_secret, publishable_key)
    return None


def _decline_of(state: PaymentState, error: RemoteError | None) -> Decline | None:
    if state is PaymentState.EXPIRED:
        return Decline("EXPIRED", DeclineAdvice.AUTHENTICATE)
    return read_decline(error) if state is PaymentState.FAILED else None


def _method_of(method: RemoteMethod | str | None, error: RemoteError | None) -> RemoteMethod | None:
    if isinstance(method, RemoteMethod):
        return method
    return error.payment_method if error else None


def _summary(method: RemoteMethod | None) -> MethodSummary | None:
    if method is None:
        return None
    card = method.card or RemoteCard()
    return MethodSummary(MethodKind.CARD, card.brand, card.last4, card.exp_month, card.exp_year)


def _saved_by(intent: RemoteIntent, state: PaymentState) -> SavedMethodDetails | None:
    """The method that this payment made Stripe keep; a charge of one that was kept before asks for no future usage."""
    method = intent.payment_method
    if not intent.setup_future_usage or state not in (PaymentState.SUCCEEDED, PaymentState.AUTHORIZED):
        return None
    if not isinstance(method, RemoteMethod) or method.customer is None:
        return None
    return to_saved_method(method)
