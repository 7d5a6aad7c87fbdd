"""I. Hygiene: no secret gets out, no promise is empty, no account sees another's."""

from __future__ import annotations

import asyncio
import json
import traceback
from collections.abc import Awaitable, Callable
from datetime import timedelta
from functools import partial
from typing import Any

from pydantic import SecretStr, ValidationError

from backend.conformance.bench import Bench, reference_of
from backend.conformance.catalogue import behaviour
from backend.conformance.harness import Operation
from backend.conformance.needs import LISTS
from backend.conformance.shop import Shop
from backend.doubles.kit.faults import Effect
from backend.gateways.base import (
    ClientSessionRequest,
    ConfigurationError,
    Elsewhere,
    GatewayError,
    InApp,
    InvalidRequest,
    MethodKind,
    NewCustomer,
    NewMethod,
    NotFound,
    NotSupported,
    PaymentState,
    RawWebhook,
    SavedMethod,
    SetupRequest,
)
from backend.gateways.registry import check_gateway
from backend.models.ids import new_id


def _assert_clean(text: str, secrets: list[str], where: str) -> None:
    for secret in secrets:
        assert secret not in text, f"a secret shows in {where}"


@behaviour(69)
async def no_secret_gets_out(bench: Bench) -> None:
    """Keys show neither in exceptions and their tracebacks, nor in the repr of settings, contexts and requests."""
    secrets = list(bench.harness.secrets())
    assert all(len(secret) >= 8 for secret in secrets), "a secret so short would be found anywhere"
    order = await bench.order()
    paid = await bench.paid()
    token = [order.source.token] if isinstance(order.source, NewMethod) else []
    for text in (repr(bench.ctx), str(bench.ctx.settings), repr(order), repr(paid)):
        _assert_clean(text, secrets + token, "a repr")
    calls: dict[Operation, Callable[[], Awaitable[object]]] = {
        "create": lambda: bench.create(order),
        "fetch": lambda: bench.fetch(paid),
    }
    if bench.can.refunds != "none":
        refund = bench.give_back(paid)
        calls["refund"] = lambda: bench.gateway.create_refund(bench.ctx, refund)
    effects: tuple[Effect, ...] = ("status_before", "malformed", "reset_before", "rate_limit")
    for effect in effects:
        for operation, call in calls.items():
            bench.arm(operation, effect)
            try:
                await call()
            except GatewayError as error:
                shown = "".join(traceback.format_exception(error)) + repr(error) + repr(vars(error))
                _assert_clean(shown, secrets + token, f"an exception ({effect})")
            bench.double.faults.clear()
    ctx = bench.context(**bench.harness.wrong_settings()["bad_key"])
    health = await bench.gateway.check_health(ctx)
    _assert_clean(health.message, secrets, "the health's message")
    fields = bench.gateway.browser_fields(bench.ctx.settings)
    _assert_clean(repr(fields), secrets, "what the browser is told")


@behaviour(69, level=2)
async def no_secret_is_stored_in_the_clear(shop: Shop) -> None:
    """After a payment no table holds a key of the account, nor the token that paid."""
    source = await shop.bench.source()
    await shop.subscribe(source=source)
    await shop.settle()
    secrets = [*shop.bench.harness.secrets(), *([source.token] if isinstance(source, NewMethod) else [])]
    text = await shop.everything_stored()
    assert shop.bench.harness.gateway.slug in text
    _assert_clean(text, secrets, "the database")


@behaviour(70)
async def health_is_told_and_never_raised(bench: Bench) -> None:
    """Ok with the right settings; not ok, with a sentence for staff, with a bad key and while the provider is away.

    Only the bad key is refused.
    """
    health = await bench.gateway.check_health(bench.ctx)
    assert health.ok, health.message
    assert health.message
    bad = await bench.gateway.check_health(bench.context(**bench.harness.wrong_settings()["bad_key"]))
    bench.line.mode = "refused"
    away = await bench.gateway.check_health(bench.ctx)
    bench.line.mode = "open"
    bench.arm("health", "html", times=3)
    strange = await bench.gateway.check_health(bench.ctx)
    for health in (bad, away, strange):
        assert not health.ok
        assert health.message
    assert (bad.refused, away.refused) == (True, False)


