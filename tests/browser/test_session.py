"""Signing in and out, what a browser remembers, and addresses that lead nowhere."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from tests.browser.house import Visit
from tests.browser.visitor import Visitor
from tests.support.shop import CHALLENGED_CARD

ANA = "ana@example.com"


@pytest.fixture
def visitor(visit: Visit) -> Visitor:
    """Somebody whose browser remembers nothing of others."""
    return visit(signed_in=False, alone=True)


@pytest.fixture
def customer(visit: Visit) -> Visitor:
    """The same, signed in."""
    return visit(alone=True)


def test_the_demo_sign_in_leads_in_stays_over_a_reload_and_out_again(visitor: Visitor) -> None:
    page = visitor.page
    visitor.open("/login")
    visitor.button("Fill in the demo sign-in").click()
    expect(page.get_by_label("Email")).to_have_value(ANA)
    page.get_by_role("main").get_by_role("button", name="Sign in", exact=True).click()
    visitor.sees("Hello, Ana Torres")
    expect(page.get_by_text("No subscriptions yet")).to_be_visible()
    expect(page.get_by_role("banner").get_by_role("status")).to_have_text("Live")

    page.reload()
    visitor.sees("Hello, Ana Torres")
    # The session is a cookie that no script can read, and that goes to the sign-in routes only.
    assert page.evaluate("document.cookie") == ""
    (cookie,) = visitor.context.cookies(f"{visitor.shop.url}/auth/refresh")
    assert (cookie["name"], cookie["httpOnly"], cookie["sameSite"], cookie["path"]) == (
        "perennial_refresh", True, "Strict", "/auth"
    )  # fmt: skip
    assert "ey" not in page.evaluate("JSON.stringify([{ ...localStorage }, { ...sessionStorage }])")

    visitor.button("Sign out").click()
    visitor.sees("Sign in")
    assert visitor.context.cookies(f"{visitor.shop.url}/auth/refresh") == []
    visitor.open("/")
    visitor.sees("Plans")


def test_a_wrong_password_is_told_and_a_right_one_then_leads_on(visitor: Visitor) -> None:
    visitor.watcher.forgive(r"status of 401 .*/auth/sign-in")
    visitor.open(f"/login?next=/subscribe/{visitor.shop.plans['hosting/team']}")
    email, password = visitor.page.get_by_label("Email"), visitor.page.get_by_label("Password")
    email.fill(ANA)
    password.fill("not the password")
    password.press("Enter")
    expect(visitor.page.get_by_role("alert")).to_have_text("This email and password do not match.")
    expect(email).to_have_value(ANA)

    password.fill("perennial-customer")
    password.press("Enter")
    visitor.sees("Subscribe to Team")


def test_a_sign_in_never_leads_to_another_site(visitor: Visitor) -> None:
    visitor.open("/login?next=//elsewhere.example/")
    visitor.button("Fill in the demo sign-in").click()
    visitor.page.keyboard.press("Enter")
    visitor.sees("Hello, Ana Torres")
    assert visitor.page.url == f"{visitor.shop.url}/"


def test_registering_again_with_the_same_address_is_told_beside_the_field(visitor: Visitor) -> None:
    visitor.open("/register")
    visitor.page.get_by_label("Name").fill("Ana")
    visitor.page.get_by_label("Email").fill(ANA)
    visitor.page.get_by_label("Password").fill("long enough to be one")
    visitor.button("Create account").click()
    expect(visitor.page.get_by_text("This email is already registered. Sign in instead.")).to_be_visible()
    expect(visitor.page.get_by_label("Email")).to_have_attribute("aria-invalid", "true")


def test_signing_out_in_one_tab_signs_the_other_out(customer: Visitor) -> None:
    customer.open("/")
    customer.sees("Hello, Ana Torres")
    second = customer.context.new_page()
    second.goto(f"{customer.shop.url}/")
    expect(second.get_by_role("heading", level=1)).to_have_text("Hello, Ana Torres")

    customer.button("Sign out").click()

    customer.sees("Sign in")
    expect(second.get_by_role("heading", level=1)).not_to_have_text("Hello, Ana Torres")
    expect(second.get_by_role("link", name="Sign in")).to_be_visible()


def test_spanish_and_the_dark_theme_outlive_a_reload(customer: Visitor) -> None:
    page = customer.page
    customer.order("hosting/team")
    page.get_by_label("Language").select_option("es")
    customer.sees("Suscribirte a Team")
    page.get_by_label("Tema").select_option("dark")

    for _ in range(2):
        expect(page.locator("html")).to_have_attribute("lang", "es")
        expect(page.locator("html")).to_have_attribute("data-theme", "dark")
        assert page.evaluate("getComputedStyle(document.documentElement).backgroundColor") == "rgb(11, 13, 16)"
        customer.sees("Suscribirte a Team")
        field = page.frame_locator("iframe")
        expect(field.get_by_label("Número de tarjeta")).to_be_visible()
        expect(field.locator("html")).to_have_attribute("data-theme", "dark")
        page.reload()

    customer.open("/plans")
    customer.sees("Planes")


def test_prices_are_shown_in_the_currency_that_a_visitor_chooses(visitor: Visitor) -> None:
    visitor.open("/plans")
    team = visitor.page.get_by_role("article", name="Team")
    expect(team).to_contain_text("29.00 USD")
    visitor.page.get_by_label("Currency").select_option("MXN")
    expect(team).to_contain_text("549.00 MXN")
    visitor.page.reload()
    expect(team).to_contain_text("549.00 MXN")


def test_an_address_that_leads_nowhere_says_so_inside_the_shop(visit: Visit) -> None:
    visitor, customer = visit(signed_in=False), visit()
    for somebody, way_on in ((visitor, "See the plans"), (customer, "Go to your home page")):
        somebody.open("/nowhere/at/all")
        somebody.sees("Page not found")
        expect(somebody.page.get_by_role("main").get_by_role("link", name=way_on)).to_be_visible()
        expect(somebody.page.get_by_role("banner")).to_contain_text("Evergreen Cloud")


def test_what_belongs_to_others_looks_like_what_does_not_exist(customer: Visitor) -> None:
    shop = customer.shop
    other = shop.register()
    bought = shop.subscribe(other, CHALLENGED_CARD)

    for payment in (bought["firstPayment"]["id"], "pay_01m00000000000000000000000", "nonsense"):
        customer.open(f"/payments/{payment}")
        customer.sees("Payment not found")
    for subscription in (bought["subscription"]["id"], "sub_01m00000000000000000000000"):
        customer.open(f"/subscriptions/{subscription}")
        customer.sees("Subscription not found")
    customer.open("/subscribe/plan_01m00000000000000000000000")
    expect(customer.page.get_by_text("This plan is no longer on sale.")).to_be_visible()


def test_a_visitor_is_asked_to_sign_in_before_anything_of_a_customer(visitor: Visitor) -> None:
    for path in ("/payments/pay_1", "/subscriptions/sub_1", "/subscribe/plan_1"):
        visitor.open(path)
        visitor.sees("Sign in")
        visitor.page.wait_for_url(re.compile(r"/login\?next="))
