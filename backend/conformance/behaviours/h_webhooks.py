"""H. Webhooks: believed only when they are the provider's own, told once, and never more than they prove."""

from __future__ import annotations

import json
import time
from collections.abc import AsyncIterator
from datetime import timedelta
from itertools import permutations
from typing import Any

from pydantic import ValidationError

from backend.conformance.bench import Bench, reference_of
from backend.conformance.catalogue import NotApplicable, behaviour
from backend.conformance.needs import CHALLENGE, INSTALLS, SIGNED, WEBHOOKS
from backend.domain.payment import AttemptStatus, observe
from backend.doubles.kit.webhooks import Delivery
from backend.gateways.base import (
    GatewayEvent,
    PaymentState,
    RawWebhook,
    WebhookOutcome,
    WebhookRejected,
)

_DAY = timedelta(days=1)
_PLAIN = ("content-type", "content-length", "user-agent")


async def _told(bench: Bench) -> Delivery:
    """A webhook of a payment that succeeded."""
    await bench.paid()
    assert bench.deliveries(), "the capabilities promise webhooks, and the double made none of a payment"
    return bench.deliveries()[-1]


async def _parse(bench: Bench, raw: RawWebhook) -> WebhookOutcome:
    return await bench.gateway.parse_webhook(bench.ctx, raw)


async def _believed(bench: Bench, raw: RawWebhook) -> bool:
    """Whether any of it would be believed without asking."""
    try:
        outcome = await _parse(bench, raw)
    except WebhookRejected as error:
        bench.raised.append(error)
        return False
    return any(event.trust == "signed_full" for event in outcome.events)


async def _rejected(bench: Bench, raw: RawWebhook) -> bool:
    try:
        await _parse(bench, raw)
    except WebhookRejected as error:
        bench.raised.append(error)
        return True
    return False


@behaviour(58, needs=[WEBHOOKS])
async def only_the_providers_own_webhooks_count(bench: Bench) -> None:
    """The right secret is accepted; a wrong one, a missing or spoiled header, and an empty one are rejected."""
    delivery = await _told(bench)
    raw = bench.harness.raw(delivery)
    assert (await _parse(bench, raw)).ignored_reason is None
    assert bench.line.requests
    asked = bench.line.requests
    assert await _rejected(bench, bench.harness.raw(delivery, sign_with="wrong")), "a wrong secret is accepted"
    for name in [name for name in raw.headers if name not in _PLAIN]:
        without = {key: value for key, value in raw.headers.items() if key != name}
        spoiled = [{**raw.headers, name: ""}, {**raw.headers, name: "v9=" + raw.headers[name]}, without]
        results = [await _rejected(bench, _with(raw, headers=headers)) for headers in spoiled]
        # Some headers only inform; what carries the proof is needed whole.
        assert all(results) or not any(results[:1] + results[2:]), f"{name} is checked by halves"
    assert await _rejected(bench, _with(raw, headers={"content-type": "application/json"})), "unsigned, and accepted"
    for forged in (raw, bench.harness.raw(delivery, sign_with="empty")):
        assert await _needs_a_secret(bench, forged), "an empty secret proves everything"
    assert await _rejected(bench, bench.harness.raw(delivery, sign_with="empty")), "signed with nothing, and accepted"
    assert bench.line.requests == asked, "parsing a webhook may not use the network"


async def _needs_a_secret(bench: Bench, raw: RawWebhook) -> bool:
    """Without any secret that could prove it, nothing is accepted: by the settings, or by the webhook's check."""
    given, secrets = bench.harness.settings(), set(bench.harness.secrets())
    known = [name for name, value in given.items() if "webhook" in name and value in secrets]
    for nothing in ("", None) if known else ():
        emptied: dict[str, Any] = dict.fromkeys(known, nothing)
        try:
            outcome = await bench.gateway.parse_webhook(bench.context(**emptied), raw)
        except (ValidationError, WebhookRejected):
            continue
        if any(event.trust != "hint" for event in outcome.events):
            return False
    return True


def _with(raw: RawWebhook, *, headers: dict[str, str] | None = None, body: bytes | None = None) -> RawWebhook:
    return RawWebhook(
        raw.headers if headers is None else headers, raw.body if body is None else body, raw.received_at, raw.query
    )