@behaviour(71)
async def settings_are_a_form_with_write_only_secrets(bench: Bench) -> None:
    """The schema names every setting; secrets are write-only; what was entered stays; keys of the other mode fail."""
    model, given = bench.gateway.Settings, bench.harness.settings()
    schema = model.model_json_schema()
    assert set(given) <= set(schema["properties"])
    secrets = set(bench.harness.secrets())
    for name, value in given.items():
        field = json.dumps(schema["properties"][name])
        if value in secrets:
            assert '"writeOnly": true' in field, f"{name} is a secret, and the form would show it"
    settings = model.model_validate(given)
    for name, value in given.items():
        kept = getattr(settings, name)
        shown = kept.get_secret_value() if isinstance(kept, SecretStr) else kept
        assert str(shown).rstrip("/") == str(value).rstrip("/"), f"{name} does not survive"
    wrong = bench.harness.wrong_settings()
    assert "live_key_in_test" in wrong or "mode" not in schema["properties"]
    for changes in [wrong[name] for name in wrong if name == "live_key_in_test"]:
        try:
            model.model_validate({**given, **changes})
        except ValidationError:
            continue
        raise AssertionError("a live key is accepted in test mode")


@behaviour(72)
async def every_call_can_be_canceled(bench: Bench) -> None:
    """While the provider does not answer, a call that is canceled ends at once, as canceled."""
    bench.line.patient = True
    order, paid = await bench.order(), await bench.paid()
    calls: list[tuple[Any, Callable[[], Awaitable[object]]]] = [
        ("create", lambda: bench.create(order)),
        ("fetch", lambda: bench.fetch(paid)),
        ("health", lambda: bench.gateway.check_health(bench.ctx)),
    ]
    if bench.can.refunds != "none":
        refund = bench.give_back(paid)
        calls.append(("refund", lambda: bench.gateway.create_refund(bench.ctx, refund)))
    for operation, call in calls:
        bench.arm(operation, "hang_before")
        earlier = len(bench.harness.calls(operation))
        task = asyncio.ensure_future(call())
        async with asyncio.timeout(10):
            while len(bench.harness.calls(operation)) == earlier:  # noqa: ASYNC110 - the double is asked, not told
                await asyncio.sleep(0.002)
            task.cancel()
            (ended,) = await asyncio.gather(task, return_exceptions=True)
        assert isinstance(ended, asyncio.CancelledError), f"{operation}: {ended!r}"
        bench.double.faults.clear()


@behaviour(73)
async def promises_and_methods_agree(bench: Bench) -> None:
    """A promise has its method; what is not promised raises NotSupported, and nothing is sent."""
    can, gateway, ctx = bench.can, bench.gateway, bench.ctx
    check_gateway(gateway)
    token = NewMethod(MethodKind.CARD, "tok_of_nobody")
    payer = bench.payer()
    saved = SavedMethod(MethodKind.CARD, "cus_of_nobody", "pm_of_nobody")
    some = await bench.order()
    refund = bench.give_back(await bench.paid()) if can.refunds == "none" else None
    asked = bench.line.requests
    refused: list[Callable[[], Awaitable[object]]] = []
    for kind in MethodKind:
        if kind not in can.elsewhere and kind is not MethodKind.BALANCE:
            refused.append(partial(bench.create, await bench.order(source=Elsewhere(kind))))
        if not can.takes_token(kind):
            refused.append(partial(bench.create, await bench.order(source=NewMethod(kind, "tok_of_nobody"))))
    if not can.in_app:
        refused.append(partial(bench.create, await bench.order(source=InApp(MethodKind.CARD))))
        session = ClientSessionRequest("key", "cus_of_nobody", "2024-06-20")
        refused.append(partial(gateway.client_session, ctx, session))
    if not can.saved_methods:
        for kind in sorted(can.elsewhere):
            refused.append(partial(bench.create, await bench.order(source=Elsewhere(kind), save_method=True)))
        refused.append(partial(bench.create, await bench.order(source=saved)))
        refused.append(partial(gateway.detach_method, ctx, saved))
        if can.takes_token(MethodKind.CARD):
            refused.append(partial(bench.create, await bench.order(source=some.source, save_method=True)))
    elif not can.off_session:
        refused.append(partial(bench.create, await bench.order(source=saved, off_session=True)))
    if not can.manual_capture:
        for kind in sorted(can.elsewhere):
            refused.append(partial(bench.create, await bench.order(source=Elsewhere(kind), capture=False)))
        refused.append(partial(bench.create, await bench.order(source=some.source, capture=False)))
        refused.append(partial(gateway.capture_payment, ctx, "nobody", None, "key"))
    if not can.customers:
        customer = NewCustomer("key", new_id("cus"), "Ana", "ana@example.com", "en")
        refused.append(partial(gateway.create_customer, ctx, customer))
    if not can.setup_without_charge:
        setup = SetupRequest("key", new_id("ps"), token, payer)
        refused += [partial(gateway.begin_setup, ctx, setup), partial(gateway.fetch_setup, ctx, "nobody")]
    if not can.confirms:
        refused.append(partial(gateway.confirm_payment, ctx, "nobody", "key"))
    if not can.cancel_pending and not can.manual_capture:
        refused.append(partial(gateway.cancel_payment, ctx, "nobody", "key"))
    if not can.lookup_by_our_reference:
        refused.append(partial(gateway.find_payment, ctx, "nobody"))
    if refund is not None:
        refused += [
            partial(gateway.create_refund, ctx, refund),
            partial(gateway.fetch_refund, ctx, "nobody"),
            partial(gateway.find_refund, ctx, "nobody"),
        ]
    if not can.webhook_install:
        refused.append(partial(gateway.install_webhook, ctx, "https://billing.example/webhooks/gwa_1", "key"))
    if not can.lists_payments:
        refused.append(partial(gateway.list_payments, ctx, bench.now() - timedelta(days=1), bench.now(), None))
    if not can.disputes:
        refused.append(partial(gateway.fetch_dispute, ctx, "nobody"))
    if can.webhooks == "none":
        raw = RawWebhook({}, b"{}", bench.now())
        refused.append(partial(gateway.parse_webhook, ctx, raw))
    for call in refused:
        await bench.refuses(NotSupported, call=call())
    assert bench.line.requests == asked, "something was sent that is not promised"


