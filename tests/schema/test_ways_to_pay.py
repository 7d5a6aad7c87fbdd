"""Ways to pay, saved methods and sheets as the API shows them, without a server: the gateway takes everything."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pytest
from graphql import ExecutionResult, GraphQLUnionType, get_named_type

from backend.events.live import InProcessBus, LiveMessage
from backend.gateways.base import PaymentState
from backend.gateways.registry import Registry
from backend.models import Invoice, PaymentMethod, PaymentSetup
from backend.schema.barcodes import code128_svg
from backend.schema.context import RequestContext
from backend.schema.root import schema
from backend.services.context import Actor, Role
from backend.services.setups.settle import settle_setup
from tests.support.api import Api
from tests.support.balances import staff_of
from tests.support.databases import Database, fresh_database
from tests.support.every_way_gateway import CLIENT_SECRET, EveryWayGateway
from tests.support.invariants import nothing_changes
from tests.support.scripted_gateway import ACTION_URL, away, decline, lost_reply, pending, require_action
from tests.support.snapshot import snapshot
from tests.support.storefront import Storefront, known_customer

SCHEMA = snapshot()
ACTION = """
action {
  __typename
  ... on RedirectAction { url expiresAt }
  ... on ClientConfirmAction { gateway clientSecret publishableKey expiresAt }
  ... on VoucherAction { reference barcodeSvg documentUrl expiresAt }
  ... on BankTransferAction { reference clabe bank agreement amount { amount currency } expiresAt }
  ... on InstructionsAction { text reference expiresAt }
}"""
OPTIONS = """
query ($amount: MoneyInput) { paymentOptions(currency: "USD", amount: $amount) {
  accountId gateway kind label settles takesToken needsToken elsewhere savesMethods savesWithoutPayment
  chargesOffSession requiresDeviceId publishableKey fieldsUrl fields { protocol url publishableKey account }
  limits { minimum { amount } maximum { amount currency } }
} }"""
PAYMENT = f"query ($id: ID!) {{ payment(id: $id) {{ {ACTION} }} }}"
SETUP = (
    f"setup {{ id status kind gateway version {ACTION} decline {{ reason retryable }} paymentMethod {{ id last4 }} }}"
)
SHEET = "sheet { gateway customerReference ephemeralKey clientSecret publishableKey payment { id status } }"
BACK = "https://shop.example/methods/{SETUP_ID}"
DAYS = "2026-02-03T12:00:00+00:00"

Answer = dict[str, Any]


@pytest.fixture
async def migrated(tmp_path: Path) -> AsyncIterator[Database]:
    """On one dialect: nothing here depends on it."""
    async with fresh_database("sqlite", tmp_path) as made:
        yield made


@pytest.fixture
def gateway() -> EveryWayGateway:
    return EveryWayGateway()


@pytest.fixture
def registry(gateway: EveryWayGateway) -> Registry:
    return Registry([gateway])


@dataclass(frozen=True)
class Scene:
    """Ana, and what she asks."""

    store: Storefront
    gateway: EveryWayGateway
    ana: Api

    async def ask_as(self, actor: Actor, document: str, **variables: object) -> Any:
        """What somebody else asks."""
        return await Api(self.store.services, actor).ask(document, **variables)

    async def add(self, key: str = "add", **input: object) -> Answer:
        """Ana saves a method, by a card's token unless told otherwise."""
        card = {"kind": "CARD", "token": "tok_visa", "deviceId": "dev_1"}
        answer: Answer = await self.ana.do(
            "paymentMethodAdd", SETUP, gateway="scripted", idempotencyKey=key, **(input or card)
        )
        return answer

    async def sheet(self, key: str = "sheet", **input: object) -> Answer:
        """Ana's app asks for a sheet: a top-up of 20.00 unless told otherwise."""
        order = {"topUp": {"amount": "20.00", "currency": "USD"}, **input}
        answer: Answer = await self.ana.do(
            "paymentSheetCreate", SHEET, **{"gateway": "scripted", "sdkVersion": "v1", "idempotencyKey": key, **order}
        )
        return answer


@pytest.fixture
async def scene(store: Storefront, gateway: EveryWayGateway) -> Scene:
    return Scene(store, gateway, Api(store.services, store.ana.actor))


