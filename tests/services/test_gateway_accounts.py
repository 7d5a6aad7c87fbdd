"""Staff connect gateways: what is written, checked, kept secret, told, and refused by field."""

from __future__ import annotations

from collections.abc import Awaitable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from pydantic import BaseModel, ConfigDict, SecretStr
from structlog.testing import capture_logs

from backend.domain.errors import Conflict, Forbidden, InvalidInput, LimitExceeded, NotFound, NotSupported
from backend.domain.payment import PaymentPurpose, PaymentStatus
from backend.gateways.base import ConfigurationError, Health, Unavailable, WebhookInstall
from backend.gateways.registry import Registry
from backend.models import Event, GatewayAccount, Payment
from backend.models.ids import new_id
from backend.services.context import Actor, Context, Role
from backend.services.currencies import money
from backend.services.gateways import account_add, health
from backend.services.gateways.account_add import add_account
from backend.services.gateways.account_offer import check_offer
from backend.services.gateways.account_own import accounts_of_merchant
from backend.services.gateways.account_remove import remove_account
from backend.services.gateways.account_update import update_account
from backend.services.gateways.account_view import view_account
from backend.services.gateways.accounts import account_for, enabled_accounts, open_account, webhook_url
from backend.services.gateways.install import install_webhook
from backend.services.gateways.sealing import seal_settings, stored_settings
from backend.services.secrets import SecretBox
from tests.support.clock import START
from tests.support.form_gateway import (
    FORM,
    HOOK_SECRET,
    INSTALLED_SECRET,
    KEY,
    LIVE_KEY,
    FormGateway,
    FormSettings,
    Provider,
)
from tests.support.invariants import everything, nothing_changes
from tests.support.merchants import OpenMerchant, open_merchant
from tests.support.scripted_gateway import ScriptedGateway
from tests.support.storefront import Storefront

pytestmark = pytest.mark.parametrize("migrated", ["sqlite"], indirect=True)


@pytest.fixture
def form() -> FormGateway:
    """The gateway whose settings are a form."""
    return FormGateway()


@pytest.fixture
def provider(form: FormGateway) -> Provider:
    """What stands behind it."""
    return form.provider


@pytest.fixture
def registry(gateway: ScriptedGateway, form: FormGateway) -> Registry:
    """Both."""
    return Registry([gateway, form])


def staff_context(merchant: OpenMerchant) -> Context:
    """Somebody of the merchant's staff."""
    return merchant.services.context(Actor(Role.STAFF, merchant.row.id))


def problems(refusal: InvalidInput) -> list[tuple[str, str]]:
    return [(".".join(problem.path), problem.code) for problem in refusal.fields]


@pytest.fixture
def staff(merchant: OpenMerchant) -> Context:
    """The merchant's staff."""
    return staff_context(merchant)


async def add(staff: Context, label: str = "Cards", **more: Any) -> GatewayAccount:
    """One more account with the form."""
    return await add_account(staff, **{"gateway": "form", "label": label, "settings": FORM, **more})


async def update(staff: Context, row: GatewayAccount, **changes: Any) -> GatewayAccount:
    """Change the account as it was seen in `row`."""
    return await update_account(staff, account_id=row.id, version=row.version, **changes)


async def refused(operation: Awaitable[object]) -> list[tuple[str, str]]:
    """Each wrong field; nothing has changed."""
    async with nothing_changes():
        with pytest.raises(InvalidInput) as refusal:
            await operation
    return problems(refusal.value)


async def facts(row: GatewayAccount) -> list[tuple[str, int | None, dict[str, Any]]]:
    told = await Event.filter(subject_id=row.id).order_by("id")
    return [(event.type, event.version, event.payload) for event in told]


async def in_order(staff: Context) -> list[tuple[str, int]]:
    return [(row.label, row.position) for row in await accounts_of_merchant(staff)]


