"""H. The inbox: webhooks in the whole shop, repeated, reversed, forged, unknown, and while the provider is down."""

from __future__ import annotations

import time
from datetime import timedelta

from backend.conformance.catalogue import NotApplicable, behaviour
from backend.conformance.needs import REFUNDS, WEBHOOKS
from backend.conformance.shop import Shop


@behaviour(59, level=2, needs=[WEBHOOKS])
async def the_same_webhook_five_times_is_one(shop: Shop) -> None:
    """Delivered five times at the same moment, all are taken, and the money is booked once."""
    await shop.subscribe("challenge" if shop.bench.can.redirect else "ok")
    await shop.pays()
    await shop.deliver(times=5, at_once=True)
    assert await shop.stored_twice() == []
    await shop.look()
    assert await shop.shows() == ("SUCCEEDED", shop.bench.amount.minor)
    assert (await shop.invoice()).status == "PAID"


@behaviour(60, level=2, needs=[WEBHOOKS, REFUNDS])
async def the_last_news_first_ends_alike(shop: Shop) -> None:
    """The webhooks of a payment and of its refund arrive in reverse: paid, and given back, once."""
    await shop.subscribe("challenge" if shop.bench.can.redirect else "ok")
    await shop.pays()
    await shop.look()
    refund = await shop.refund()
    await shop.finish_refund(refund.id)
    await shop.deliver(reverse=True)
    payment = await shop.payment()
    assert (payment.status, payment.captured_minor) == ("SUCCEEDED", shop.bench.amount.minor)
    assert (payment.refunded_minor, payment.refund_pending_minor) == (shop.bench.amount.minor, 0)


@behaviour(61, level=2, needs=[WEBHOOKS])
async def news_of_what_we_do_not_know_waits(shop: Shop) -> None:
    """A webhook of a payment that the shop does not know: taken, stored, tried again; and nothing of ours moves."""
    await shop.subscribe("challenge" if shop.bench.can.redirect else "ok")
    before = await shop.shows()
    earlier = len(shop.bench.deliveries())
    await shop.bench.paid()
    assert await shop.deliver(shop.bench.deliveries(earlier)) >= 1
    assert await shop.shows() == before
    stored = await shop.inbox()
    assert stored
    assert {row.status for row in stored} <= {"RECEIVED", "IGNORED"}


@behaviour(64, level=2)
async def facts_that_are_not_ours_are_not_applied(shop: Shop) -> None:
    """The provider tells of another amount, another currency or another reference than ours: nothing is booked.

    When it tells of ours again, the payment is.
    """
    bench = shop.bench
    await shop.subscribe("challenge" if bench.can.redirect else "ok", lost=not bench.can.redirect)
    if bench.can.redirect:
        await shop.authenticate(ok=True)
    text, code = str(bench.harness.wire_text(bench.amount)).encode(), bench.amount.currency.code
    other = "EUR" if code != "EUR" else "USD"
    reference = (await shop.attempt()).id.encode()
    for rewrites in (
        {text: text[:-1] + (b"8" if text[-1:] != b"8" else b"7")},
        {f'"{code}"'.encode(): f'"{other}"'.encode(), f'"{code.lower()}"'.encode(): f'"{other.lower()}"'.encode()},
        {reference: reference[:-1] + (b"0" if reference[-1:] != b"0" else b"1")},
    ):
        bench.line.rewrites = rewrites
        await shop.look()
        status, captured = await shop.shows()
        assert (status != "SUCCEEDED", captured) == (True, 0), f"booked, although it is not ours: {rewrites}"
    bench.line.rewrites = {}
    await shop.look()
    await shop.settle()
    assert await shop.shows() == ("SUCCEEDED", bench.amount.minor)


@behaviour(65, level=2, needs=[WEBHOOKS])
async def a_hint_makes_us_ask_and_no_more(shop: Shop) -> None:
    """A webhook that proves nothing leads to one look-up; one with a made-up id changes nothing."""
    bench = shop.bench
    await shop.subscribe("challenge" if bench.can.redirect else "ok", lost=not bench.can.redirect)
    if not bench.can.redirect:
        await shop.look()
    await shop.pays()
    delivery = bench.deliveries()[-1]
    events = (await bench.gateway.parse_webhook(bench.ctx, bench.harness.raw(delivery))).events
    if all(event.trust == "signed_full" for event in events):
        raise NotApplicable("signs all that its webhooks say")
    forged = delivery.body
    for known in (await shop.reference(), (await shop.attempt()).id, *(event.dedupe_key for event in events)):
        forged = forged.replace(known.encode(), known[::-1].encode())
    before = await shop.shows()
    if forged != delivery.body:
        await shop.deliver_raw(bench.harness.raw(delivery, body=forged))
        assert await shop.shows() == before
    asked = len(bench.harness.calls("fetch"))
    assert await shop.receive(bench.harness.raw(delivery)) == len(events)
    await shop.apply()
    assert len(bench.harness.calls("fetch")) <= asked + len(events)
    await shop.look()
    assert (await shop.payment()).status == "SUCCEEDED"


@behaviour(66, level=2, needs=[WEBHOOKS])
async def the_inbox_answers_while_the_provider_is_down(shop: Shop) -> None:
    """The provider's API is away: a webhook is taken all the same, at once and without a call."""
    await shop.subscribe("challenge" if shop.bench.can.redirect else "ok")
    await shop.pays()
    shop.bench.line.mode = "refused"
    asked, began = shop.bench.line.requests, time.process_time()
    raws = [shop.bench.harness.raw(delivery) for delivery in shop.bench.deliveries()]
    stored = [await shop.receive(raw) for raw in raws]
    assert (time.process_time() - began) / len(raws) < 1
    assert sum(stored) >= 1
    assert shop.bench.line.requests == asked
    shop.bench.line.mode = "open"
    await shop.later(timedelta(seconds=5))
    await shop.work()
    await shop.look()
    assert await shop.shows() == ("SUCCEEDED", shop.bench.amount.minor)
