"""A. Create and amounts: what is sent is exactly what was asked for, and nothing is sent that must not be."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any
from urllib.parse import parse_qsl

from backend.conformance.bench import Bench, reference_of
from backend.conformance.catalogue import NotApplicable, behaviour
from backend.conformance.needs import LIMITS, PARTIAL_REFUNDS, SOME_CURRENCIES
from backend.domain.money import Money
from backend.doubles.kit.journal import Call
from backend.gateways.base import (
    ConfigurationError,
    InvalidRequest,
    MethodKind,
    NotSupported,
    PaymentState,
)

# Amounts that binary fractions get wrong, in hundredths; scaled where the currency has other decimals.
_TRICKY = (1000, 1, 110, 1999, 99_999_999)


@behaviour(1)
async def a_payment_succeeds(bench: Bench) -> None:
    """Happy path, with every kind of method: succeeded; amount, currency, our reference and method are filled in."""
    for kind in sorted(bench.can.kinds):
        order = await bench.order(kind=kind)
        result = await bench.finish(await bench.create(order), order)
        assert (result.amount, result.our_reference) == (bench.amount, order.our_reference)
        assert result.decline is None
        assert abs(result.observed_at - bench.now()) < timedelta(minutes=1)
        assert result.received in (None, bench.amount)
        assert result.method is None or result.method.kind is kind
        if bench.can.takes_token(kind) and kind is MethodKind.CARD:
            card = result.method
            assert card is not None, "a payment by card names the card"
            assert card.brand
            assert card.last4 is not None
            assert len(card.last4) == 4
            assert card.expires_month in range(1, 13)
            assert card.expires_year is not None
            assert card.expires_year >= bench.now().year
        fetched = await bench.fetch(result)
        assert (fetched.state, fetched.amount, fetched.reference, fetched.our_reference) == (
            result.state, result.amount, result.reference, result.our_reference,
        )  # fmt: skip
        if bench.can.lookup_by_our_reference:
            found = await bench.gateway.find_payment(bench.ctx, order.our_reference)
            assert found is not None
            assert (found.state, found.reference) == (result.state, result.reference)
    bench.assert_charged(*[bench.amount for _ in bench.can.kinds])


async def _goes_as(bench: Bench, amount: Money) -> None:
    """Create a payment; the wire must show the harness's own text of it. What cannot be shown is never sent."""
    order, expected = await bench.order(amount=amount), bench.harness.wire_text(amount)
    earlier, sent = len(bench.harness.calls("create")), bench.line.requests
    if expected is None:
        await bench.refuses(InvalidRequest, call=bench.create(order))
        assert bench.line.requests == sent, f"{amount} cannot be represented, and something was sent all the same"
        return
    try:
        await bench.create(order)
    except InvalidRequest:
        assert not _within_limits(bench, amount), f"{amount} is within the declared limits, and was refused"
        return
    (call, *others) = bench.harness.calls("create")[earlier:]
    assert not others
    assert bench.harness.amount_on_wire(call) == expected, f"{amount} went as {bench.harness.amount_on_wire(call)!r}"


def _within_limits(bench: Bench, amount: Money) -> bool:
    least, most = bench.can.amount_limits.get(amount.currency.code, (None, None))
    return (least or 1) <= amount.minor and (most is None or amount.minor <= most)


