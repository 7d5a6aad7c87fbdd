"""Gateways with one mistake each in what they do with payments, refunds, methods and accounts."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any, ClassVar

from pydantic import SecretStr

from backend.domain.money import Money
from backend.gateways.base import (
    Capabilities,
    CreatePayment,
    Decline,
    DeclineAdvice,
    GatewayContext,
    GatewayError,
    Health,
    InvalidRequest,
    OutcomeUnknown,
    PaymentPage,
    PaymentResult,
    PaymentState,
    SavedMethod,
    StateConflict,
    Unavailable,
)
from backend.gateways.openpay.gateway import OpenpayGateway
from backend.gateways.paypal.gateway import PayPalGateway
from backend.gateways.sandbox.gateway import SandboxGateway
from backend.gateways.stripe.gateway import StripeGateway


def times(amount: Money, factor: int) -> Money:
    """So many times the amount."""
    return replace(amount, minor=amount.minor * factor)


class CountsInCents(OpenpayGateway):
    """Sends pesos as if they were centavos: a hundred times too much."""

    async def create_payment(self, ctx: GatewayContext, request: CreatePayment) -> PaymentResult:
        result = await super().create_payment(ctx, replace(request, amount=times(request.amount, 100)))
        return replace(result, amount=request.amount)


class MultipliesEveryCurrency(SandboxGateway):
    """Thinks that every currency has cents: a hundred times too many yen."""

    async def create_payment(self, ctx: GatewayContext, request: CreatePayment) -> PaymentResult:
        factor = 100 if request.amount.currency.exponent == 0 else 1
        return await super().create_payment(ctx, replace(request, amount=times(request.amount, factor)))


class LosesACent(OpenpayGateway):
    """Counts with binary fractions, cut off behind the cents: 19.99 becomes 19.98."""

    async def create_payment(self, ctx: GatewayContext, request: CreatePayment) -> PaymentResult:
        minor = int(float(request.amount.major()) * 100)
        return await super().create_payment(ctx, replace(request, amount=replace(request.amount, minor=minor)))


class RepeatsUnderANewKey(SandboxGateway):
    """Sends a lost request once more by itself, as if it were another payment."""

    async def create_payment(self, ctx: GatewayContext, request: CreatePayment) -> PaymentResult:
        try:
            return await super().create_payment(ctx, request)
        except OutcomeUnknown:
            again = replace(request, key=f"{request.key}-2", our_reference=f"{request.our_reference}-2")
            return await super().create_payment(ctx, again)


class FindsWhateverIsThere(SandboxGateway):
    """Takes the reference that the browser brought along, or any other, for the payment that was asked for."""

    last: ClassVar[str] = ""

    async def create_payment(self, ctx: GatewayContext, request: CreatePayment) -> PaymentResult:
        FindsWhateverIsThere.last = request.our_reference
        return await super().create_payment(ctx, request)

    async def find_payment(self, ctx: GatewayContext, our_reference: str) -> PaymentResult | None:
        return await super().find_payment(ctx, self.last or our_reference)


class TakesOutagesForDeclines(SandboxGateway):
    """Swallows a 5xx as a failure: the customer pays again, for a charge that was made."""

    async def create_payment(self, ctx: GatewayContext, request: CreatePayment) -> PaymentResult:
        try:
            return await super().create_payment(ctx, request)
        except OutcomeUnknown:
            decline = Decline("PROCESSING_ERROR", DeclineAdvice.RETRY_LATER)
            return PaymentResult(
                PaymentState.FAILED, None, request.our_reference, request.amount, ctx.now, decline=decline
            )


class TakesTimeoutsForNothing(SandboxGateway):
    """Says that a request whose answer was lost was certainly not executed."""

    async def create_payment(self, ctx: GatewayContext, request: CreatePayment) -> PaymentResult:
        try:
            return await super().create_payment(ctx, request)
        except OutcomeUnknown as error:
            raise Unavailable(error.message) from None


class LosesWhatWasReceived(OpenpayGateway):
    """Says that all was paid, whatever came."""

    async def fetch_payment(self, ctx: GatewayContext, reference: str) -> PaymentResult:
        return replace(await super().fetch_payment(ctx, reference), received=None)


class PaysBeforeTheChallenge(SandboxGateway):
    """Answers SUCCEEDED where the bank still asks the payer."""

    async def create_payment(self, ctx: GatewayContext, request: CreatePayment) -> PaymentResult:
        result = await super().create_payment(ctx, request)
        if result.state is PaymentState.REQUIRES_ACTION:
            return replace(result, state=PaymentState.SUCCEEDED, action=None)
        return result


class AsksWhoIsAway(SandboxGateway):
    """Asks for an action while nobody is there to take it."""

    async def create_payment(self, ctx: GatewayContext, request: CreatePayment) -> PaymentResult:
        here = replace(request, off_session=False, return_url="https://shop.example/payments/back")
        return await super().create_payment(ctx, here)


class RaisesDeclines(SandboxGateway):
    """Raises where it should answer."""

    async def create_payment(self, ctx: GatewayContext, request: CreatePayment) -> PaymentResult:
        result = await super().create_payment(ctx, request)
        if result.decline is not None:
            raise InvalidRequest("The card was declined.")
        return result


class ForgetsTheReason(SandboxGateway):
    """Every decline is generic, and may be tried again."""

    async def create_payment(self, ctx: GatewayContext, request: CreatePayment) -> PaymentResult:
        result = await super().create_payment(ctx, request)
        if result.decline is None:
            return result
        return replace(result, decline=replace(result.decline, reason="GENERIC", advice=DeclineAdvice.RETRY_LATER))


class CutsReferences(StripeGateway):
    """Cuts our reference where the provider's field ends: two payments share one."""

    async def create_payment(self, ctx: GatewayContext, request: CreatePayment) -> PaymentResult:
        return await super().create_payment(
            ctx, replace(request, our_reference=request.our_reference[:20], key=request.our_reference[:20])
        )