@behaviour(73, needs=[LISTS])
async def payments_are_listed_in_pages(bench: Bench) -> None:
    """Everything that was made between two instants, once each, over as many pages as it takes.

    The double shows two at a time, as a provider does whose own limit is below what was asked for.
    """
    began = bench.now() - timedelta(seconds=2)
    made = [await bench.paid() for _ in range(3)]
    bench.double.advance(timedelta(minutes=5))
    bench.double.longest_page = 2
    listed, after, asked = [], None, bench.line.requests
    for _ in range(10):
        page = await bench.gateway.list_payments(bench.ctx, began, bench.now(), after)
        listed += list(page.payments)
        after = page.next
        if after is None:
            break
    assert after is None
    assert bench.line.requests - asked > 1, "the double shows more than its `longest_page` at once"
    assert {one.our_reference for one in made} == {one.our_reference for one in listed}
    assert len(listed) == len(made)
    assert all((one.state, one.amount) == (PaymentState.SUCCEEDED, bench.amount) for one in listed)
    page = await bench.gateway.list_payments(bench.ctx, began - timedelta(days=2), began - timedelta(days=1), None)
    assert (list(page.payments), page.next) == ([], None)


@behaviour(74)
async def two_accounts_share_nothing(bench: Bench) -> None:
    """Payments of two accounts, at the same moment in one process: each is in its own account and no other."""
    one, two = bench.context(1), bench.context(2)
    theirs = await bench.harness.source_of_other("ok") or await bench.source()
    orders = [(await bench.order(), one, two), (await bench.order(source=theirs), two, one)]
    results = await asyncio.gather(*(bench.create(order, own) for order, own, _ in orders))
    for (order, own, other), result in zip(orders, results, strict=True):
        seen = await bench.fetch(await bench.finish(result, order, own), own)
        assert seen.our_reference == order.our_reference
        foreign = bench.gateway.fetch_payment(other, reference_of(result))
        await bench.refuses(NotFound, ConfigurationError, InvalidRequest, call=foreign)
        if bench.can.lookup_by_our_reference:
            assert await bench.gateway.find_payment(other, order.our_reference) is None
    bench.assert_charged(bench.amount, bench.amount)
    assert not [name for name, value in vars(bench.gateway).items() if isinstance(value, dict | list | set) and value]


@behaviour(75, level=2)
async def a_merchant_never_sees_anothers_payment(shop: Shop) -> None:
    """The references of one merchant mean nothing to another: neither at its address nor in its shop."""
    bench = shop.bench
    payment = await shop.subscribe("challenge" if bench.can.redirect else "ok")
    before = await shop.shows()
    other = await shop.rival()
    if bench.can.webhooks != "none":
        await shop.pays()
        for raw in bench.harness.webhooks():
            await other.receive(raw, believed=False)
        await other.work()
        assert await shop.shows() == before
        assert await other.payments() == []
    await other.cannot_see(payment.id)
