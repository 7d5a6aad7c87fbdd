"""3-D Secure: the cardholder approves, fails, closes or never answers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from backend.gateways.base import DeclineAdvice, PaymentResult, PaymentState, Redirect

if TYPE_CHECKING:
    from tests.sandbox.conftest import Shop

CHALLENGE = "4000002760003184"


async def fetch(shop: Shop, result: PaymentResult) -> PaymentResult:
    assert result.reference is not None
    return await shop.gateway.fetch_payment(shop.context(), result.reference)


@pytest.mark.parametrize("number", ["4000002500003155", CHALLENGE])
async def test_a_challenge_sends_the_payer_to_the_bank_and_takes_no_money_yet(shop: Shop, number: str) -> None:
    result = await shop.pay(number)

    assert result.state is PaymentState.REQUIRES_ACTION
    assert isinstance(result.action, Redirect)
    assert result.action.url.startswith(f"{shop.url}/authenticate/{result.reference}?secret=")
    assert result.action.expires_at is not None
    assert await shop.charges() == []


async def test_an_approved_challenge_succeeds_and_returns_to_the_shop_with_its_query_kept(shop: Shop) -> None:
    result = await shop.pay(CHALLENGE, our_reference="pa_3ds")

    answer = await shop.answer_challenge(result, "approve")

    assert answer.status_code == 303
    assert answer.headers["location"] == "https://shop.example/back?tab=1&payment_reference=pa_3ds&status=succeeded"
    final = await fetch(shop, result)
    assert (final.state, final.action) == (PaymentState.SUCCEEDED, None)
    assert len(await shop.charges()) == 1


async def test_a_failed_challenge_is_a_decline_for_authentication(shop: Shop) -> None:
    result = await shop.pay(CHALLENGE)

    await shop.answer_challenge(result, "fail")

    final = await fetch(shop, result)
    assert final.state is PaymentState.FAILED
    assert final.decline is not None
    assert (final.decline.reason, final.decline.advice) == ("AUTHENTICATION_FAILED", DeclineAdvice.AUTHENTICATE)


async def test_a_closed_challenge_changes_nothing_and_can_be_approved_later(shop: Shop) -> None:
    result = await shop.pay(CHALLENGE)

    answer = await shop.answer_challenge(result, "close")

    assert "status=requires_action" in answer.headers["location"]
    assert (await fetch(shop, result)).state is PaymentState.REQUIRES_ACTION
    await shop.answer_challenge(result, "approve")
    assert (await fetch(shop, result)).state is PaymentState.SUCCEEDED


@pytest.mark.parametrize(
    ("number", "reason"), [("4000008260003178", "INSUFFICIENT_FUNDS"), ("4000008400001629", "GENERIC")]
)
async def test_some_cards_are_declined_after_an_approved_challenge(shop: Shop, number: str, reason: str) -> None:
    result = await shop.pay(number)
    assert result.state is PaymentState.REQUIRES_ACTION

    await shop.answer_challenge(result, "approve")

    final = await fetch(shop, result)
    assert final.state is PaymentState.FAILED
    assert final.decline is not None
    assert final.decline.reason == reason
    assert await shop.charges() == []


async def test_a_second_answer_after_the_decision_changes_nothing(shop: Shop) -> None:
    result = await shop.pay(CHALLENGE)
    await shop.answer_challenge(result, "fail")
    decided = await shop.events()

    answer = await shop.answer_challenge(result, "approve")

    assert "status=failed" in answer.headers["location"]
    assert (await fetch(shop, result)).state is PaymentState.FAILED
    assert len(await shop.events()) == len(decided)
    assert await shop.charges() == []


async def test_an_unanswered_challenge_expires_after_a_day_on_read(shop: Shop) -> None:
    await shop.sandbox.stop()
    result = await shop.pay(CHALLENGE)
    await shop.control("clock/advance", seconds=24 * 3600 - 60)
    assert (await fetch(shop, result)).state is PaymentState.REQUIRES_ACTION

    await shop.control("clock/advance", seconds=61)

    final = await fetch(shop, result)
    assert final.state is PaymentState.EXPIRED
    assert final.decline is not None
    assert final.decline.reason == "EXPIRED"
    assert "status=expired" in (await shop.answer_challenge(result, "approve")).headers["location"]
    assert await shop.charges() == []


async def test_an_unanswered_challenge_expires_by_itself_and_says_so(shop: Shop, eventually: Any) -> None:
    await shop.pay(CHALLENGE)

    await shop.control("clock/advance", seconds=24 * 3600)

    async def told() -> bool:
        return [event["type"] for event in await shop.events()] == ["payment.requires_action", "payment.expired"]

    await eventually(told)


async def test_a_challenge_without_a_return_address_is_declined_for_missing_authentication(shop: Shop) -> None:
    result = await shop.pay(CHALLENGE, return_url=None)

    assert result.state is PaymentState.FAILED
    assert result.decline is not None
    assert (result.decline.reason, result.decline.advice) == ("AUTHENTICATION_REQUIRED", DeclineAdvice.AUTHENTICATE)


async def test_the_page_needs_its_secret_and_shows_amount_and_description_escaped(shop: Shop) -> None:
    result = await shop.pay(CHALLENGE, description="<b>Pro</b> & more")
    assert isinstance(result.action, Redirect)

    page = await shop.http.get(result.action.url)

    assert page.status_code == 200
    assert '19.99 <span class="currency">USD</span>' in page.text
    assert "&lt;b&gt;Pro&lt;/b&gt; &amp; more" in page.text
    assert "<b>" not in page.text
    policy = page.headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "frame-ancestors 'none'" in policy
    assert "form-action 'self' https://shop.example" in policy
    for url in (result.action.url[:-1], result.action.url.partition("?")[0], f"{shop.url}/authenticate/x?secret=y"):
        assert (await shop.http.get(url)).status_code == 404
        assert (await shop.http.post(url, data={"answer": "approve"})).status_code == 404
    assert (await fetch(shop, result)).state is PaymentState.REQUIRES_ACTION


async def test_the_page_speaks_spanish_to_a_spanish_browser_and_tells_a_decided_payment(shop: Shop) -> None:
    result = await shop.pay(CHALLENGE)
    assert isinstance(result.action, Redirect)
    spanish = {"Accept-Language": "es-MX,es;q=0.9,en;q=0.8"}

    assert "Aprobar" in (await shop.http.get(result.action.url, headers=spanish)).text
    await shop.answer_challenge(result, "approve")
    decided = await shop.http.get(result.action.url)

    assert "Back to the shop" in decided.text
    assert "status=succeeded" in decided.text
    assert "<form" not in decided.text