class TellsTheKey(SandboxGateway):
    """Writes the key into the message."""

    async def create_payment(self, ctx: GatewayContext, request: CreatePayment) -> PaymentResult:
        try:
            return await super().create_payment(ctx, request)
        except GatewayError as error:
            secret: SecretStr = ctx.settings.secret_key  # type: ignore[attr-defined]
            raise type(error)(f"{error.message} Key: {secret.get_secret_value()}") from error


class SharesItsToken(PayPalGateway):
    """Keeps the access token in the process, for whichever account asks next."""

    async def create_payment(self, ctx: GatewayContext, request: CreatePayment) -> PaymentResult:
        return await super().create_payment(replace(ctx, memory=_shared), request)

    async def fetch_payment(self, ctx: GatewayContext, reference: str) -> PaymentResult:
        return await super().fetch_payment(replace(ctx, memory=_shared), reference)


class TakesLostCapturesForNothing(OpenpayGateway):
    """Says that a capture whose answer was lost was certainly not made."""

    async def capture_payment(
        self, ctx: GatewayContext, reference: str, amount: Money | None, key: str
    ) -> PaymentResult:
        try:
            return await super().capture_payment(ctx, reference, amount, key)
        except OutcomeUnknown as error:
            raise Unavailable(error.message) from None


class CancelsInItsHead(StripeGateway):
    """Says that a payment is canceled, whatever became of the request."""

    async def cancel_payment(self, ctx: GatewayContext, reference: str, key: str) -> PaymentResult:
        before = await self.fetch_payment(ctx, reference)
        try:
            return await super().cancel_payment(ctx, reference, key)
        except OutcomeUnknown:
            return replace(before, state=PaymentState.CANCELED, action=None)


class ShrugsAtWhatIsPaid(OpenpayGateway):
    """Answers a cancellation that came too late with the payment, as if nothing were wrong."""

    async def cancel_payment(self, ctx: GatewayContext, reference: str, key: str) -> PaymentResult:
        try:
            return await super().cancel_payment(ctx, reference, key)
        except StateConflict:
            return await self.fetch_payment(ctx, reference)


class RaisesRefusals(PayPalGateway):
    """Raises when PayPal refuses to collect what the payer agreed to."""

    async def confirm_payment(self, ctx: GatewayContext, reference: str, key: str) -> PaymentResult:
        result = await super().confirm_payment(ctx, reference, key)
        if result.decline is not None:
            raise InvalidRequest("PayPal refused it.")
        return result


class TakesCreatedForCollected(PayPalGateway):
    """Looks at the status 201 and not at the capture in it, which was declined."""

    async def confirm_payment(self, ctx: GatewayContext, reference: str, key: str) -> PaymentResult:
        result = await super().confirm_payment(ctx, reference, key)
        if result.decline is not None and result.gateway_status == "COMPLETED/DECLINED":
            return replace(result, state=PaymentState.SUCCEEDED, decline=None)
        return result


class ListsOnePage(StripeGateway):
    """Takes the first page of a list for all there is."""

    async def list_payments(
        self, ctx: GatewayContext, since: datetime, until: datetime, after: str | None
    ) -> PaymentPage:
        return replace(await super().list_payments(ctx, since, until, after), next=None)


class TellsOfYesterday(SandboxGateway):
    """States as the time of its observation when the payment was begun, or any other time."""

    async def create_payment(self, ctx: GatewayContext, request: CreatePayment) -> PaymentResult:
        result = await super().create_payment(ctx, request)
        return replace(result, observed_at=result.observed_at - timedelta(days=1))


class IgnoresCapture(SandboxGateway):
    """Collects at once although it was told to authorise only."""

    async def create_payment(self, ctx: GatewayContext, request: CreatePayment) -> PaymentResult:
        return await super().create_payment(ctx, replace(request, capture=True))


class IsAlwaysWell(SandboxGateway):
    """Says that all is well without having asked."""

    async def check_health(self, ctx: GatewayContext) -> Health:
        return Health(ok=True, message="All is well.")


class SwallowsCancellation(SandboxGateway):
    """Makes an answer out of being told to stop."""

    async def create_payment(self, ctx: GatewayContext, request: CreatePayment) -> PaymentResult:
        try:
            return await super().create_payment(ctx, request)
        except BaseException as error:
            if isinstance(error, GatewayError):
                raise
            raise OutcomeUnknown("It did not answer.") from None


class ChargesAnybodysMethod(SandboxGateway):
    """Does not tell the provider whose method it is."""

    async def create_payment(self, ctx: GatewayContext, request: CreatePayment) -> PaymentResult:
        if isinstance(request.source, SavedMethod):
            anybody = replace(request.source, customer_reference=None)
            request = replace(request, source=anybody)
        return await super().create_payment(ctx, request)


class ForgetsToForget(SandboxGateway):
    """Says that a method is forgotten, and keeps it."""

    async def detach_method(self, ctx: GatewayContext, method: SavedMethod) -> None:
        return


class AsksBeforeItThinks(OpenpayGateway):
    """Goes to the provider with what it could have refused itself."""

    async def create_payment(self, ctx: GatewayContext, request: CreatePayment) -> PaymentResult:
        await ctx.http.get(f"{ctx.settings.base_url}/v1/nowhere")  # type: ignore[attr-defined]
        return await super().create_payment(ctx, request)


class SaysAllCurrencies(OpenpayGateway):
    """Declares currencies that it does not take."""

    capabilities: ClassVar[Capabilities] = replace(OpenpayGateway.capabilities, currencies="*")


_shared: dict[str, Any] = {}
