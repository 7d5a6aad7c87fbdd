"""What happens after the call, through the API: returns, looks, tasks, disputes, the inbox, comparisons."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any

import httpx
import pytest
from graphql import GraphQLUnionType, get_named_type
from starlette.applications import Starlette

from backend.domain.tasks import TaskKind
from backend.gateways.base import DisputeState, NotSupported, PaymentState, Unavailable
from backend.models import GatewayAccount, GatewayEvent, StaffTask
from backend.services.comparisons.due import compare_due_accounts
from backend.services.context import Actor, Role
from backend.services.gateways.apply import apply_due_events
from backend.services.tasks.open import open_task
from backend.services.transaction import transaction
from backend.web.gateway_webhooks import GatewayWebhooks
from backend.web.requests import Requests
from tests.schema.test_query_counts import statements
from tests.support.api import Api
from tests.support.balances import BALANCE, Treasury, staff_of
from tests.support.clock import START
from tests.support.invariants import nothing_changes
from tests.support.merchants import SignedIn
from tests.support.scripted_gateway import SECRET, fail, lost_reply, pending, require_action, signature
from tests.support.snapshot import snapshot
from tests.support.storefront import Storefront, known_customer, only_attempt, only_payment
from tests.support.telling_gateway import TellingGateway, fact, telling

pytestmark = pytest.mark.parametrize("migrated", ["sqlite"], indirect=True)


@pytest.fixture
def gateway() -> TellingGateway:
    return TellingGateway()


@dataclass(frozen=True)
class Desk:
    """The shop through the API: staff, Ana, and the provider's webhooks over HTTP."""

    store: Storefront
    gateway: TellingGateway
    staff: Api
    ana: Api
    nobody: Api

    async def deliver(self, *events: Any, query: str = "", **outcome: Any) -> httpx.Response:
        """A webhook as it comes in."""
        headers, body = telling(*events, **outcome)
        app = Starlette(routes=GatewayWebhooks(lambda: self.store.services).routes())
        async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://shop.test") as http:
            return await http.post(f"/webhooks/{self.store.account.id}{query}", content=body, headers=headers)

    async def hears(self, *events: Any) -> None:
        """The same, and the inbox is worked off."""
        await self.deliver(*events)
        await apply_due_events(self.store.services)


@pytest.fixture
async def desk(store: Storefront, gateway: TellingGateway) -> Desk:
    def api(actor: Actor) -> Api:
        return Api(store.services, actor)

    visitor = Actor(Role.ANONYMOUS, store.merchant.row.id)
    return Desk(store, gateway, api(await staff_of(store.merchant)), api(store.ana.actor), api(visitor))


# Who asks, for what, and which refusal comes: one for each member of each answer.
Case = Callable[[Desk], Awaitable[tuple[Api, dict[str, Any]]]]
CASES: dict[tuple[str, str], Case] = {}


def refused(mutation: str, member: str) -> Callable[[Case], Case]:
    def keep(case: Case) -> Case:
        assert (mutation, member) not in CASES
        CASES[mutation, member] = case
        return case

    return keep


@pytest.mark.usefixtures("migrated")
async def test_every_refusal_of_every_answer_has_a_case() -> None:
    built = snapshot()
    assert built.mutation_type is not None
    told = set()
    for name in ("paymentReturn", "paymentSync", "staffTaskResolve", "gatewayEventReplay", "gatewayCompare"):
        union = get_named_type(built.mutation_type.fields[name].type)
        assert isinstance(union, GraphQLUnionType)
        told |= {(name, member.name) for member in union.types if not member.name.endswith("Success")}
    assert set(CASES) == told


@pytest.mark.parametrize(("mutation", "member"), CASES, ids=lambda value: value)
async def test_a_refusal_is_told_by_its_own_type_and_changes_nothing(desk: Desk, mutation: str, member: str) -> None:
    by, input = await CASES[mutation, member](desk)
    name = mutation[0].upper() + mutation[1:]
    document = f"mutation ($input: {name}Input!) {{ {mutation}(input: $input) {{ __typename }} }}"
    async with nothing_changes():
        assert await by.ask(document, input=input) == {"__typename": member}


async def paid(desk: Desk) -> str:
    await desk.store.subscribe()
    return (await only_payment()).id


@refused("paymentReturn", "NotFoundError")
async def _somebody_elses(desk: Desk) -> tuple[Api, dict[str, Any]]:
    eve = await known_customer(desk.store.merchant, "eve@example.com")
    return Api(desk.store.services, eve.actor), {"paymentId": await paid(desk)}