async def test_options_say_everything_that_a_client_needs(scene: Scene) -> None:
    visitor = Actor(Role.ANONYMOUS, scene.store.merchant.row.id)
    card, *others = await scene.ask_as(visitor, OPTIONS)
    id, key = scene.store.account.id, "pk_scripted"
    fields = {
        "protocol": "OPENPAY", "url": "https://fields.example/script.js", "publishableKey": key, "account": "m_shop",
    }  # fmt: skip
    assert card == {
        "accountId": id, "gateway": "scripted", "kind": "BANK_TRANSFER", "label": "Cards", "settles": "within a day",
        "takesToken": False, "needsToken": False, "elsewhere": True, "savesMethods": False,
        "savesWithoutPayment": False,
        "chargesOffSession": False, "requiresDeviceId": False, "publishableKey": key, "fieldsUrl": fields["url"],
        "fields": fields,
        "limits": [{"minimum": {"amount": "1.00"}, "maximum": {"amount": "5000.00", "currency": "USD"}}],
    }  # fmt: skip
    shown = {
        one["kind"]: (one["needsToken"], one["savesMethods"], one["chargesOffSession"], one["requiresDeviceId"])
        for one in others
    }
    assert shown == {
        "CARD": (True, True, True, True),
        "CASH": (False, False, False, False),
        "STORE": (False, False, False, False),
        "WALLET": (False, True, True, False),
    }
    assert await scene.ask_as(visitor, OPTIONS, amount={"amount": "0.99", "currency": "USD"}) == []


@pytest.mark.parametrize(
    ("kind", "shown"),
    [
        (
            "STORE",
            {
                "__typename": "VoucherAction", "reference": "99ch_1", "barcodeSvg": code128_svg("9912345678"),
                "documentUrl": "https://pay.example/slip.pdf",
            },
        ),
        (
            "BANK_TRANSFER",
            {
                "__typename": "BankTransferAction", "reference": "3141592", "clabe": "646180111812345678",
                "bank": "STP", "agreement": "1234567", "amount": {"amount": "12.50", "currency": "USD"},
            },
        ),
        ("CASH", {"__typename": "InstructionsAction", "text": "Pay at our desk, please.", "reference": "R-7"}),
        ("WALLET", {"__typename": "RedirectAction", "url": ACTION_URL}),
    ],
)  # fmt: skip
async def test_each_action_is_shown_to_its_payer_and_to_staff_unless_it_is_an_address_of_the_payers_own(
    scene: Scene, kind: str, shown: Answer
) -> None:
    scene.gateway.expires_at = scene.store.clock.now.replace(month=2, day=3)
    scene.gateway.script("create", require_action() if kind == "WALLET" else pending())
    pay_with = {"gateway": "scripted", "kind": kind, "returnUrl": "https://shop.example/payments/{PAYMENT_ID}"}
    made = await scene.ana.do(
        "balanceTopUp", f"payment {{ id {ACTION} }}",
        amount={"amount": "12.50", "currency": "USD"}, payWith=pay_with, idempotencyKey="1",
    )  # fmt: skip
    whole = {**shown, "expiresAt": DAYS}
    assert made["payment"]["action"] == whole
    staff = await staff_of(scene.store.merchant)
    seen = (await scene.ask_as(staff, PAYMENT, id=made["payment"]["id"]))["action"]
    assert seen == (None if kind == "WALLET" else whole)


async def test_a_client_secret_is_shown_to_the_payer_and_to_nobody_else(scene: Scene) -> None:
    scene.gateway.script("create", require_action())
    payment = (await scene.sheet())["sheet"]["payment"]["id"]
    assert (await scene.ana.ask(PAYMENT, id=payment))["action"] == {
        "__typename": "ClientConfirmAction", "gateway": "scripted", "clientSecret": CLIENT_SECRET,
        "publishableKey": "pk_scripted", "expiresAt": None,
    }  # fmt: skip
    staff = await staff_of(scene.store.merchant)
    assert (await scene.ask_as(staff, PAYMENT, id=payment)) == {"action": None}
    ben = await known_customer(scene.store.merchant, "ben@example.com")
    assert await scene.ask_as(ben.actor, PAYMENT, id=payment) is None

    scene.gateway.script("setup", require_action())
    setup = (await scene.add(kind="CARD", inApp=True))["setup"]
    assert setup["action"]["clientSecret"] == CLIENT_SECRET
    found = f"query ($id: ID!) {{ paymentSetup(id: $id) {{ status {ACTION} }} }}"
    assert await scene.ask_as(staff, found, id=setup["id"]) == {"status": "REQUIRES_ACTION", "action": None}
    assert await scene.ask_as(ben.actor, found, id=setup["id"]) is None