@behaviour(58, needs=[WEBHOOKS])
async def an_altered_body_proves_nothing(bench: Bench) -> None:
    """One byte changed, the same JSON written anew, a BOM before it: rejected, or at most a hint to go and ask."""
    raw = bench.harness.raw(await _told(bench))
    if not await _believed(bench, raw):
        bodies = [raw.body.replace(b'"', b"'", 1)]
    else:
        middle = len(raw.body) // 2
        flipped = raw.body[:middle] + bytes([raw.body[middle] ^ 1]) + raw.body[middle + 1 :]
        spread = json.dumps(json.loads(raw.body), indent=3).encode()
        bodies = [flipped, spread, b"\xef\xbb\xbf" + raw.body, raw.body + b" ", b""]
    for body in bodies:
        assert not await _believed(bench, _with(raw, body=body)), f"believed: {body[:80]!r}"


@behaviour(58, needs=[SIGNED])
async def old_and_future_webhooks_are_rejected(bench: Bench) -> None:
    """Signed long ago, or tomorrow: rejected.

    Long ago is yesterday for a shared secret; others are tried again for days by some, with the first signature.
    """
    delivery = await _told(bench)
    for offset in (-_DAY if bench.can.webhooks == "hmac" else -8 * _DAY, _DAY):
        assert await _rejected(bench, bench.harness.raw(delivery, offset=offset)), f"signed at {offset}, and accepted"


@behaviour(58, needs=[WEBHOOKS])
async def a_secret_can_be_replaced(bench: Bench) -> None:
    """While a secret is replaced, webhooks with the previous one count as well."""
    delivery = await _told(bench)
    outcome = await _parse(bench, bench.harness.raw(delivery, sign_with="old"))
    assert outcome.ignored_reason is None
    now = await _parse(bench, bench.harness.raw(delivery))
    assert [event.dedupe_key for event in outcome.events] == [event.dedupe_key for event in now.events]


@behaviour(60, needs=[WEBHOOKS])
async def every_order_of_the_same_news_ends_alike(bench: Bench) -> None:
    """What the webhooks of one payment claim, in every order, leads to the same end; each has a key of its own."""
    if bench.can.redirect:
        result = await bench.pay("challenge")
        await bench.harness.authenticate(reference_of(result), ok=True)
        result = await bench.confirmed(await bench.fetch(result))
    else:
        result = await bench.paid()
    told = [event async for event in _events(bench)]
    keys = [event.dedupe_key for event in told]
    assert len(keys) == len(set(keys)), "two facts share a key: the second would be lost"
    assert [event.dedupe_key async for event in _events(bench)] == keys, "the same fact must have the same key"
    claims = [event.claimed for event in told if event.claimed is not None and event.claimed.reference]
    news = [AttemptStatus(claim.state.value) for claim in claims][:6]
    if any(event.trust != "signed_full" for event in told):
        # The core asks instead of believing: what it hears is the same, whenever it asks.
        news.append(AttemptStatus((await bench.fetch(result)).state.value))
    ends = set()
    for order in permutations(news):
        status = AttemptStatus.SENDING
        for heard in order:
            status = observe(status, heard)
        ends.add(status)
    assert ends == {AttemptStatus.SUCCEEDED}
    for claim in claims:
        assert (claim.amount, claim.our_reference) == (bench.amount, result.our_reference)


async def _events(bench: Bench) -> AsyncIterator[GatewayEvent]:
    for raw in bench.harness.webhooks():
        for event in (await _parse(bench, raw)).events:
            if event.subject == "payment":
                yield event


@behaviour(62, needs=[WEBHOOKS])
async def another_accounts_news_is_not_ours(bench: Bench) -> None:
    """A webhook of another account, at our address: rejected, or nothing in it that we would believe."""
    order = await bench.order(source=await _of_the_other(bench))
    other = bench.context(2)
    await bench.finish(await bench.create(order, other), order, other)
    deliveries = bench.deliveries()
    assert deliveries, "the double makes no webhooks for the second account"
    for delivery in deliveries:
        assert not await _believed(bench, bench.harness.raw(delivery)), "another account's webhook is believed"


async def _of_the_other(bench: Bench) -> Any:
    return await bench.harness.source_of_other("ok") or await bench.source()