@refused("paymentReturn", "ForbiddenError")
async def _staff_pay_nothing(desk: Desk) -> tuple[Api, dict[str, Any]]:
    return desk.staff, {"paymentId": await paid(desk)}


@refused("paymentSync", "NotFoundError")
async def _no_payment(desk: Desk) -> tuple[Api, dict[str, Any]]:
    return desk.staff, {"paymentId": "pay_0"}


@refused("paymentSync", "ForbiddenError")
async def _a_payer(desk: Desk) -> tuple[Api, dict[str, Any]]:
    return desk.ana, {"paymentId": await paid(desk)}


@refused("paymentSync", "NotSupportedError")
async def _from_the_balance(desk: Desk) -> tuple[Api, dict[str, Any]]:
    treasury = Treasury(desk.store, desk.staff.actor)
    await treasury.give("10.00")
    await desk.store.subscribe(pay_with=BALANCE)
    return desk.staff, {"paymentId": (await only_payment()).id}


async def task(desk: Desk) -> str:
    async with transaction(desk.store.merchant.system) as tx:
        await open_task(
            desk.store.merchant.system, tx, kind=TaskKind.LATE_PAYMENT, subject_id="pay_1", message="Look"
        )  # fmt: skip
    return (await StaffTask.get()).id


@refused("staffTaskResolve", "NotFoundError")
async def _no_task(desk: Desk) -> tuple[Api, dict[str, Any]]:
    return desk.staff, {"taskId": "task_0"}


@refused("staffTaskResolve", "ForbiddenError")
async def _not_theirs(desk: Desk) -> tuple[Api, dict[str, Any]]:
    return desk.ana, {"taskId": await task(desk)}


@refused("staffTaskResolve", "InvalidInputError")
async def _two_lines(desk: Desk) -> tuple[Api, dict[str, Any]]:
    return desk.staff, {"taskId": await task(desk), "note": "x\ny"}


async def ignored_event(desk: Desk) -> str:
    await desk.deliver(ignored_reason="of live mode")
    return (await GatewayEvent.get()).id


@refused("gatewayEventReplay", "NotFoundError")
async def _no_event(desk: Desk) -> tuple[Api, dict[str, Any]]:
    return desk.staff, {"eventId": "gwe_0"}


@refused("gatewayEventReplay", "ForbiddenError")
async def _nobodys_event(desk: Desk) -> tuple[Api, dict[str, Any]]:
    return desk.nobody, {"eventId": await ignored_event(desk)}


@refused("gatewayEventReplay", "NotSupportedError")
async def _nothing_to_apply(desk: Desk) -> tuple[Api, dict[str, Any]]:
    return desk.staff, {"eventId": await ignored_event(desk)}


def a_day(desk: Desk, **changes: str) -> dict[str, Any]:
    return {"accountId": desk.store.account.id, "day": "2026-01-30", **changes}


@refused("gatewayCompare", "NotFoundError")
async def _no_account(desk: Desk) -> tuple[Api, dict[str, Any]]:
    return desk.staff, a_day(desk, accountId="gwa_0")


@refused("gatewayCompare", "ForbiddenError")
async def _a_customer(desk: Desk) -> tuple[Api, dict[str, Any]]:
    return desk.ana, a_day(desk)


@refused("gatewayCompare", "InvalidInputError")
async def _a_day_that_is_not_over(desk: Desk) -> tuple[Api, dict[str, Any]]:
    return desk.staff, a_day(desk, day="2026-01-31")


@refused("gatewayCompare", "ConflictError")
async def _a_gateway_that_is_away(desk: Desk) -> tuple[Api, dict[str, Any]]:
    desk.gateway.script("list", fail(Unavailable("away")))
    return desk.staff, a_day(desk)


@refused("gatewayCompare", "NotSupportedError")
async def _a_plugin_that_is_gone(desk: Desk) -> tuple[Api, dict[str, Any]]:
    await GatewayAccount.filter(id=desk.store.account.id).update(gateway="gone")
    return desk.staff, a_day(desk)


async def test_a_payer_returns_and_staff_look(desk: Desk) -> None:
    desk.gateway.script("create", require_action())
    made = await desk.store.subscribe()
    attempt, id = (await only_attempt()).id, (await only_payment()).id
    shown = "payment { status captured { amount } disputed { amount } }"
    waits = await desk.ana.do("paymentReturn", shown, paymentId=id)
    assert waits == {
        "__typename": "PaymentReturnSuccess",
        "payment": {"status": "REQUIRES_ACTION", "captured": {"amount": "0.00"}, "disputed": {"amount": "0.00"}},
    }
    of_subscription = "query ($id: ID!) { subscription(id: $id) { gatewayStatus gatewayReference } }"
    assert await desk.ana.ask(of_subscription, id=made.subscription.id) == {
        "gatewayStatus": "requires_action", "gatewayReference": "ch_1",
    }  # fmt: skip

    desk.gateway.agree(attempt)
    paid = await desk.ana.do("paymentReturn", shown, paymentId=id)
    assert (paid["payment"]["status"], paid["payment"]["captured"]) == ("SUCCEEDED", {"amount": "10.00"})
    assert (await desk.ana.ask(of_subscription, id=made.subscription.id))["gatewayStatus"] == "succeeded"
    synced = await desk.staff.do("paymentSync", shown, paymentId=id)
    assert synced["payment"] == paid["payment"]