async def test_a_setup_is_found_by_its_id_and_watched_to_its_end(scene: Scene) -> None:
    scene.gateway.script("setup", require_action())
    setup = (await scene.add(kind="WALLET", returnUrl=BACK))["setup"]
    assert setup["action"] == {"__typename": "RedirectAction", "url": ACTION_URL, "expiresAt": None}
    node = "query ($id: ID!) { node(id: $id) { __typename ... on PaymentSetup { status } } }"
    assert await scene.ana.ask(node, id=setup["id"]) == {"__typename": "PaymentSetup", "status": "REQUIRES_ACTION"}

    bus = InProcessBus()
    context = RequestContext(scene.store.ana.context, bus)
    watching = "subscription ($id: ID!) { paymentSetupUpdated(id: $id) { status version paymentMethod { brand } } }"
    updates = await schema.subscribe(watching, variable_values={"id": setup["id"]}, context_value=context)
    assert not isinstance(updates, ExecutionResult)
    seen = [await anext(updates)]
    done = scene.gateway.move_setup(setup["id"], PaymentState.SUCCEEDED)
    await settle_setup(scene.store.merchant.system, setup_id=setup["id"], observed=done)
    await bus.publish(LiveMessage(scene.store.merchant.row.id, setup["id"], "payment_setup.succeeded", 3))
    seen += [update async for update in updates]
    assert [update.data and update.data["paymentSetupUpdated"] for update in seen] == [
        {"status": "REQUIRES_ACTION", "version": 2, "paymentMethod": None},
        {"status": "SUCCEEDED", "version": 3, "paymentMethod": {"brand": "visa"}},
    ]


# Every answer that these mutations can give: a case for each member of the union.

Case = Callable[[Scene], Awaitable[Answer]]
CASES: dict[tuple[str, str], Case] = {}
FIELDS = ("paymentMethodAdd", "paymentMethodRemove", "paymentMethodSetDefault", "paymentSheetCreate")


def case(field: str, member: str) -> Callable[[Case], Case]:
    def keep(function: Case) -> Case:
        assert (field, member) not in CASES
        CASES[field, member] = function
        return function

    return keep


async def saved(scene: Scene) -> str:
    """A saved card."""
    answer = await scene.add()
    return str(answer["setup"]["paymentMethod"]["id"])


async def as_visitor(scene: Scene, mutation: str, **input: object) -> Answer:
    """What somebody hears who has not signed in."""
    visitor = Api(scene.store.services, Actor(Role.ANONYMOUS, scene.store.merchant.row.id))
    answer: Answer = await visitor.do(mutation, "__typename", **input)
    return answer


@case("paymentMethodAdd", "PaymentMethodAddSuccess")
async def a_card(scene: Scene) -> Answer:
    answer = await scene.add()
    setup = answer["setup"]
    assert (setup["status"], setup["kind"], setup["gateway"], setup["version"]) == ("SUCCEEDED", "CARD", "scripted", 2)
    assert (setup["action"], setup["decline"], setup["paymentMethod"]["last4"]) == (None, None, "4242")
    scene.gateway.script("setup", decline("INCORRECT_CVC"))
    declined = (await scene.add(key="declined"))["setup"]
    assert (declined["status"], declined["decline"], declined["paymentMethod"]) == (
        "FAILED", {"reason": "INCORRECT_CVC", "retryable": True}, None,
    )  # fmt: skip
    return answer


@case("paymentMethodAdd", "InvalidInputError")
async def a_card_without_a_token(scene: Scene) -> Answer:
    return await scene.add(kind="CARD", token="", deviceId="dev_1")


@case("paymentMethodAdd", "ForbiddenError")
async def a_visitors_card(scene: Scene) -> Answer:
    return await as_visitor(scene, "paymentMethodAdd", gateway="scripted", kind="CARD", token="t", idempotencyKey="1")


@case("paymentMethodAdd", "ConflictError")
async def a_key_of_another_card(scene: Scene) -> Answer:
    await scene.add()
    return await scene.add(kind="CARD", token="tok_other", deviceId="dev_1")


@case("paymentMethodRemove", "PaymentMethodRemoveSuccess")
async def removed(scene: Scene) -> Answer:
    id = await saved(scene)
    answer: Answer = await scene.ana.do("paymentMethodRemove", "removedId", id=id)
    assert answer["removedId"] == id
    assert await scene.ana.do("paymentMethodRemove", "removedId", id=id) == answer
    assert await scene.ana.ask("{ me { paymentMethods { id } } }") == {"paymentMethods": []}
    setup = await PaymentSetup.get()
    found = await scene.ana.ask("query ($id: ID!) { paymentSetup(id: $id) { paymentMethod { id } } }", id=setup.id)
    assert found == {"paymentMethod": None}
    return answer


@case("paymentMethodRemove", "NotFoundError")
async def somebody_elses(scene: Scene) -> Answer:
    id = await saved(scene)
    ben = await known_customer(scene.store.merchant, "ben@example.com")
    async with nothing_changes():
        answer: Answer = await Api(scene.store.services, ben.actor).do("paymentMethodRemove", "removedId", id=id)
    return answer


