"""Staff connect gateways through the API: the form, the accounts, and no secret in any answer or file."""

from __future__ import annotations

import json
from dataclasses import fields
from datetime import timedelta
from typing import Any

import pytest
from graphql import get_named_type

from backend.database import sqlite_path
from backend.gateways.base import Capabilities, Health
from backend.gateways.registry import Registry
from backend.models import GatewayAccount, GatewayEvent
from backend.models.ids import new_id
from backend.services.context import Actor, Role
from backend.services.gateways import account_add
from tests.schema.test_query_counts import statements
from tests.support.api import Api
from tests.support.clock import START
from tests.support.databases import Database
from tests.support.form_gateway import FORM, HOOK_SECRET, INSTALLED_SECRET, KEY, LIVE_KEY, FormGateway
from tests.support.invariants import nothing_changes
from tests.support.merchants import OpenMerchant, open_merchant
from tests.support.scripted_gateway import ScriptedGateway
from tests.support.snapshot import snapshot
from tests.support.storefront import Storefront

pytestmark = pytest.mark.parametrize("migrated", ["sqlite"], indirect=True)

ACCOUNT = """
id gateway label mode enabled position settings problem kinds webhookUrl verificationCode lastEventAt removedAt
createdAt version health { ok message checkedAt }"""
SUCCESS = f"gatewayAccount {{ {ACCOUNT} }}"
KINDS = """
{ gatewayKinds {
  slug name kinds settingsSchema
  capabilities {
    kinds currencies elsewhere tokens inApp redirect amountLimits { minimum { amount currency } maximum { amount } }
    confirms manualCapture partialCapture cancelPending lookupByOurReference idempotency keyLifetimeSeconds webhooks
    webhookInstall settles savedMethods offSession setupWithoutCharge customers refunds refundsSettleLater disputes
    listsPayments requiresDeviceId recordedByStaff
  }
} }"""


@pytest.fixture
def form() -> FormGateway:
    return FormGateway()


@pytest.fixture
def registry(gateway: ScriptedGateway, form: FormGateway) -> Registry:
    """Both, and one that is broken."""
    return Registry([gateway, form], {"acme": "Traceback (most recent call last):\n  boom\n"})


@pytest.fixture
def staff(merchant: OpenMerchant) -> Api:
    return Api(merchant.services, Actor(Role.STAFF, merchant.row.id))


async def create(staff: Api, label: str = "Cards", **more: Any) -> dict[str, Any]:
    input = {"gateway": "form", "label": label, "settings": FORM, **more}
    answer = await staff.do("gatewayAccountCreate", SUCCESS, **input)
    account: dict[str, Any] = answer["gatewayAccount"]
    return account


async def test_staff_see_what_is_installed_and_what_is_broken(staff: Api) -> None:
    form, scripted = await staff.ask(KINDS)
    # Whoever adds a capability shows it.
    flags = {name.replace("_", "") for name in (field.name for field in fields(Capabilities))} - {"keylifetime"}
    assert {name.lower() for name in form["capabilities"]} - {"keylifetimeseconds"} == flags
    assert (form["slug"], form["name"], form["kinds"]) == ("form", "Form", ["CARD", "WALLET"])
    assert form["capabilities"] == {
        "kinds": ["CARD", "WALLET"], "currencies": ["JPY", "MXN"], "elsewhere": [], "tokens": ["CARD", "WALLET"],
        "inApp": False, "redirect": True, "confirms": False, "manualCapture": False, "partialCapture": False,
        "amountLimits": [
            {"minimum": None, "maximum": None},
            {"minimum": {"amount": "10.00", "currency": "MXN"}, "maximum": {"amount": "1000.00"}},
        ],
        "cancelPending": True, "lookupByOurReference": True, "idempotency": "NATIVE", "keyLifetimeSeconds": None,
        "webhooks": "HMAC", "webhookInstall": True, "settles": "at once", "savedMethods": True, "offSession": True,
        "setupWithoutCharge": form["capabilities"]["setupWithoutCharge"],
        "customers": form["capabilities"]["customers"], "refunds": "PARTIAL",
        "refundsSettleLater": form["capabilities"]["refundsSettleLater"],
        "disputes": form["capabilities"]["disputes"], "listsPayments": form["capabilities"]["listsPayments"],
        "requiresDeviceId": False, "recordedByStaff": False,
    }  # fmt: skip
    assert scripted["capabilities"]["webhookInstall"] is False
    properties = form["settingsSchema"]["properties"]
    assert [name for name, field in properties.items() if '"writeOnly": true' in json.dumps(field)] == [
        "api_key", "webhook_secret",
    ]  # fmt: skip
    assert form["settingsSchema"]["required"] == ["api_key", "region"]
    assert await staff.ask("{ brokenGateways { name traceback } }") == [
        {"name": "acme", "traceback": "Traceback (most recent call last):\n  boom\n"}
    ]