async def test_an_account_is_written_told_and_its_health_is_kept(staff: Context, provider: Provider) -> None:
    made = await add(staff, settings={**FORM, "webhook_secret": HOOK_SECRET})

    assert (made.gateway, made.label, made.mode, made.enabled, made.position) == ("form", "Cards", "TEST", True, 0)
    assert (made.health_ok, made.health_message, made.health_checked_at) == (True, "It answers.", START)
    ((call, context),) = provider.asked
    assert (call, context.webhook_url) == ("health", f"https://billing.example/webhooks/{made.id}")
    assert context.settings == FormSettings(**FORM, webhook_secret=HOOK_SECRET)
    told = {"gateway": "form", "label": "Cards", "mode": "TEST", "enabled": True, "position": 0}
    assert await facts(made) == [("gateway_account.created", 1, told)]
    view = view_account(staff, made)
    assert view.settings == {
        "mode": "test", "api_key": {"set": True, "last4": "aa77"}, "webhook_secret": {"set": True, "last4": "ee42"},
        "region": "mx", "note": "none", "base_url": None,
    }  # fmt: skip
    stored = str(await everything())
    assert KEY not in stored
    assert HOOK_SECRET not in stored


@pytest.mark.parametrize(
    ("said", "message", "enabled"),
    [
        (Health(False, "It is asleep."), "It is asleep.", True),
        (Health(False, "The key is not accepted.", refused=True), "The key is not accepted.", False),
        (ConfigurationError(f"no such key: {KEY}"), "no such key: •••", False),
        (Unavailable("connection refused"), "connection refused", True),
        (RuntimeError(f"a bug that shows {KEY}"), "The plugin failed (RuntimeError).", True),
    ],
)
async def test_a_health_that_is_bad_hinders_no_saving_and_shows_no_secret(
    staff: Context, provider: Provider, said: Any, message: str, enabled: bool
) -> None:
    provider.health = said
    with capture_logs() as logs:
        made = await add(staff)
    assert (made.health_ok, made.health_message) == (False, message)
    assert made.enabled is enabled
    assert [one.row.id for one in await enabled_accounts(staff)] == [made.id] * enabled
    assert [line["error"] for line in logs] == (["RuntimeError"] if isinstance(said, RuntimeError) else [])
    assert KEY not in repr(logs)

    provider.health = Health(True, "It answers again.")
    async with nothing_but_health(made):
        tested = await health.test_account(staff, account_id=made.id)
    assert (tested.health_ok, tested.health_message) == (True, "It answers again.")


REFUSED = Health(False, "The key is not accepted.", refused=True)


async def test_an_account_whose_keys_are_refused_is_turned_on_only_when_they_are_right(
    staff: Context, provider: Provider
) -> None:
    provider.health = REFUSED
    made = await add(staff)
    off = {"gateway": "form", "label": "Cards", "mode": "TEST", "enabled": False, "position": 0}
    assert await facts(made) == [
        ("gateway_account.created", 1, {**off, "enabled": True}),
        ("gateway_account.updated", 2, {**off, "changed": ["enabled"]}),
    ]
    async with nothing_changes():
        with pytest.raises(InvalidInput) as refusal:
            await update(staff, made, enabled=True)
        assert [(one.path, one.code, one.message) for one in refusal.value.fields] == [
            (("enabled",), "SETTINGS_REFUSED", "It stays off, as no payment would work: The key is not accepted.")
        ]
        with pytest.raises(Conflict):
            await update_account(staff, account_id=made.id, version=1, enabled=True)
    assert len(provider.asked) == 2

    # Other settings that are refused as well are saved, and offered no more than those.
    made = await update(staff, made, enabled=True, settings={"note": "mine"})
    assert (made.enabled, made.health_ok, stored_settings(staff, made)["note"]) == (False, False, "mine")
    provider.health = Health(True, "It answers.")
    assert not (await update(staff, made, settings={"note": "right"})).enabled
    made = await update(staff, await GatewayAccount.get(id=made.id), enabled=True)
    assert (made.enabled, made.health_ok) == (True, True)
    assert len(provider.asked) == 5