@case("paymentMethodRemove", "ForbiddenError")
async def by_a_visitor(scene: Scene) -> Answer:
    return await as_visitor(scene, "paymentMethodRemove", id=await saved(scene))


@case("paymentMethodRemove", "ConflictError")
async def while_the_gateway_is_away(scene: Scene) -> Answer:
    id = await saved(scene)
    scene.gateway.script("detach", away())
    answer: Answer = await scene.ana.do("paymentMethodRemove", "removedId", id=id)
    assert await PaymentMethod.filter(removed_at=None).count() == 1
    return answer


@case("paymentMethodSetDefault", "PaymentMethodSetDefaultSuccess")
async def chosen(scene: Scene) -> Answer:
    await saved(scene)
    second = (await scene.add(key="second"))["setup"]["paymentMethod"]["id"]
    answer: Answer = await scene.ana.do("paymentMethodSetDefault", "paymentMethod { id isDefault }", id=second)
    assert answer["paymentMethod"] == {"id": second, "isDefault": True}
    mine = await scene.ana.ask("{ me { paymentMethods { id isDefault } } }")
    assert [one["isDefault"] for one in mine["paymentMethods"]] == [True, False]
    return answer


@case("paymentMethodSetDefault", "NotFoundError")
async def nobodys(scene: Scene) -> Answer:
    answer: Answer = await scene.ana.do("paymentMethodSetDefault", "__typename", id="pm_nobody")
    return answer


@case("paymentMethodSetDefault", "ForbiddenError")
async def chosen_by_a_visitor(scene: Scene) -> Answer:
    return await as_visitor(scene, "paymentMethodSetDefault", id=await saved(scene))


@case("paymentSheetCreate", "PaymentSheetCreateSuccess")
async def a_sheet(scene: Scene) -> Answer:
    scene.gateway.script("create", require_action())
    answer = await scene.sheet(save=True)
    sheet = answer["sheet"]
    assert {**sheet, "payment": sheet["payment"]["status"]} == {
        "gateway": "scripted", "customerReference": "gc_1", "ephemeralKey": "ek_1_v1", "clientSecret": CLIENT_SECRET,
        "publishableKey": "pk_scripted", "payment": "REQUIRES_ACTION",
    }  # fmt: skip
    return answer


@case("paymentSheetCreate", "PaymentDeclinedError")
async def declined_at_once(scene: Scene) -> Answer:
    scene.gateway.script("create", decline())
    return await scene.sheet()


@case("paymentSheetCreate", "InvalidInputError")
async def too_little(scene: Scene) -> Answer:
    return await scene.sheet(topUp={"amount": "0.10", "currency": "USD"})


@case("paymentSheetCreate", "NotFoundError")
async def nobodys_invoice(scene: Scene) -> Answer:
    return await scene.sheet(topUp=None, invoiceId="inv_nobody")


@case("paymentSheetCreate", "ForbiddenError")
async def a_visitors_sheet(scene: Scene) -> Answer:
    return await as_visitor(
        scene, "paymentSheetCreate", gateway="scripted", sdkVersion="v1", invoiceId="inv_1", idempotencyKey="1"
    )


@case("paymentSheetCreate", "ConflictError")
async def not_answered_yet(scene: Scene) -> Answer:
    scene.gateway.script("create", lost_reply(PaymentState.REQUIRES_ACTION))
    return await scene.sheet()


@case("paymentSheetCreate", "IllegalTransitionError")
async def paid_already(scene: Scene) -> Answer:
    card = {"gateway": "scripted", "kind": "CARD", "token": "tok_visa", "deviceId": "dev_1"}
    made = await scene.ana.do(
        "subscriptionCreate", "invoice { id }",
        planId=scene.store.catalog.basic.id, payWith=card, idempotencyKey="1",
    )  # fmt: skip
    assert (await Invoice.get()).status == "PAID"
    return await scene.sheet(topUp=None, invoiceId=made["invoice"]["id"])


@case("paymentSheetCreate", "NotSupportedError")
async def without_a_kit_for_apps(scene: Scene) -> Answer:
    scene.gateway.capabilities = replace(scene.gateway.capabilities, in_app=False)  # type: ignore[misc]
    return await scene.sheet()


@pytest.mark.parametrize(("field", "member"), CASES)
async def test_each_answer_is_given(scene: Scene, field: str, member: str) -> None:
    assert (await CASES[field, member](scene))["__typename"] == member


def test_every_member_of_every_result_has_a_case() -> None:
    assert SCHEMA.mutation_type is not None
    members = set()
    for name in FIELDS:
        union = get_named_type(SCHEMA.mutation_type.fields[name].type)
        assert isinstance(union, GraphQLUnionType)
        members |= {(name, member.name) for member in union.types}
    assert members == set(CASES)