async def test_what_a_gateway_cannot_cancel_is_set_aside_until_its_money_comes_after_all(desk: Desk) -> None:
    desk.gateway.script("create", require_action())
    desk.gateway.script("cancel", fail(NotSupported("no")))
    await desk.store.subscribe()
    id, shown = (await only_payment()).id, "payment { status setAside action { __typename } invoice { status } }"
    answer = await desk.ana.do("paymentCancel", shown, id=id)
    aside = {"status": "CANCELED", "setAside": True, "action": None, "invoice": {"status": "OPEN"}}
    assert answer == {"__typename": "PaymentCancelSuccess", "payment": aside}
    desk.gateway.move((await only_attempt()).id, PaymentState.SUCCEEDED)
    paid = await desk.ana.do("paymentReturn", shown, paymentId=id)
    assert paid["payment"] == {**aside, "status": "SUCCEEDED", "setAside": False, "invoice": {"status": "PAID"}}


async def test_what_a_gateway_canceled_is_not_set_aside(desk: Desk) -> None:
    desk.gateway.script("create", require_action())
    await desk.store.subscribe()
    answer = await desk.ana.do("paymentCancel", "payment { status setAside }", id=(await only_payment()).id)
    assert answer["payment"] == {"status": "CANCELED", "setAside": False}


async def test_a_gateway_that_cancels_nothing_says_so(desk: Desk) -> None:
    desk.gateway.script("create", pending())
    desk.gateway.script("cancel", fail(NotSupported("no")))
    await desk.store.subscribe()
    answer = await desk.ana.do("paymentCancel", "payment { id }", id=(await only_payment()).id)
    assert (answer["__typename"], answer["code"]) == ("NotSupportedError", "NOT_SUPPORTED")
    assert (await only_payment()).status == "PENDING"


async def test_the_gateways_words_of_many_subscriptions_are_asked_for_together(desk: Desk) -> None:
    for email in ("ben@example.com", "cleo@example.com"):
        await desk.store.subscribe(who=await known_customer(desk.store.merchant, email))
    desk.gateway.script("create", require_action())
    await desk.store.subscribe()
    with statements() as seen:
        nodes = (await desk.staff.ask("{ subscriptions { nodes { gatewayStatus gatewayReference } } }"))["nodes"]
    assert [(node["gatewayReference"], node["gatewayStatus"]) for node in nodes] == [
        ("ch_3", "requires_action"), ("ch_2", "succeeded"), ("ch_1", "succeeded"),
    ]  # fmt: skip
    # The page; which attempts are the latest; what they say.
    assert len(seen) == 3


TASKS = """
query ($kind: [StaffTaskKind!], $resolved: Boolean = false, $first: Int) {
  staffTasks(kind: $kind, resolved: $resolved, first: $first) {
    nodes { id kind subjectId message details createdAt resolvedAt note resolvedBy customer { email } } totalCount
  }
}"""


async def test_staff_see_to_their_tasks(desk: Desk) -> None:
    await desk.store.subscribe()
    payment = desk.gateway.payments[(await only_attempt()).id]
    told = desk.gateway.dispute(payment, DisputeState.OPEN)
    await desk.hears(fact(START, told, id="evt_1"))
    (task,) = (await desk.staff.ask(TASKS))["nodes"]
    assert (task["kind"], task["customer"], task["resolvedAt"]) == ("DISPUTE", {"email": "ana@example.com"}, None)
    assert task["details"] == {"payment": (await only_payment()).id, "status": "OPEN", "reason": "fraudulent"}
    assert (await desk.staff.ask(TASKS, kind=["COMPARISON"]))["nodes"] == []

    done = await desk.staff.do(
        "staffTaskResolve", "task { note resolvedBy resolvedAt }", taskId=task["id"], note="Sent it"
    )
    assert done["task"] == {
        "note": "Sent it", "resolvedBy": "staff@example.com", "resolvedAt": START.isoformat(),
    }  # fmt: skip
    assert [(await desk.staff.ask(TASKS, resolved=which))["totalCount"] for which in (False, True, None)] == [0, 1, 1]