async def test_an_account_is_connected_changed_tested_and_removed(staff: Api, form: FormGateway) -> None:
    made = await create(staff, settings={**FORM, "webhook_secret": HOOK_SECRET})
    assert made == {
        "id": made["id"], "gateway": "form", "label": "Cards", "mode": "TEST", "enabled": True, "position": 0,
        "settings": {
            "mode": "test", "api_key": {"set": True, "last4": "aa77"},
            "webhook_secret": {"set": True, "last4": "ee42"}, "region": "mx", "note": "none", "base_url": None,
        },
        "problem": None, "kinds": ["CARD", "WALLET"],
        "webhookUrl": f"https://billing.example/webhooks/{made['id']}", "verificationCode": None,
        "lastEventAt": None, "removedAt": None, "createdAt": START.isoformat(), "version": 1,
        "health": {"ok": True, "message": "It answers.", "checkedAt": START.isoformat()},
    }  # fmt: skip
    assert await staff.ask(f"{{ gatewayAccounts {{ {ACCOUNT} }} }}") == [made]
    one = f"query ($id: ID!) {{ gatewayAccount(id: $id) {{ {ACCOUNT} }} }}"
    assert await staff.ask(one, id=made["id"]) == made
    node = "query ($id: ID!) { node(id: $id) { ... on GatewayAccount { label } } }"
    assert await staff.ask(node, id=made["id"]) == {"label": "Cards"}

    form.provider.health = Health(False, "No.")
    changed = await staff.do(
        "gatewayAccountUpdate", SUCCESS, id=made["id"], version=1, label="Tarjetas", enabled=False,
        settings={"region": "co", "webhook_secret": {"clear": True}},
    )  # fmt: skip
    account = changed["gatewayAccount"]
    assert (account["label"], account["enabled"], account["version"]) == ("Tarjetas", False, 2)
    assert account["settings"]["webhook_secret"] == {"set": False, "last4": None}
    assert account["health"] == {"ok": False, "message": "No.", "checkedAt": START.isoformat()}
    stale = await staff.do("gatewayAccountUpdate", SUCCESS, id=made["id"], version=1, label="Mine")
    assert (stale["__typename"], stale["code"]) == ("ConflictError", "CONFLICT")

    form.provider.health = Health(True, "Yes.")
    tested = await staff.do("gatewayAccountTest", SUCCESS, id=made["id"])
    assert tested["gatewayAccount"]["health"]["message"] == "Yes."
    installed = await staff.do("gatewayAccountInstallWebhook", f"installed message {SUCCESS}", id=made["id"])
    assert (installed["installed"], installed["message"]) == (True, "Made.")
    assert installed["gatewayAccount"]["settings"]["webhook_secret"] == {"set": True, "last4": "aabb"}

    for _ in range(2):
        gone = (await staff.do("gatewayAccountRemove", SUCCESS, id=made["id"]))["gatewayAccount"]
        assert (gone["removedAt"], gone["enabled"]) == (START.isoformat(), False)
    assert await staff.ask("{ gatewayAccounts { id } }") == []
    assert await staff.ask("{ gatewayAccounts(removed: true) { id } }") == [{"id": made["id"]}]