@behaviour(63, needs=[WEBHOOKS])
async def what_we_do_not_understand_is_ignored(bench: Bench) -> None:
    """An unknown type, fields from the future, null instead of a value: ignored or rejected, and never a crash."""
    delivery = await _told(bench)
    try:
        content = json.loads(delivery.body)
    except ValueError:
        raise NotApplicable("sends webhooks that are not JSON") from None
    known = (await _parse(bench, bench.harness.raw(delivery))).events
    future = {**content, "from_the_future": {"a": [1, None]}}
    raw = bench.harness.raw(delivery, body=json.dumps(future).encode())
    outcome = await _parse(bench, raw)
    assert [event.dedupe_key for event in outcome.events] == [event.dedupe_key for event in known]
    if delivery.kind.encode() in delivery.body:
        unheard = delivery.body.replace(delivery.kind.encode(), b"unheard.of")
        outcome = await _parse(bench, bench.harness.raw(delivery, body=unheard))
        assert not outcome.events
        assert outcome.ignored_reason
    for changed in _spoiled(content):
        try:
            await _parse(bench, bench.harness.raw(delivery, body=json.dumps(changed).encode()))
        except WebhookRejected as error:
            bench.raised.append(error)


def _spoiled(content: Any) -> list[Any]:
    """The content with one value after the other replaced by null and by something of another kind."""
    if not isinstance(content, dict):
        return [None, [], "text"]
    spoiled: list[Any] = [[], None, 7]
    for name, value in content.items():
        spoiled += [{**content, name: None}, {**content, name: [1]}]
        spoiled.append({key: inner for key, inner in content.items() if key != name})
        if isinstance(value, dict):
            spoiled += [{**content, name: inner} for inner in _spoiled(value)]
    return spoiled


@behaviour(67, needs=[INSTALLS])
async def the_webhook_is_set_up_by_the_gateway(bench: Bench) -> None:
    """Installed, twice without a second one; a code for the dashboard, where there is one, is shown; then it works."""
    gateway, url = bench.gateway, "https://billing.example/webhooks/gwa_1"
    first = await gateway.install_webhook(bench.ctx, url, "install-1")
    handshakes = bench.deliveries()
    second = await gateway.install_webhook(bench.context(1, **first.settings), url, "install-2")
    ctx = bench.context(1, **{**first.settings, **second.settings})
    schema = gateway.Settings.model_json_schema()["properties"]
    for name, value in first.settings.items():
        assert name in schema
        assert '"writeOnly": true' not in json.dumps(schema[name]) or value not in repr(first)
    for delivery in handshakes:
        if delivery.url != url:
            continue
        outcome = await gateway.parse_webhook(ctx, bench.harness.raw(delivery))
        assert outcome.verification_code or outcome.ignored_reason or outcome.events
    earlier = len(bench.deliveries())
    order = await bench.order()
    await bench.finish(await bench.create(order, ctx), order, ctx)
    news = [delivery for delivery in bench.deliveries(earlier) if delivery.url == url]
    assert news, "installed, and nothing is sent there"
    assert len({delivery.id for delivery in news}) == len(news)
    assert len({(delivery.kind, delivery.body) for delivery in news}) == len(news), "installed twice, told twice"
    outcome = await gateway.parse_webhook(ctx, bench.harness.raw(news[-1]))
    assert outcome.events


@behaviour(68, needs=[WEBHOOKS])
async def monstrous_bodies_are_refused_cheaply(bench: Bench) -> None:
    """Five megabytes, and JSON nested a hundred thousand deep: refused, or ignored, in well under a second."""
    delivery = await _told(bench)
    for body in (b"[" * 100_000, b'{"a":' * 100_000, b"\xff\xfe" * 1000, b"x" * 5_000_000):
        raw, began = bench.harness.raw(delivery, body=body), time.process_time()
        try:
            outcome = await _parse(bench, raw)
        except WebhookRejected as error:
            bench.raised.append(error)
        else:
            assert not outcome.events or all(event.trust == "hint" for event in outcome.events)
        assert time.process_time() - began < 1


@behaviour(63, needs=[WEBHOOKS, CHALLENGE])
async def webhooks_name_what_they_are_about(bench: Bench) -> None:
    """Each event has a key, a kind, a time with a zone, and a reference by which its payment is found."""
    result = await bench.pay("challenge")
    await bench.harness.authenticate(reference_of(result), ok=True)
    await bench.confirmed(await bench.fetch(result))
    events = [event async for event in _events(bench)]
    assert events
    for event in events:
        assert event.dedupe_key
        assert event.kind
        assert event.occurred_at.tzinfo is not None
        assert event.reference or event.our_reference
        assert event.our_reference in (None, result.our_reference)
        assert event.claimed is None or event.claimed.state is not PaymentState.UNKNOWN