LISTS = {
    "staffTasks": "id", "disputes": "id", "gatewayEvents": "id", "gatewayComparisons": "id",
}  # fmt: skip


@pytest.mark.parametrize("name", LISTS)
async def test_the_lists_are_for_staff(desk: Desk, name: str) -> None:
    for api in (desk.ana, desk.nobody):
        with pytest.raises(AssertionError, match="may do this"):
            await api.ask(f"{{ {name} {{ nodes {{ {LISTS[name]} }} }} }}")
    assert (await desk.staff.ask(f"{{ {name} {{ nodes {{ {LISTS[name]} }} totalCount }} }}"))["totalCount"] == 0


DISPUTES = """
query ($status: [DisputeStatus!], $customerId: ID) {
  disputes(status: $status, customerId: $customerId) { nodes {
    status reason gatewayReference amount { amount } payment { id disputed { amount } refundable { amount } } version
  } }
}"""


async def test_disputes_are_listed_and_stand_with_their_payments(desk: Desk) -> None:
    people: list[SignedIn] = [desk.store.ana, await known_customer(desk.store.merchant, "ben@example.com")]
    for n, who in enumerate(people):
        made = await desk.store.subscribe(who=who)
        assert made.payment is not None
        paid = next(one for one in desk.gateway.payments.values() if one.reference == made.payment.gateway_reference)
        state = DisputeState.OPEN if n else DisputeState.INQUIRY
        await desk.hears(fact(START, desk.gateway.dispute(paid, state, 400), id=f"evt_{n}"))

    with statements() as seen:
        both = (await desk.staff.ask(DISPUTES))["nodes"]
    assert len(seen) <= 4
    assert [(one["status"], one["amount"], one["payment"]["disputed"]) for one in both] == [
        ("OPEN", {"amount": "4.00"}, {"amount": "4.00"}),
        ("INQUIRY", {"amount": "4.00"}, {"amount": "0.00"}),
    ]
    assert both[0]["payment"]["refundable"] == {"amount": "6.00"}
    assert len((await desk.staff.ask(DISPUTES, status=["INQUIRY"]))["nodes"]) == 1
    assert len((await desk.staff.ask(DISPUTES, customerId=people[1].row.id))["nodes"]) == 1

    of_payment = "query ($id: ID!) { payment(id: $id) { disputes { status payment { id } } } }"
    id = both[1]["payment"]["id"]
    assert await desk.staff.ask(of_payment, id=id) == {"disputes": [{"status": "INQUIRY", "payment": {"id": id}}]}
    # The payer knows; the merchant's correspondence with the bank is not theirs to read.
    assert await desk.ana.ask(of_payment, id=id) == {"disputes": []}


async def test_staff_say_what_a_dispute_does_to_a_subscription(desk: Desk) -> None:
    set_to = await desk.staff.do("billingPolicySet", "billingPolicy { onDispute }", onDispute="CANCEL")
    assert set_to["billingPolicy"] == {"onDispute": "CANCEL"}
    assert await desk.staff.ask("{ billingPolicy { onDispute graceDays } }") == {"onDispute": "CANCEL", "graceDays": 7}
    await desk.store.subscribe()
    paid = desk.gateway.payments[(await only_attempt()).id]
    await desk.hears(fact(START, desk.gateway.dispute(paid, DisputeState.OPEN), id="evt_1"))
    assert (await desk.staff.ask("{ subscriptions { nodes { status } } }"))["nodes"] == [{"status": "CANCELED"}]


EVENTS = """
query ($accountId: ID, $status: [GatewayEventStatus!], $kind: String) {
  gatewayEvents(accountId: $accountId, status: $status, kind: $kind) { nodes {
    id accountId kind subject trust reference ourReference paymentReference status outcome tries nextTryAt body
  } }
}"""