async def test_wrong_settings_are_refused_by_field_and_no_secret_is_in_any_answer_or_file(
    staff: Api, form: FormGateway, database: Database
) -> None:
    answers: list[Any] = []

    async def do(mutation: str, success: str, **input: Any) -> Any:
        name = mutation[0].upper() + mutation[1:]
        answer = await staff.ask(
            f"mutation ($input: {name}Input!) {{ {mutation}(input: $input) {{ __typename ... on {name}Success "
            f"{{ {success} }} ... on Error {{ code message }} ... on InvalidInputError "
            "{ fields { path code message } } } }",
            input=input,
        )
        answers.append(answer)
        return answer

    asked: dict[str, Any] = {"gateway": "form", "label": "Cards"}
    async with nothing_changes():
        for settings, path in (
            ({**FORM, "mode": "live"}, ["settings"]),
            ({**FORM, "webhook_secret": "canary"}, ["settings", "webhook_secret"]),
            ({**FORM, "api_key": [KEY]}, ["settings", "api_key"]),
            ({"api_key": KEY}, ["settings", "region"]),
            ({**FORM, "region": KEY}, ["settings", "region"]),
            ([KEY], ["settings"]),
        ):
            refusal = await do("gatewayAccountCreate", SUCCESS, **asked, settings=settings)
            assert [field["path"] for field in refusal["fields"]] == [path], settings
    made = await do("gatewayAccountCreate", SUCCESS, **asked, settings={**FORM, "webhook_secret": HOOK_SECRET})
    id = made["gatewayAccount"]["id"]
    form.provider.health = Health(False, f"{KEY} is not known, nor {HOOK_SECRET}")
    answers.append(await staff.do("gatewayAccountTest", SUCCESS, id=id))
    form.provider.health = Health(False, f"{LIVE_KEY} is not known either")
    await do("gatewayAccountUpdate", SUCCESS, id=id, version=1, settings={"mode": "live", "api_key": LIVE_KEY})
    answers.append(await staff.do("gatewayAccountInstallWebhook", f"installed message {SUCCESS}", id=id))
    answers.append(await staff.ask(f"{{ gatewayAccounts(removed: true) {{ {ACCOUNT} }} }}"))
    answers.append(await staff.do("gatewayAccountRemove", SUCCESS, id=id))

    stored = (await GatewayAccount.get(id=id)).settings_sealed
    files = b"".join(file.read_bytes() for file in sqlite_path(database.url).parent.glob("perennial.db*"))
    assert stored.encode() in files
    for secret in (KEY, LIVE_KEY, HOOK_SECRET, INSTALLED_SECRET, "canary"):
        assert secret not in json.dumps(answers)
        assert secret.encode() not in files


async def test_two_accounts_of_one_gateway_stand_side_by_side_at_the_cost_of_one(
    staff: Api, merchant: OpenMerchant
) -> None:
    first = await create(staff, "Mexico")
    query = "{ gatewayAccounts { label settings lastEventAt health { ok } kinds } }"
    with statements() as alone:
        await staff.ask(query)
    second = await create(staff, "Colombia", settings={**FORM, "region": "co"}, position=0)
    for n, account in enumerate((first, first, second)):
        await GatewayEvent.create(
            id=new_id("gwe"), merchant_id=merchant.row.id, gateway_account_id=account["id"], dedupe_key=str(n),
            kind="payment.succeeded", trust="signed_full", body="{}", status="APPLIED", tries=1,
            occurred_at=START, received_at=merchant.clock.advance(minutes=1),
        )  # fmt: skip
    with statements() as together:
        found = await staff.ask(query)
    assert len(together) == len(alone)
    assert [(one["label"], one["settings"]["region"], one["lastEventAt"]) for one in found] == [
        ("Colombia", "co", (START + timedelta(minutes=3)).isoformat()),
        ("Mexico", "mx", (START + timedelta(minutes=2)).isoformat()),
    ]