async def test_new_settings_that_are_refused_end_the_offer_and_a_gateway_that_is_away_does_not(
    staff: Context, provider: Provider
) -> None:
    made = await add(staff)
    provider.health = Unavailable("connection refused")
    made = await update(staff, made, settings={"note": "away"})
    assert (made.enabled, made.health_ok) == (True, False)
    made = await update(staff, await update(staff, made, enabled=False), enabled=True)
    assert (made.enabled, made.health_message) == (True, "connection refused")

    provider.health = REFUSED
    seen = await health.test_account(staff, account_id=made.id)
    assert (seen.enabled, seen.health_ok) == (True, False)
    made = await update(staff, made, settings={"note": "wrong"})
    assert (made.enabled, made.health_message) == (False, "The key is not accepted.")
    assert await enabled_accounts(staff) == []


async def test_what_was_found_out_about_other_settings_ends_no_offer(staff: Context, provider: Provider) -> None:
    made = await add(staff)
    await GatewayAccount.filter(id=made.id).update(version=made.version + 1)
    provider.health = REFUSED
    async with nothing_changes():
        assert (await check_offer(staff, made)).enabled


class nothing_but_health:
    """Inside, the account's row keeps its version, and nothing is told."""

    def __init__(self, row: GatewayAccount) -> None:
        self.row = row

    async def __aenter__(self) -> None:
        self.told = await facts(self.row)

    async def __aexit__(self, *_: object) -> None:
        assert (await GatewayAccount.get(id=self.row.id)).version == self.row.version
        assert await facts(self.row) == self.told


async def test_a_gateway_that_never_answers_is_given_up(staff: Context, provider: Provider) -> None:
    provider.hangs = True
    hasty = replace(staff.services.limits, gateway_call=timedelta(milliseconds=20))
    made = await add(replace(staff, services=replace(staff.services, limits=hasty)))
    assert (made.health_ok, made.health_message) == (False, "The gateway did not answer in time.")


async def test_what_was_found_out_about_other_settings_is_not_kept(staff: Context, provider: Provider) -> None:
    made = await add(staff)
    await GatewayAccount.filter(id=made.id).update(health_ok=None, health_message=None, version=made.version + 1)

    seen = await health.check_account(staff, made)
    assert (seen.health_ok, seen.health_message) == (None, None)


async def test_wrong_fields_are_refused_together_and_no_message_holds_a_secret(staff: Context) -> None:
    wrong = {"api_key": "canary", "region": "br", "webhook_secret": "shortcanary"}
    with pytest.raises(InvalidInput) as refusal:
        await add(staff, " ", settings=wrong, position=-1)
    assert problems(refusal.value) == [
        ("label", "INVALID_TEXT"),
        ("position", "OUT_OF_RANGE"),
        ("settings.api_key", "INVALID_VALUE"),
        ("settings.webhook_secret", "INVALID_VALUE"),
        ("settings.region", "INVALID_VALUE"),
    ]
    assert "canary" not in str(refusal.value)
    assert "canary" not in repr(refusal.value.__cause__)
    assert await refused(add(staff, settings={})) == [
        ("settings.api_key", "REQUIRED"),
        ("settings.region", "REQUIRED"),
    ]
    for settings, problem in (
        ([], ("settings", "NOT_AN_OBJECT")),
        (None, ("settings", "NOT_AN_OBJECT")),
        ({**FORM, "note": "n" * 20_000}, ("settings", "TOO_LONG")),
        ({**FORM, "note": float("nan")}, ("settings", "TOO_LONG")),
        ({**FORM, "apikey": KEY}, ("settings.apikey", "UNKNOWN_FIELD")),
        ({**FORM, "api_key": None}, ("settings.api_key", "REQUIRED")),
    ):
        assert await refused(add(staff, settings=settings)) == [problem], settings
    assert await refused(add(staff, gateway="nobody")) == [("gateway", "NOT_INSTALLED")]