async def test_the_inbox_is_shown_and_replayed(desk: Desk) -> None:
    desk.gateway.script("create", require_action())
    await desk.store.subscribe()
    paid = desk.gateway.move((await only_attempt()).id, PaymentState.SUCCEEDED)
    assert (await desk.deliver(fact(START, paid, id="evt_1"))).text == "stored"
    assert (await desk.deliver(fact(START, paid, id="evt_1"))).text == "known"
    assert (await desk.deliver(ignored_reason="of live mode")).text == "known"
    await GatewayEvent.filter(dedupe_key="evt_1").update(status="FAILED", next_try_at=None, tries=12)

    (ignored, failed) = (await desk.staff.ask(EVENTS))["nodes"]
    assert (ignored["status"], ignored["outcome"], ignored["kind"]) == ("IGNORED", "of live mode", "webhook.ignored")
    assert (failed["accountId"], failed["reference"], failed["ourReference"], failed["trust"]) == (
        desk.store.account.id, "ch_1", paid.our_reference, "signed_full",
    )  # fmt: skip
    assert "evt_1" in failed["body"]
    for filters in ({"status": ["FAILED"]}, {"kind": "payment.updated"}):
        assert [one["id"] for one in (await desk.staff.ask(EVENTS, **filters))["nodes"]] == [failed["id"]]
    assert (await desk.staff.ask(EVENTS, accountId="gwa_0"))["nodes"] == []

    replayed = await desk.staff.do("gatewayEventReplay", "event { status outcome tries }", eventId=failed["id"])
    assert replayed["event"] == {"status": "APPLIED", "outcome": "changed the payment", "tries": 1}
    assert (await only_payment()).status == "SUCCEEDED"


COMPARED = """accountId day compared comparedAt
  differences { kind reference ourReference ours theirs settled payment { id status } }"""


async def test_comparisons_are_shown_and_made(desk: Desk) -> None:
    desk.gateway.script("create", lost_reply())
    await desk.store.subscribe()
    desk.store.clock.advance(days=1)
    await compare_due_accounts(desk.store.services)
    (row,) = (await desk.staff.ask(f"{{ gatewayComparisons {{ nodes {{ {COMPARED} }} }} }}"))["nodes"]
    attempt = await only_attempt()
    assert (row["day"], row["compared"], row["accountId"]) == ("2026-01-31", 1, desk.store.account.id)
    assert row["differences"] == [{
        "kind": "MISSING_HERE", "reference": "ch_1", "ourReference": attempt.id, "ours": "UNKNOWN 10.00 USD",
        "theirs": "SUCCEEDED 10.00 USD", "settled": True,
        "payment": {"id": attempt.payment_id, "status": "SUCCEEDED"},
    }]  # fmt: skip

    about = {"accountId": desk.store.account.id, "day": "2026-01-31"}
    again = await desk.staff.do("gatewayCompare", f"comparison {{ {COMPARED} }}", **about)
    assert again["comparison"]["differences"] == []
    differing = "query ($is: Boolean!) { gatewayComparisons(differing: $is) { totalCount } }"
    assert [(await desk.staff.ask(differing, **{"is": which}))["totalCount"] for which in (True, False)] == [0, 1]


async def test_a_refund_made_at_the_gateway_says_so(desk: Desk) -> None:
    await desk.store.subscribe()
    paid = desk.gateway.payments[(await only_attempt()).id]
    await desk.hears(fact(START, desk.gateway.refund_there(paid, 250), id="evt_1"))
    asked = "{ payments { nodes { refunds { reason madeAtGateway amount { amount } } } } }"
    (payment,) = (await desk.staff.ask(asked))["nodes"]
    assert payment["refunds"] == [
        {"reason": "Made at the gateway", "madeAtGateway": True, "amount": {"amount": "2.50"}}
    ]  # fmt: skip


# The address


async def test_the_address_answers_as_the_provider_wants_and_calls_nobody(desk: Desk) -> None:
    answer = await desk.deliver(verification_code="a1B2", answer="[accepted]", ignored_reason="a handshake")
    assert (answer.status_code, answer.text) == (200, "[accepted]")
    assert (await GatewayAccount.get(id=desk.store.account.id)).verification_code == "a1B2"
    await desk.store.subscribe()
    called = len(desk.gateway.journal)
    hint = fact(START, desk.gateway.payments[(await only_attempt()).id], id="evt_1", trust="hint")
    answer = await desk.deliver(hint, query="?kind=payment.asked", with_query=True)
    assert (answer.text, len(desk.gateway.journal)) == ("stored", called)
    assert (await GatewayEvent.get(dedupe_key="evt_1")).kind == "payment.asked"


async def test_what_is_too_large_or_too_deep_is_refused(desk: Desk) -> None:
    assert Requests(Starlette()).limit(f"/webhooks/{desk.store.account.id}") == 1024 * 1024
    body = b'{"told":' + b"[" * 200_000
    app = Starlette(routes=GatewayWebhooks(lambda: desk.store.services).routes())
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://shop.test") as http:
        headers = {"x-signature": signature(body, SECRET)}
        answer = await http.post(f"/webhooks/{desk.store.account.id}", content=body, headers=headers)
    assert (answer.status_code, answer.text) == (400, "rejected")
    assert (await GatewayEvent.all().count(), await StaffTask.all().count()) == (0, 0)
