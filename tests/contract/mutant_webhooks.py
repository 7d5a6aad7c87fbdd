"""Gateways with one mistake each in how they read webhooks."""

from __future__ import annotations

import hashlib
import hmac
import json
from dataclasses import replace
from datetime import datetime
from uuid import uuid4

from pydantic import SecretStr

from backend.gateways.base import (
    GatewayContext,
    RawWebhook,
    WebhookOutcome,
    WebhookRejected,
)
from backend.gateways.openpay.gateway import OpenpayGateway
from backend.gateways.paypal.gateway import PayPalGateway
from backend.gateways.sandbox.gateway import SandboxGateway
from backend.gateways.stripe.gateway import StripeGateway


class BelievesAHint(OpenpayGateway):
    """Takes the body of an unsigned webhook for the truth."""

    async def parse_webhook(self, ctx: GatewayContext, raw: RawWebhook) -> WebhookOutcome:
        outcome = await super().parse_webhook(ctx, raw)
        return replace(outcome, events=[replace(event, trust="signed_full") for event in outcome.events])


class MakesUpItsKeys(SandboxGateway):
    """Gives a webhook another key each time that it comes."""

    async def parse_webhook(self, ctx: GatewayContext, raw: RawWebhook) -> WebhookOutcome:
        outcome = await super().parse_webhook(ctx, raw)
        return replace(outcome, events=[replace(event, dedupe_key=uuid4().hex) for event in outcome.events])


class KeepsOneKeyForAPayment(SandboxGateway):
    """Forgets the state in a webhook's key: whatever comes second is taken for a repetition."""

    async def parse_webhook(self, ctx: GatewayContext, raw: RawWebhook) -> WebhookOutcome:
        outcome = await super().parse_webhook(ctx, raw)
        return replace(outcome, events=[replace(event, dedupe_key=str(event.reference)) for event in outcome.events])


class AcceptsAnySignature(SandboxGateway):
    """Translates a webhook without having verified it."""

    async def parse_webhook(self, ctx: GatewayContext, raw: RawWebhook) -> WebhookOutcome:
        from backend.gateways.sandbox.translate import RemoteEvent, to_fact

        try:
            fact = to_fact(RemoteEvent.model_validate_json(raw.body))
        except ValueError:
            raise WebhookRejected("It cannot be read.") from None
        return WebhookOutcome(events=(fact,) if fact else ())


class AcceptsStaleWebhooks(SandboxGateway):
    """Verifies the signature and not the time: what was once recorded can be sent again for ever."""

    async def parse_webhook(self, ctx: GatewayContext, raw: RawWebhook) -> WebhookOutcome:
        signed_at = int(raw.headers.get("sandbox-signature", "t=0,").partition(",")[0].removeprefix("t=") or 0)
        then = datetime.fromtimestamp(signed_at, raw.received_at.tzinfo)
        return await super().parse_webhook(ctx, replace(raw, received_at=then))


class ForgetsThePreviousSecret(SandboxGateway):
    """Loses the webhooks that are on their way while the secret is replaced."""

    async def parse_webhook(self, ctx: GatewayContext, raw: RawWebhook) -> WebhookOutcome:
        settings = ctx.settings.model_copy(update={"previous_webhook_secret": None})
        return await super().parse_webhook(replace(ctx, settings=settings), raw)


class ForgetsThePreviousPassword(OpenpayGateway):
    """Loses the webhooks that are on their way while the password is replaced."""

    async def parse_webhook(self, ctx: GatewayContext, raw: RawWebhook) -> WebhookOutcome:
        settings = ctx.settings.model_copy(update={"previous_webhook_password": None})
        return await super().parse_webhook(replace(ctx, settings=settings), raw)


class VerifiesWithNoSecret(StripeGateway):
    """Verifies with an empty secret while none was entered, as anybody can who knows that."""

    async def parse_webhook(self, ctx: GatewayContext, raw: RawWebhook) -> WebhookOutcome:
        if ctx.settings.webhook_secret is not None:  # type: ignore[attr-defined]
            return await super().parse_webhook(ctx, raw)
        sent_at, _, rest = raw.headers.get("stripe-signature", "t=0,").removeprefix("t=").partition(",")
        mine = hmac.new(b"", sent_at.encode() + b"." + raw.body, hashlib.sha256).hexdigest()
        if f"v1={mine}" not in rest.split(","):
            raise WebhookRejected("The signature does not match.")
        known = SecretStr("whsec_of_the_mutant_alone")
        signed = hmac.new(known.get_secret_value().encode(), sent_at.encode() + b"." + raw.body, hashlib.sha256)
        settings = ctx.settings.model_copy(update={"webhook_secret": known})
        headers = {**raw.headers, "stripe-signature": f"t={sent_at},v1={signed.hexdigest()}"}
        return await super().parse_webhook(replace(ctx, settings=settings), replace(raw, headers=headers))


class IsDeafToRemovals(PayPalGateway):
    """Does not hear that a payer removed their account at the provider."""

    async def parse_webhook(self, ctx: GatewayContext, raw: RawWebhook) -> WebhookOutcome:
        outcome = await super().parse_webhook(ctx, raw)
        return replace(outcome, events=[event for event in outcome.events if event.subject != "method"])


class AcceptsAnEmptySecret(SandboxGateway):
    """Rejects nothing that bears no signature."""

    async def parse_webhook(self, ctx: GatewayContext, raw: RawWebhook) -> WebhookOutcome:
        if "sandbox-signature" not in raw.headers:
            return WebhookOutcome()
        return await super().parse_webhook(ctx, raw)


class CrashesOnTheUnknown(SandboxGateway):
    """Reads a webhook as if nothing could ever be missing from it."""

    async def parse_webhook(self, ctx: GatewayContext, raw: RawWebhook) -> WebhookOutcome:
        outcome = await super().parse_webhook(ctx, raw) if raw.body else WebhookOutcome()
        payment = json.loads(raw.body)["payment"]
        assert payment["card"]["brand"].upper()
        return outcome