async def test_a_key_of_the_other_mode_is_refused_without_being_repeated(staff: Context) -> None:
    with pytest.raises(InvalidInput) as refusal:
        await add(staff, settings={**FORM, "mode": "live"})
    assert [(problem.path, problem.message) for problem in refusal.value.fields] == [
        (("settings",), "••• is not a key of live mode")
    ]
    live = await add(staff, settings={**FORM, "mode": "live", "api_key": LIVE_KEY})
    assert live.mode == "LIVE"


async def test_an_address_inside_our_own_network_is_refused(staff: Context) -> None:
    live = {**FORM, "mode": "live", "api_key": LIVE_KEY, "base_url": "https://10.0.0.5"}
    assert await refused(add(staff, settings=live)) == [("settings.base_url", "FORBIDDEN_ADDRESS")]
    row = await add(staff, settings={**FORM, "base_url": "https://10.0.0.5"})
    # The same address, for real money.
    assert await refused(update(staff, row, settings={"mode": "live", "api_key": LIVE_KEY})) == [
        ("settings.base_url", "FORBIDDEN_ADDRESS")
    ]


async def test_an_address_that_our_own_processes_wrote_hinders_no_other_change(staff: Context) -> None:
    made = await add(staff)
    inside = {**FORM, "base_url": "http://api:8000/sandbox"}
    await GatewayAccount.filter(id=made.id).update(settings_sealed=seal_settings(staff, made.id, inside))
    assert (await update(staff, made, settings={"note": "mine"})).version == 2
    seen = await GatewayAccount.get(id=made.id)
    assert await refused(update(staff, seen, settings={"base_url": "http://redis:6379"})) == [
        ("settings.base_url", "FORBIDDEN_ADDRESS")
    ]


async def test_a_secret_that_is_kept_is_never_sent_to_another_address(staff: Context, provider: Provider) -> None:
    row = await add(staff, settings={**FORM, "webhook_secret": HOOK_SECRET})
    elsewhere = {"base_url": "https://elsewhere.example"}
    for kept in ({}, {"api_key": None}, {"api_key": {"set": True, "last4": "aa77"}, "webhook_secret": ""}):
        assert await refused(update(staff, row, settings={**elsewhere, **kept})) == [
            ("settings.api_key", "REQUIRED"), ("settings.webhook_secret", "REQUIRED"),
        ]  # fmt: skip
    row = await update(staff, row, settings={**elsewhere, "api_key": KEY, "webhook_secret": {"clear": True}})
    # The same address in another spelling, another field, and the way back to the provider's own need no secret.
    for settings in ({"base_url": "https://elsewhere.example/", "note": "1"}, {"note": "2"}, {"base_url": None}):
        row = await update(staff, row, settings=settings)
    assert stored_settings(staff, row) == {**FORM, "api_key": KEY, "note": "2"}
    assert [call for call, _ in provider.asked] == ["health"] * 5


async def test_secrets_that_are_not_entered_again_are_kept(staff: Context, provider: Provider) -> None:
    row = await add(staff, settings={**FORM, "webhook_secret": HOOK_SECRET, "note": "mine"})
    shown = view_account(staff, row).settings
    assert shown is not None
    for given in (
        {"region": "co"},
        {"region": "mx", "api_key": None, "webhook_secret": ""},
        {**shown, "region": "co"},
    ):
        row = await update(staff, row, settings=given)
        stored = stored_settings(staff, row)
        assert (stored["api_key"], stored["webhook_secret"], stored["note"]) == (KEY, HOOK_SECRET, "mine"), given
        assert stored["region"] == given["region"]
    assert [call for call, _ in provider.asked] == ["health"] * 4

    row = await update(staff, row, settings={"note": None, "webhook_secret": {"clear": True}})
    assert stored_settings(staff, row).get("webhook_secret") is None
    assert view_account(staff, row).settings == {
        "mode": "test", "api_key": {"set": True, "last4": "aa77"}, "webhook_secret": {"set": False, "last4": None},
        "region": "co", "note": "none", "base_url": None,
    }  # fmt: skip
    assert await refused(update(staff, row, settings={"api_key": {"clear": True}})) == [
        ("settings.api_key", "REQUIRED")
    ]
    assert [payload.get("changed") for _, _, payload in await facts(row)] == [None, *[["settings"]] * 4]