@behaviour(2)
async def amounts_are_exact_on_the_wire(bench: Bench) -> None:
    """10.00, 0.01, 1.10, 19.99 and 999999.99 go as exactly these texts; amounts outside the limits are refused."""
    for hundredths in _TRICKY:
        await _goes_as(bench, bench.money(max(1, hundredths * bench.amount.currency.units // 100)))


async def _try_currency(bench: Bench, code: str, *minors: int) -> None:
    if bench.can.currencies != "*" and code not in bench.can.currencies:
        raise NotApplicable(f"takes no {code}")
    for minor in minors:
        await _goes_as(bench, bench.money(minor, code))


@behaviour(3)
async def yen_have_no_decimals(bench: Bench) -> None:
    """JPY 500 goes as 500 in whatever form, never as 50000."""
    await _try_currency(bench, "JPY", 500)


@behaviour(3, needs=[PARTIAL_REFUNDS])
async def yen_go_back_without_decimals(bench: Bench) -> None:
    """JPY 200 of JPY 500 are given back as 200, never as 20000 and never as 2."""
    if bench.can.currencies != "*" and "JPY" not in bench.can.currencies:
        raise NotApplicable("takes no JPY")
    paid, part = await bench.paid(amount=bench.money(500, "JPY")), bench.money(200, "JPY")
    refund = await bench.refunded(paid, 200)
    assert refund.amount == part
    (call,) = bench.harness.calls("refund")
    assert bench.harness.amount_on_wire(call) == bench.harness.wire_text(part)
    bench.assert_refunded(part)


@behaviour(4)
async def dinars_have_three_decimals(bench: Bench) -> None:
    """KWD 1.250 goes exactly; KWD 1.255 too, or it is refused before the call by a provider that has no such coin."""
    await _try_currency(bench, "KWD", 1250, 1255)


@behaviour(5)
async def currencies_with_rules_of_their_own_keep_them(bench: Bench) -> None:
    """ISK, UGX, HUF and TWD go in the provider's own form; what that form cannot say is refused before the call."""
    tried = {"ISK": (500,), "UGX": (5000,), "HUF": (50_000, 50_050), "TWD": (30_000, 30_050)}
    taken = [code for code in tried if bench.can.currencies == "*" or code in bench.can.currencies]
    if not taken:
        raise NotApplicable("takes no currency with rules of its own")
    for code in taken:
        await _try_currency(bench, code, *tried[code])


@behaviour(6, needs=[SOME_CURRENCIES])
async def an_unsupported_currency_is_never_sent(bench: Bench) -> None:
    """A currency that the gateway does not take: ConfigurationError or InvalidRequest, with no call at all."""
    (code,) = [code for code in ("TND", "BHD", "ISK", "USD") if code not in bench.can.currencies][:1]
    order = await bench.order(amount=bench.money(5000, code))
    sent = bench.line.requests
    await bench.refuses(ConfigurationError, InvalidRequest, NotSupported, call=bench.create(order))
    assert bench.line.requests == sent


@behaviour(7, needs=[LIMITS])
async def amounts_beyond_the_limits_are_refused(bench: Bench) -> None:
    """One below the smallest and one above the largest amount: InvalidRequest, and no money moved."""
    least, most = bench.can.amount_limits.get(bench.harness.currency, (None, None))
    if least is None and most is None:
        raise NotApplicable(f"declares no limits for {bench.harness.currency}")
    for minor in (least and least - 1, most and most + 1):
        if minor:
            await bench.refuses(InvalidRequest, call=bench.create(await bench.order(amount=bench.money(minor))))
    bench.assert_charged()


@behaviour(8)
async def nothing_and_less_are_refused_locally(bench: Bench) -> None:
    """Zero and negative amounts are refused, for payments and refunds, before anything is sent."""
    orders = [await bench.order(amount=bench.money(minor)) for minor in (0, -1999)]
    payment = await bench.paid() if bench.can.refunds != "none" else None
    sent = bench.line.requests
    for order in orders:
        await bench.refuses(InvalidRequest, call=bench.create(order))
    for minor in (0, -1):
        if payment is not None:
            refund = bench.give_back(payment, minor)
            await bench.refuses(InvalidRequest, call=bench.gateway.create_refund(bench.ctx, refund))
    assert bench.line.requests == sent


@behaviour(9)
async def long_texts_are_cut_by_characters(bench: Bench) -> None:
    """Descriptions and names with ñ and emoji, of 300 characters and more: cut where needed, still valid UTF-8."""
    name = "Peña 👩‍👩‍👧 " + "ñ" * 300
    payer = bench.payer()
    long = type(payer)(name, payer.email, payer.locale, payer.phone, payer.ip, payer.device_id)
    order = await bench.order(description="Plan año 👩‍💻 " + "ñ👍" * 300, payer=long)
    result = await bench.finish(await bench.create(order), order)
    assert result.amount == bench.amount
    texts = [text for call in bench.harness.calls("create") for text in _texts(call)]
    assert any("Plan año" in text for text in texts), "the description is not sent"
    assert not any("\ufffd" in text for text in texts)


def _texts(call: Call) -> list[str]:
    """Every text in a body; raises when it is not UTF-8."""
    body = call.body.decode("utf-8", "strict")
    if "json" not in call.headers.get("content-type", ""):
        return [value for _, value in parse_qsl(body, keep_blank_values=True, errors="strict")]
    found: list[str] = []

    def collect(value: Any) -> None:
        if isinstance(value, str):
            # A surrogate that stands alone is half a character.
            value.encode("utf-8", "strict")
            found.append(value)
        for inner in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
            collect(inner)

    collect(json.loads(body))
    return found


@behaviour(10)
async def long_references_never_collide(bench: Bench) -> None:
    """References of 300 characters that differ in the last one: refused, or shortened in a way that tells them apart.

    Whatever was sent for them is found again, and the same reference always becomes the same.
    """
    ours = ["pa_" + "0" * 296 + last for last in "ab"]
    orders = [await bench.order(our_reference=one, key=f"key-{one[-1]}") for one in ours]
    results = []
    for order in orders:
        try:
            results.append(await bench.create(order))
        except InvalidRequest:
            bench.assert_charged()
            return
    assert len({reference_of(result) for result in results}) == 2
    for order, result in zip(orders, results, strict=True):
        again = await bench.recover(order)
        assert again.reference == result.reference
        assert again.state is not PaymentState.UNKNOWN
