"""E. Vouchers and transfers: money that comes hours or days later, too late, too little or too much."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

from backend.conformance.bench import Bench, reference_of
from backend.conformance.catalogue import NotApplicable, behaviour
from backend.conformance.needs import TRANSFERS, VOUCHERS, slow_kinds
from backend.conformance.shop import Shop
from backend.domain.money import Money
from backend.gateways.base import BankTransfer, MethodKind, PaymentResult, PaymentState, Voucher

_WAITING = (PaymentState.PENDING, PaymentState.REQUIRES_ACTION)
_OVER = (PaymentState.EXPIRED, PaymentState.CANCELED)


@behaviour(36, needs=[VOUCHERS])
async def a_voucher_says_how_and_until_when(bench: Bench) -> None:
    """Reference, bar code or account, and expiry are there; until that very instant it can be paid, and not after.

    Tried all over the year, with an expiry of ours and with the provider's own: it may count in a zone that changes its
    clocks.
    """
    for kind in slow_kinds(bench.can):
        for days, asked in ((2, True), (100, False), (50, True), (130, False)):
            bench.double.advance(timedelta(days=days))
            wanted = bench.now() + timedelta(days=3) if asked else None
            result = await bench.pay(kind=kind, return_url=None, expires_at=wanted)
            assert result.state in _WAITING
            action = result.action
            assert isinstance(action, Voucher if kind is MethodKind.STORE else BankTransfer), f"{kind}: {action}"
            assert action.reference
            assert (await bench.fetch(result)).action == action
            expires_at = action.expires_at
            assert expires_at is not None
            assert bench.now() < expires_at
            assert wanted is None or expires_at <= wanted + timedelta(minutes=1)
            bench.double.advance(expires_at - bench.now() - timedelta(minutes=2))
            assert (await bench.fetch(result)).state in _WAITING
            bench.double.advance(timedelta(minutes=4))
            assert (await bench.fetch(result)).state in _OVER
    bench.assert_charged()


@behaviour(37, needs=[VOUCHERS])
async def paid_on_time_is_paid(bench: Bench) -> None:
    """Paid at the counter or by transfer before it expires: succeeded, with what was received."""
    for kind in slow_kinds(bench.can):
        result = await bench.pay(kind=kind, return_url=None)
        await bench.harness.settle(reference_of(result), kind)
        seen = await bench.fetch(result)
        assert (seen.state, seen.received or seen.amount) == (PaymentState.SUCCEEDED, bench.amount)
    bench.assert_charged(*[bench.amount for _ in slow_kinds(bench.can)])


@behaviour(38, level=2, needs=[VOUCHERS])
async def late_money_is_never_lost(shop: Shop) -> None:
    """A voucher expires; then it is paid after all: the money is kept, and a person is told."""
    for kind in slow_kinds(shop.bench.can):
        await shop.another_customer()
        payment = await shop.subscribe(kind=kind)
        assert payment.status in ("PENDING", "REQUIRES_ACTION")
        await shop.abandon(timedelta(days=40))
        assert (await shop.payment()).status in ("EXPIRED", "CANCELED")
        await shop.bench.act(await shop.reference(), "pay")
        await shop.deliver()
        if (await shop.payment()).status != "SUCCEEDED":
            # Where no webhook tells of it, a person asks.
            await shop.look()
        assert await shop.shows() == ("SUCCEEDED", shop.bench.amount.minor)
        await shop.keeps_its_money()


@behaviour(39, level=2, needs=[TRANSFERS])
async def odd_amounts_are_what_they_are(shop: Shop) -> None:
    """A transfer of less pays a part and leaves the rest due; one of more pays all, and the rest is the customer's."""
    bench = shop.bench
    for difference in (-500, 500):
        await shop.another_customer()
        await shop.subscribe(kind=MethodKind.BANK_TRANSFER)
        came = Money(bench.amount.minor + difference, bench.amount.currency)
        await bench.act(await shop.reference(), "pay", amount=bench.harness.wire_text(came))
        await shop.deliver()
        await shop.look()
        assert await shop.shows() == ("SUCCEEDED", came.minor)
        invoice = await shop.invoice()
        assert invoice.status == ("OPEN" if difference < 0 else "PAID")
        assert await shop.balance() == max(0, difference)


@behaviour(39, needs=[TRANSFERS])
async def what_was_received_is_told(bench: Bench) -> None:
    """A transfer of another amount: `received` is what came, `amount` what was asked for."""
    result = await bench.pay(kind=MethodKind.BANK_TRANSFER, return_url=None)
    came = bench.money(bench.amount.minor - 500)
    await bench.act(reference_of(result), "pay", amount=bench.harness.wire_text(came))
    seen: PaymentResult = await bench.fetch(result)
    assert Decimal(seen.amount.minor) == bench.amount.minor
    assert seen.received == came


@behaviour(40, level=2, needs=[VOUCHERS])
async def a_voucher_of_a_void_invoice_is_not_lost(shop: Shop) -> None:
    """The invoice is void by the time the voucher is paid: the money is kept for the customer, and a person is told."""
    kind = slow_kinds(shop.bench.can)[0]
    await shop.subscribe(kind=kind)
    if not await shop.void_invoice():
        raise NotApplicable("has its invoices kept open as long as a payment of them waits")
    await shop.bench.act(await shop.reference(), "pay")
    await shop.deliver()
    await shop.look()
    assert await shop.shows() == ("SUCCEEDED", shop.bench.amount.minor)
    await shop.keeps_its_money()
