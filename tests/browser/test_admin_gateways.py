"""Staff connect gateways by the form that is drawn from the plugin's schema, and look after the accounts."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Locator, expect

from backend.doubles.stripe import TWO
from backend.doubles.stripe.double import StripeDouble
from tests.browser.books import STAFF
from tests.browser.house import House, visiting
from tests.browser.visitor import Visitor
from tests.browser.ways import CREATE, beside

KINDS = "{ gatewayKinds { slug name settingsSchema } }"
OURS = {"manual", "mercadopago", "openpay", "paypal", "sandbox", "stripe"}
# What is called the same in both languages.
SAME = {"3-D Secure"}
FORM = """() => [...document.querySelectorAll("[data-field]")].map((control) => [
  control.dataset.field, control.labels[0].firstChild.textContent || control.labels[0].textContent,
  document.getElementById(`${control.id}-help`)?.textContent,
])"""
ACCOUNTS = "{ gatewayAccounts { id label mode enabled position settings verificationCode health { ok message } } }"


@pytest.fixture
def staff(house: House, chromium: Browser) -> Iterator[Visitor]:
    """Somebody of the shop's staff, signed in."""
    with visiting(chromium, house.shop, house.shop.sign_in(*STAFF)) as visitor:
        yield visitor
        faults = visitor.watcher.faults
    assert faults == []


@pytest.fixture(scope="module")
def stripe(house: House) -> Iterator[StripeDouble]:
    """A double of Stripe, with one account of the shop that is connected already."""
    with beside(house.shop, "stripe", StripeDouble) as double:
        yield double


def _accounts(staff: Visitor) -> dict[str, dict[str, Any]]:
    found = staff.shop.ask(ACCOUNTS, by=staff.customer())["gatewayAccounts"]
    return {account["label"]: account for account in found}


def _wrong(field: Locator) -> None:
    expect(field).to_have_attribute("aria-invalid", "true")


def test_a_gateway_is_connected_with_a_wrong_key_then_with_the_right_one_which_a_new_name_keeps(
    staff: Visitor, stripe: StripeDouble
) -> None:
    page = staff.page
    (taken,) = [label for label in _accounts(staff) if "Stripe" in label]
    staff.open("/admin")
    staff.sees("Gateways")
    page.get_by_role("link", name="Connect a gateway").click()
    page.get_by_role("link", name=re.compile("^Stripe")).click()
    staff.sees("Connect Stripe")
    name, public = page.get_by_label("Name", exact=True), page.get_by_label("Publishable key")
    secret, address = page.get_by_label("Secret key"), page.get_by_label("API address")
    connect = staff.button("Connect Stripe")

    # What is missing is said before anything is sent; the first wrong field has the focus.
    connect.click()
    expect(public).to_be_focused()
    _wrong(secret)
    public.fill("pk_test something")
    connect.click()
    expect(page.get_by_text("This does not have the expected form.")).to_be_visible()

    # What only the server knows stands at its field as well.
    name.fill(taken)
    public.fill(TWO.publishable_key)
    secret.fill("sk_live_not_of_this_mode")
    expect(page.get_by_text("Keys of test mode usually start with sk_test_")).to_be_visible()
    address.fill("http://10.0.0.1")
    connect.click()
    expect(page.get_by_text("The secret key is not one of test mode.")).to_be_visible()
    _wrong(secret)
    secret.fill("sk_test_wrong_0123456789")
    connect.click()
    _wrong(address)
    _wrong(name)
    expect(page.get_by_text("Only https:// is called, or http:// on this machine.")).to_be_visible()
    assert list(_accounts(staff)).count(taken) == 1

    address.fill(stripe.public_url)
    name.fill("Second")
    connect.click()
    staff.sees("Second")
    expect(page.get_by_text("Does not work", exact=True)).to_be_visible()
    expect(page.get_by_text("Stripe refuses the key")).to_be_visible()
    assert _accounts(staff)["Second"]["health"]["ok"] is False
    assert _accounts(staff)["Second"]["enabled"] is False
    expect(page.get_by_text("Payers are not offered it.")).to_be_visible()

    expect(secret).to_have_value("")
    expect(page.get_by_text("Set, ends with 6789. Leave it empty to keep it.")).to_be_visible()
    secret.fill(f" {TWO.secret_key}\n")
    staff.button("Save").click()
    expect(page.get_by_text("The account was tested and works.")).to_be_visible()
    expect(page.get_by_text("Works", exact=True)).to_be_visible()

    name.fill("Second shop")
    staff.button("Save").click()
    staff.sees("Second shop")
    expect(page.get_by_text(f"Set, ends with {TWO.secret_key[-4:]}.")).to_be_visible()
    staff.button("Test").click()
    expect(page.get_by_text("Works", exact=True)).to_be_visible()
    account = _accounts(staff)["Second shop"]
    assert account["health"]["ok"] is True
    assert account["settings"]["secret_key"] == {"set": True, "last4": TWO.secret_key[-4:]}
    assert TWO.secret_key not in page.content()

    staff.button("Set up the webhook").click()
    expect(page.get_by_role("alert")).to_contain_text("The webhook is set up")
    assert _accounts(staff)["Second shop"]["settings"]["webhook_secret"]["set"] is True
    # The form knows of it, and can clear what is optional.
    staff.button("Clear it: Webhook secret").click()
    expect(page.get_by_text("Is cleared when you save.")).to_be_visible()
    staff.button("Save").click()
    expect(page.get_by_text("The account was tested")).to_be_visible()
    assert _accounts(staff)["Second shop"]["settings"]["webhook_secret"] == {"set": False, "last4": None}


