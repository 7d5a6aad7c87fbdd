"""What customers of a year do, each in their own present: through the services, or through the public API."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any

from backend.domain.billing import ChangeTiming
from backend.domain.errors import PaymentDeclined, Refusal
from backend.events.live import InProcessBus
from backend.schema.context import RequestContext
from backend.schema.root import schema
from backend.services.balances.top_up import top_up
from backend.services.context import Context
from backend.services.invoices.pay import pay_invoice
from backend.services.payments.pay_with import PayWith
from backend.services.subscriptions.cancel import cancel_subscription
from backend.services.subscriptions.change import change_subscription
from backend.services.subscriptions.create import create_subscription
from backend.services.subscriptions.keep import keep_subscription
from backend.services.subscriptions.pause import pause_subscription
from backend.services.subscriptions.quote_change import quote_change
from backend.services.subscriptions.renewals import set_renewals
from backend.services.subscriptions.resume import resume_subscription
from backend.services.timelines import context_of
from tests.scenarios.recomputed.script import Act
from tests.support.year_shop import Member, YearShop


async def do(shop: YearShop, member: Member, act: Act) -> str:
    """What came of it: done, declined or refused."""
    ctx = await context_of(shop.services, member.actor)
    try:
        if act.what == "subscribe":
            await create_subscription(
                ctx, selection=shop.selection(act.choice), pay_with=await shop.pay_with(member, act),
                idempotency_key=shop.key(),
            )  # fmt: skip
        elif act.what == "top up":
            amount = (_decimal(act.minor), "USD")
            await top_up(ctx, amount=amount, pay_with=member.new_card, idempotency_key=shop.key())
        elif act.what == "pay":
            id = await shop.unpaid(member)
            await pay_invoice(ctx, invoice_id=id, pay_with=member.new_card, idempotency_key=shop.key())
        else:
            await _about(ctx, shop, member, act, await shop.newest(member))
    except PaymentDeclined:
        return "declined"
    except Refusal:
        return "refused"
    return "done"


async def _about(ctx: Context, shop: YearShop, member: Member, act: Act, id: str) -> None:
    if act.what == "change":
        offer = await quote_change(ctx, subscription_id=id, selection=shop.selection(act.choice))
        await change_subscription(
            ctx, subscription_id=id, quote_token=offer.token, idempotency_key=shop.key(),
            pay_with=await shop.pay_change_with(member, id),
        )  # fmt: skip
    elif act.what in _WHEN:
        credit = act.what == "cancel with credit"
        await cancel_subscription(ctx, subscription_id=id, when=_WHEN[act.what], credit_unused=credit)
    elif act.what == "pause":
        await pause_subscription(ctx, subscription_id=id, resume_at=act.until)
    elif act.what == "keep":
        await keep_subscription(ctx, subscription_id=id)
    elif act.what == "resume":
        await resume_subscription(ctx, subscription_id=id)
    else:
        await set_renewals(ctx, subscription_id=id, auto_renew=act.what == "renew")


async def do_by_api(shop: YearShop, member: Member, act: Act) -> str:
    """The same, as the portal does it."""
    api = _Api(shop, member)
    if act.what == "subscribe":
        pay_with = await shop.pay_with(member, act)
        return await api.do(
            "subscriptionCreate", **api.selected(act), payWith=pay_with and _input(pay_with), idempotencyKey=shop.key()
        )
    if act.what == "top up":
        amount = {"amount": _decimal(act.minor), "currency": "USD"}
        return await api.do("balanceTopUp", amount=amount, payWith=_input(member.new_card), idempotencyKey=shop.key())
    if act.what == "pay":
        id = await shop.unpaid(member)
        return await api.do("invoicePay", id=id, payWith=_input(member.new_card), idempotencyKey=shop.key())
    return await _about_by_api(api, act, await shop.newest(member))


async def features_by_api(shop: YearShop, member: Member) -> set[str]:
    """The codes of what is on, as the portal asks."""
    me = await _Api(shop, member).ask("{ me { entitlements { code } } }")
    return {feature["code"] for feature in me["me"]["entitlements"]}


async def _about_by_api(api: _Api, act: Act, id: str) -> str:
    about = {"subscriptionId": id}
    if act.what == "change":
        token = await api.quote(**about, **api.selected(act))
        if token is None:
            return "refused"
        pay_with = _input(await api.shop.pay_change_with(api.member, id))
        key = api.shop.key()
        return await api.do("subscriptionChange", **about, quoteToken=token, payWith=pay_with, idempotencyKey=key)
    if act.what in _WHEN:
        credit = act.what == "cancel with credit"
        return await api.do("subscriptionCancel", **about, when=_WHEN[act.what].value, creditUnused=credit)
    if act.what == "pause":
        return await api.do("subscriptionPause", **about, resumeAt=act.until and act.until.isoformat())
    if act.what in {"keep", "resume"}:
        return await api.do(f"subscription{act.what.title()}", **about)
    return await api.do("subscriptionRenewalsSet", **about, autoRenew=act.what == "renew")


@dataclass(frozen=True)
class _Api:
    shop: YearShop
    member: Member

    async def do(self, mutation: str, **input: object) -> str:
        name = mutation[0].upper() + mutation[1:]
        answer = await self.ask(
            f"mutation ($input: {name}Input!) {{ {mutation}(input: $input) {{ __typename }} }}", input=input
        )
        found = answer[mutation]["__typename"]
        if found == "PaymentDeclinedError":
            return "declined"
        return "done" if found == f"{name}Success" else "refused"

    async def quote(self, **input: object) -> str | None:
        answer = await self.ask(
            """query ($input: SubscriptionChangeQuoteInput!) { subscriptionChangeQuote(input: $input) {
                 ... on SubscriptionChangeQuoteSuccess { quote { token } } } }""",
            input=input,
        )
        token: str | None = answer["subscriptionChangeQuote"].get("quote", {}).get("token")
        return token

    def selected(self, act: Act) -> dict[str, object]:
        chosen = self.shop.selection(act.choice)
        addons = [{"addonId": id, "quantity": quantity} for id, quantity in chosen.addons]
        return {"planId": chosen.plan_id, "quantity": chosen.quantity, "addons": addons}

    async def ask(self, document: str, **variables: object) -> Any:
        context = RequestContext(await context_of(self.shop.services, self.member.actor), InProcessBus())
        answer = await schema.execute(document, variable_values=variables, context_value=context)
        assert answer.errors is None, answer.errors
        return answer.data


_WHEN = {
    "cancel at the end": ChangeTiming.PERIOD_END,
    "cancel now": ChangeTiming.NOW,
    "cancel with credit": ChangeTiming.NOW,
}


def _input(pay_with: PayWith) -> dict[str, object]:
    given = asdict(pay_with)
    names = {"gateway": "gateway", "kind": "kind", "token": "token", "method_id": "methodId", "save": "save"}
    return {name: given[field] for field, name in names.items()}


def _decimal(minor: int) -> str:
    return f"{minor // 100}.{minor % 100:02}"
