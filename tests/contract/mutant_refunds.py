"""Gateways with one mistake each in what they do with refunds."""

from __future__ import annotations

from dataclasses import replace
from uuid import uuid4

from pydantic import SecretStr

from backend.gateways.base import (
    CreateRefund,
    GatewayContext,
    GatewayError,
    NotFound,
    OutcomeUnknown,
    RefundRejected,
    RefundResult,
    RefundState,
    Unavailable,
)
from backend.gateways.sandbox.gateway import SandboxGateway
from backend.gateways.stripe.gateway import StripeGateway
from tests.contract.mutant_payments import times


class RefundsTwice(StripeGateway):
    """Makes a refund under a key of its own each time."""

    async def create_refund(self, ctx: GatewayContext, request: CreateRefund) -> RefundResult:
        fresh = uuid4().hex[:20]
        result = await super().create_refund(ctx, replace(request, key=fresh, our_reference=f"ref_{fresh}"))
        return replace(result, our_reference=request.our_reference)


class TakesOutagesForRefusals(StripeGateway):
    """Says that a refund was refused for good when the answer only cannot be read: staff make it once more."""

    async def create_refund(self, ctx: GatewayContext, request: CreateRefund) -> RefundResult:
        try:
            return await super().create_refund(ctx, request)
        except OutcomeUnknown as error:
            if "does not tell what happened" in error.message:
                raise RefundRejected(error.message) from None
            raise


class HurriesRefunds(SandboxGateway):
    """Says that a refund may have been made that the provider had no time for."""

    async def create_refund(self, ctx: GatewayContext, request: CreateRefund) -> RefundResult:
        try:
            return await super().create_refund(ctx, request)
        except Unavailable as error:
            raise OutcomeUnknown(error.message) from None


class TellsTheKeyOfRefunds(SandboxGateway):
    """Writes the key into the message of a refund that failed."""

    async def create_refund(self, ctx: GatewayContext, request: CreateRefund) -> RefundResult:
        try:
            return await super().create_refund(ctx, request)
        except GatewayError as error:
            secret: SecretStr = ctx.settings.secret_key  # type: ignore[attr-defined]
            raise type(error)(f"{error.message} Key: {secret.get_secret_value()}") from error


class MultipliesRefunds(SandboxGateway):
    """Charges yen as they are, and gives back a hundred times as many."""

    async def create_refund(self, ctx: GatewayContext, request: CreateRefund) -> RefundResult:
        factor = 100 if request.amount.currency.exponent == 0 else 1
        return await super().create_refund(ctx, replace(request, amount=times(request.amount, factor)))


class SwallowsRejectedRefunds(SandboxGateway):
    """Says that money went back that the provider refused to give."""

    async def create_refund(self, ctx: GatewayContext, request: CreateRefund) -> RefundResult:
        try:
            return await super().create_refund(ctx, request)
        except RefundRejected:
            return RefundResult(
                RefundState.SUCCEEDED, "re_none", request.our_reference, request.payment_reference, request.amount,
                ctx.now,
            )  # fmt: skip


class PromisesTooMuch(SandboxGateway):
    """Promises partial refunds, and then knows none."""

    async def find_refund(self, ctx: GatewayContext, our_reference: str) -> RefundResult | None:
        raise NotFound("no such refund")