def test_accounts_are_offered_or_not_stand_in_an_order_and_are_removed_after_a_question(staff: Visitor) -> None:
    page, shop = staff.page, staff.shop
    manual = {"mode": "test", "cash_instructions": "At the counter."}
    for label in ("Counter", "Market"):
        order = {"gateway": "manual", "label": label, "settings": manual, "enabled": False}
        made = shop.do(CREATE, order, by=staff.customer())
        assert made["__typename"] == "GatewayAccountCreateSuccess", made
    staff.open("/admin/gateways")
    offered = page.get_by_role("switch", name="Offer Market to payers")
    expect(offered).to_have_attribute("aria-checked", "false")
    offered.click()
    expect(offered).to_have_attribute("aria-checked", "true")
    assert _accounts(staff)["Market"]["enabled"] is True

    before = list(_accounts(staff))
    titles = page.get_by_role("article").get_by_role("heading")
    expect(titles).to_have_text(before)
    expect(staff.button("Move Market down")).to_be_disabled()
    staff.button("Move Market up").click()
    expect(titles).to_have_text([*before[:-2], "Market", "Counter"])
    assert list(_accounts(staff)) == [*before[:-2], "Market", "Counter"]

    page.get_by_role("link", name="Settings: Counter").click()
    staff.sees("Counter")
    staff.button("Remove this account").click()
    staff.button("Keep it").click()
    assert "Counter" in _accounts(staff)
    staff.button("Remove this account").click()
    staff.button("Remove Counter").click()
    staff.sees("Gateways")
    expect(titles).to_have_text([*before[:-2], "Market"])
    assert "Counter" not in _accounts(staff)


def test_what_another_of_staff_changed_meanwhile_is_not_overwritten(staff: Visitor) -> None:
    page, shop = staff.page, staff.shop
    order = {"gateway": "manual", "label": "Shared", "settings": {"cash_instructions": "Here."}, "enabled": False}
    made = shop.do(CREATE, order, by=staff.customer())["gatewayAccount"]
    staff.open(f"/admin/gateways/{made['id']}")
    staff.sees("Shared")
    change = "mutation ($input: GatewayAccountUpdateInput!) { gatewayAccountUpdate(input: $input) { __typename } }"
    mine = {"id": made["id"], "version": 1, "settings": {"cash_instructions": "There."}}
    assert shop.do(change, mine, by=staff.customer()) == {"__typename": "GatewayAccountUpdateSuccess"}

    page.get_by_label("How to pay cash").fill("Nowhere.")
    staff.button("Save").click()

    expect(page.get_by_role("alert")).to_contain_text("Somebody changed this account meanwhile")
    assert _accounts(staff)["Shared"]["settings"]["cash_instructions"] == "There."


def test_the_forms_of_our_own_gateways_are_asked_in_spanish_word_for_word(house: House, chromium: Browser) -> None:
    shop = house.shop
    person = shop.sign_in(*STAFF)
    kinds = {kind["slug"]: kind for kind in shop.ask(KINDS, by=person)["gatewayKinds"]}
    assert set(kinds) >= OURS
    with visiting(chromium, shop, person, locale="es-MX") as staff:
        for slug in sorted(OURS):
            english = kinds[slug]["settingsSchema"]["properties"]
            staff.open(f"/admin/gateways/new?kind={slug}")
            staff.sees(f"Conectar {kinds[slug]['name']}")
            asked = {name: (title, help) for name, title, help in staff.page.evaluate(FORM)}
            assert set(asked) == set(english)
            for name, (title, help) in asked.items():
                assert title not in {"", english[name]["title"]} - SAME, (slug, name)
                assert help not in {None, "", english[name]["x-help"]}, (slug, name)
        assert staff.watcher.faults == []