async def test_nobody_but_the_merchants_staff_sees_or_does_anything(
    store: Storefront, staff: Api, merchant: OpenMerchant
) -> None:
    account = await create(staff)
    other = await open_merchant(store.services, store.clock, "other")
    absent = new_id("gwa")
    customer, visitor = Api(store.services, store.ana.actor), Api(store.services, merchant.visitor.actor)
    foreign = Api(store.services, Actor(Role.STAFF, other.row.id))
    acts: dict[str, dict[str, Any]] = {
        "gatewayAccountUpdate": {"version": 1, "label": "Mine"},
        "gatewayAccountTest": {},
        "gatewayAccountInstallWebhook": {},
        "gatewayAccountRemove": {},
    }
    async with nothing_changes():
        for name, more in acts.items():
            for somebody in (customer, visitor):
                assert (await somebody.do(name, "gatewayAccount { id }", id=account["id"], **more))[
                    "code"
                ] == "FORBIDDEN"
            theirs = await foreign.do(name, "gatewayAccount { id }", id=account["id"], **more)
            nobodys = await foreign.do(name, "gatewayAccount { id }", id=absent, **more)
            assert theirs == nobodys
            assert theirs["code"] == "NOT_FOUND"
        for somebody in (customer, visitor):
            new = {"gateway": "form", "label": "Mine", "settings": FORM}
            assert (await somebody.do("gatewayAccountCreate", "gatewayAccount { id }", **new))["code"] == "FORBIDDEN"
        for somebody in (customer, visitor, foreign):
            seen = await somebody.ask("query ($id: ID!) { gatewayAccount(id: $id) { id } }", id=account["id"])
            assert seen is None
        assert await foreign.ask("{ gatewayAccounts(removed: true) { id } }") == []
    for somebody in (customer, visitor):
        for query in ("{ gatewayAccounts { id } }", "{ gatewayKinds { slug } }", "{ brokenGateways { name } }"):
            with pytest.raises(AssertionError, match="Only staff"):
                await somebody.ask(query)


async def test_every_answer_that_a_mutation_can_give_is_given(
    store: Storefront, staff: Api, monkeypatch: pytest.MonkeyPatch
) -> None:
    given: set[tuple[str, str]] = set()

    async def do(mutation: str, *, by: Api = staff, **input: Any) -> Any:
        answer = await by.do(mutation, "gatewayAccount { id }", **input)
        given.add((mutation, answer["__typename"]))
        return answer

    ana, absent = Api(store.services, store.ana.actor), {"id": new_id("gwa")}
    new: dict[str, Any] = {"gateway": "form", "label": "Cards", "settings": FORM}
    mine = {"id": (await do("gatewayAccountCreate", **new))["gatewayAccount"]["id"]}
    await do("gatewayAccountCreate", **new)
    await do("gatewayAccountCreate", by=ana, **new)
    monkeypatch.setattr(account_add, "MOST_ACCOUNTS", 1)
    await do("gatewayAccountCreate", **new)
    await do("gatewayAccountUpdate", **mine, version=1, label="Mine")
    for by, which, more in (
        (staff, mine, {"version": 1, "label": "Mine"}),
        (staff, mine, {"version": 2, "label": ""}),
        (staff, absent, {"version": 1}),
        (ana, mine, {"version": 1}),
    ):
        await do("gatewayAccountUpdate", by=by, **which, **more)
    for mutation in ("gatewayAccountTest", "gatewayAccountInstallWebhook", "gatewayAccountRemove"):
        for by, which in ((staff, mine), (staff, absent), (ana, mine), (staff, {"id": store.account.id})):
            await do(mutation, by=by, **which)

    built = snapshot()
    assert built.mutation_type is not None
    assert given == {
        (name, member.name)
        for name, field in built.mutation_type.fields.items()
        if name.startswith("gatewayAccount")
        for member in get_named_type(field.type).types
    }