async def test_nothing_that_is_the_same_is_written_or_told(staff: Context, provider: Provider) -> None:
    row = await add(staff)
    async with nothing_changes():
        same = await update(staff, row, label="Cards", enabled=True, position=0, settings={"region": "mx"})
    assert same.version == 1
    assert len(provider.asked) == 1


async def test_a_change_of_what_somebody_else_changed_is_a_conflict(staff: Context) -> None:
    row = await add(staff)
    await update(staff, row, label="Mine")
    async with nothing_changes():
        with pytest.raises(Conflict):
            await update(staff, row, label="Yours")


async def test_the_mode_of_an_account_that_was_paid_through_stays(store: Storefront, staff: Context) -> None:
    row = await add(staff)
    live = {"mode": "live", "api_key": LIVE_KEY}
    row = await update(staff, row, settings=live)
    assert row.mode == "LIVE"
    await Payment.create(
        id=new_id("pay"), merchant_id=row.merchant_id, customer_id=store.ana.row.id, gateway_account_id=row.id,
        gateway="form", kind="CARD", purpose=PaymentPurpose.TOP_UP, currency="MXN", amount_minor=1000,
        captured_minor=0, refunded_minor=0, refund_pending_minor=0, status=PaymentStatus.PENDING,
        created_at=START, updated_at=START, version=1,
    )  # fmt: skip
    assert await refused(update(staff, row, settings={"mode": "test", "api_key": KEY})) == [("settings.mode", "IN_USE")]


async def test_accounts_stand_in_the_order_that_staff_give_them(staff: Context) -> None:
    await add(staff, "A")
    await add(staff, "B")
    await add(staff, "C", position=0)
    assert await in_order(staff) == [("C", 0), ("A", 1), ("B", 2)]
    last = (await accounts_of_merchant(staff))[2]
    await update(staff, last, position=1)
    assert await in_order(staff) == [("C", 0), ("B", 1), ("A", 2)]
    first = (await accounts_of_merchant(staff))[0]
    moved = await update(staff, first, position=99)
    assert await in_order(staff) == [("B", 0), ("A", 1), ("C", 2)]
    assert [(type, payload["changed"]) for type, _, payload in (await facts(moved))[1:]] == [
        ("gateway_account.updated", ["position"])
    ]


async def test_a_label_is_given_once_for_each_gateway_until_its_account_is_removed(
    staff: Context, merchant: OpenMerchant
) -> None:
    row = await add(staff)
    assert await refused(add(staff)) == [("label", "TAKEN")]
    await add(staff, gateway="scripted", settings={"secret": "s"})
    other = await add(staff, "Other")
    assert await refused(update(staff, other, label="Cards")) == [("label", "TAKEN")]
    assert await refused(update(staff, other, label="l" * 101)) == [("label", "INVALID_TEXT")]

    gone = await remove_account(staff, account_id=row.id)
    assert (gone.enabled, gone.removed_at, gone.label) == (False, START, f"Cards ({row.id})")
    async with nothing_changes():
        assert (await remove_account(staff, account_id=row.id)).removed_at == START
        with pytest.raises(NotFound):
            await update(staff, gone, label="Back")
    assert [fact for fact, _, _ in await facts(row)] == ["gateway_account.created", "gateway_account.removed"]
    again = await add(staff)
    assert [one.id for one in await accounts_of_merchant(staff, removed=True)][-1] == row.id
    assert row.id not in [one.id for one in await accounts_of_merchant(staff)]
    assert (await account_for(staff, gateway="form", kind="CARD", currency="MXN")).row.id in (again.id, other.id)
    # Its payments are still followed to their end.
    assert open_account(staff, gone).settings == FormSettings(**FORM)


