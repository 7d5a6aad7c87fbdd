"""What a gateway promises, as data. Import it from `backend.gateways.base`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Literal

from backend.gateways.values import MethodKind


@dataclass(frozen=True, slots=True)
class Capabilities:
    """What a gateway can do, as data. A false flag, or "none", means that the method raises NotSupported.

    Every flag is a promise that the conformance kit checks in both directions.
    """

    # What the payer can pay with. `elsewhere`: those of them that need no token (source Elsewhere). `tokens`: those
    # that take one (source NewMethod); None means all that are not `elsewhere`.
    kinds: frozenset[MethodKind]
    currencies: frozenset[str] | Literal["*"]
    elsewhere: frozenset[MethodKind] = frozenset()
    tokens: frozenset[MethodKind] | None = None
    # `in_app`: source InApp, and `client_session`.
    in_app: bool = False
    # The payer may be sent to a page of the gateway's or of their bank's, and needs a way back.
    redirect: bool = False
    # The smallest and the largest amount by currency, in minor units; None is no bound.
    amount_limits: Mapping[str, tuple[int | None, int | None]] = field(default_factory=dict)
    # `confirms`: money moves only when the core calls `confirm_payment` after the payer agreed.
    confirms: bool = False
    manual_capture: bool = False
    partial_capture: bool = False
    cancel_pending: bool = False
    lookup_by_our_reference: bool = False
    idempotency: Literal["native", "unique_reference", "none"] = "none"
    # How long the provider remembers a key. After it a lost request is looked up, and never sent again.
    key_lifetime: timedelta | None = None
    webhooks: Literal["none", "hmac", "rsa", "basic_auth", "thin"] = "none"
    webhook_install: bool = False
    # Words for payers: how long until a payment is settled.
    settles: str = "at once"
    # It keeps a method when `CreatePayment.save_method` asks for it, charges a SavedMethod, and forgets one.
    saved_methods: bool = False
    # It also charges one while the payer is away; needs `saved_methods`.
    off_session: bool = False
    # It keeps a method without charging it; needs `saved_methods`.
    setup_without_charge: bool = False
    # It knows customers: `create_customer` is called before a method is kept or an app is served.
    customers: bool = False
    # With "full" the core asks only for a whole payment, with "partial" for any part, several times as well.
    refunds: Literal["none", "full", "partial"] = "none"
    # A refund may be PENDING first, or fail after it had succeeded.
    refunds_settle_later: bool = False
    disputes: bool = False
    lists_payments: bool = False
    requires_device_id: bool = False
    # Nothing is asked over a network: staff record what came in and what was paid out.
    recorded_by_staff: bool = False

    def takes_token(self, kind: MethodKind) -> bool:
        """Whether a NewMethod of this kind can be charged."""
        return kind in (self.kinds - self.elsewhere if self.tokens is None else self.tokens)