async def test_a_merchant_has_so_many_accounts(staff: Context, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(account_add, "MOST_ACCOUNTS", 1)
    row = await add(staff)
    async with nothing_changes():
        with pytest.raises(LimitExceeded):
            await add(staff, "More")
    await remove_account(staff, account_id=row.id)
    await add(staff, "More")


async def test_the_first_account_in_order_that_takes_it_collects(store: Storefront, staff: Context) -> None:
    first, second = await add(staff, "First"), await add(staff, "Second", settings={**FORM, "region": "co"})

    async def chosen(**more: Any) -> str:
        asked = {"gateway": "form", "kind": "CARD", "currency": "MXN", **more}
        return (await account_for(staff, **asked)).row.label

    assert await chosen() == "First"
    assert await chosen(account_id=second.id, amount=money(1000, "MXN")) == "Second"
    assert await chosen(kind="WALLET", currency="JPY", amount=money(1, "JPY")) == "First"
    await update(staff, second, position=0)
    assert await chosen() == "Second"
    await update(staff, await GatewayAccount.get(id=second.id), enabled=False)
    assert await chosen() == "First"
    for more, problem in (
        ({"account_id": second.id}, ("payWith.accountId", "ACCOUNT_NOT_OFFERED")),
        ({"account_id": store.account.id}, ("payWith.accountId", "ACCOUNT_NOT_OFFERED")),
        ({"account_id": "gwa_nobodys"}, ("payWith.accountId", "ACCOUNT_NOT_OFFERED")),
        ({"gateway": "nobody"}, ("payWith.gateway", "GATEWAY_NOT_OFFERED")),
        ({"kind": "STORE"}, ("payWith.kind", "KIND_NOT_OFFERED")),
        ({"currency": "USD"}, ("payWith.gateway", "CURRENCY_NOT_OFFERED")),
        ({"amount": money(999, "MXN")}, ("payWith.gateway", "AMOUNT_OUT_OF_RANGE")),
        ({"amount": money(100_001, "MXN")}, ("payWith.gateway", "AMOUNT_OUT_OF_RANGE")),
    ):
        assert await refused(chosen(**more)) == [problem], more
    await remove_account(staff, account_id=first.id)
    assert await refused(chosen()) == [("payWith.gateway", "GATEWAY_NOT_OFFERED")]


async def test_two_accounts_remember_apart_until_their_settings_change(staff: Context) -> None:
    first, second = await add(staff, "First"), await add(staff, "Second")

    def memory(row: GatewayAccount) -> Any:
        return open_account(staff, row).call(staff).memory

    memory(first)["token"] = "of the first"
    assert memory(second) == {}
    first = await update(staff, first, label="Renamed")
    assert memory(first) == {"token": "of the first"}
    first = await update(staff, first, settings={"note": "other"})
    assert memory(first) == {}


async def test_a_code_is_forgotten_when_the_provider_has_verified_the_webhook(
    staff: Context, provider: Provider
) -> None:
    row = await add(staff)
    await GatewayAccount.filter(id=row.id).update(verification_code="a1B2c3")
    assert (await install_webhook(staff, account_id=row.id)).account.verification_code == "a1B2c3"
    provider.install = WebhookInstall("we_1", message="Verified.", verified=True)
    assert (await install_webhook(staff, account_id=row.id)).account.verification_code is None


async def test_a_webhook_is_installed_once_and_its_secret_kept(staff: Context, provider: Provider) -> None:
    row = await add(staff)
    done = await install_webhook(staff, account_id=row.id)

    assert (done.done, done.message, done.account.version) == (True, "Made.", 2)
    assert provider.asked[-1][0] == f"install {webhook_url(staff, row.id)}"
    assert stored_settings(staff, done.account) == {**FORM, "webhook_secret": INSTALLED_SECRET}
    assert INSTALLED_SECRET not in str(await everything())
    assert (await facts(row))[-1][2]["changed"] == ["settings"]
    assert provider.keys == [f"{row.id}:webhook:1"]


@pytest.mark.parametrize(
    ("said", "message"),
    [
        (Unavailable("connection refused"), "connection refused"),
        (ConfigurationError(f"not with {KEY}"), "not with •••"),
        (RuntimeError(KEY), "The plugin failed (RuntimeError)."),
        (WebhookInstall("we_1", {"nonsense": "x"}), "Form answered with settings that it does not take itself."),
    ],
)
async def test_a_webhook_that_is_not_installed_changes_nothing_and_says_why(
    staff: Context, provider: Provider, said: Any, message: str
) -> None:
    row = await add(staff)
    provider.install = said
    async with nothing_changes():
        done = await install_webhook(staff, account_id=row.id)
    assert (done.done, done.message) == (False, message)


async def test_a_webhook_that_only_a_dashboard_sets_up_is_not_supported(store: Storefront, staff: Context) -> None:
    async with nothing_changes():
        with pytest.raises(NotSupported):
            await install_webhook(staff, account_id=store.account.id)


async def test_an_account_that_cannot_be_opened_says_so_and_can_be_entered_anew(
    store: Storefront, staff: Context
) -> None:
    row = await add(staff)
    lost = replace(staff, services=replace(staff.services, secrets=SecretBox(b"other key, same installation...!")))
    assert view_account(lost, row).settings is None
    tested = await health.test_account(lost, account_id=row.id)
    assert (tested.health_ok, "not known here" in (tested.health_message or "")) == (False, True)
    assert [account.row.id for account in await enabled_accounts(lost)] == []
    fresh = await update(lost, row, settings=FORM)
    assert open_account(lost, fresh).settings == FormSettings(**FORM)

    without = replace(staff, services=replace(staff.services, gateways=Registry([store.gateway])))
    assert (view_account(without, row).plugin, view_account(without, row).problem) == (
        None, "Its plugin is not installed, or broken.",
    )  # fmt: skip
    assert (await update(without, fresh, label="Renamed")).label == "Renamed"
    fresh = await GatewayAccount.get(id=row.id)
    assert await refused(update(without, fresh, settings=FORM)) == [("settings", "NOT_INSTALLED")]


async def test_settings_that_a_newer_plugin_refuses_are_shown_without_secrets_and_can_be_mended(
    staff: Context, monkeypatch: pytest.MonkeyPatch
) -> None:
    row = await add(staff)

    class Stricter(BaseModel):
        model_config = ConfigDict(extra="forbid")
        api_key: SecretStr
        tax_id: str

    monkeypatch.setattr(FormGateway, "Settings", Stricter)
    assert (view_account(staff, row).settings or {})["api_key"] == {"set": True, "last4": "aa77"}
    with pytest.raises(ConfigurationError) as error:
        open_account(staff, row)
    assert error.value.__cause__ is None
    assert error.value.__suppress_context__
    assert KEY not in str(error.value)
    mended = await update(staff, row, settings={"tax_id": "XAXX010101000"})
    assert mended.health_ok
    # Nothing is left of what it does not know.
    assert stored_settings(staff, mended) == {"api_key": KEY, "tax_id": "XAXX010101000"}


async def test_only_staff_do_any_of_this_and_only_to_their_own(
    store: Storefront, staff: Context, merchant: OpenMerchant
) -> None:
    row = await add(staff)
    other = await open_merchant(store.services, store.clock, "other")
    foreign = staff_context(other)
    for ctx, refusal in ((store.ana.context, Forbidden), (merchant.visitor, Forbidden), (foreign, NotFound)):
        attempts: list[Awaitable[object]] = [
            update(ctx, row, label="Mine"),
            remove_account(ctx, account_id=row.id),
            health.test_account(ctx, account_id=row.id),
            install_webhook(ctx, account_id=row.id),
        ]
        if refusal is Forbidden:
            attempts += [add(ctx, "Mine"), accounts_of_merchant(ctx)]
        for attempt in attempts:
            async with nothing_changes():
                with pytest.raises(refusal):
                    await attempt
    assert await accounts_of_merchant(foreign, removed=True) == []
    # The same label is free for everybody else.
    assert (await add(foreign)).position == 0
