"""A page's policy lets through what the gateways' fields need, and nothing that a setting could smuggle in."""

from __future__ import annotations

import pytest

from backend.gateways.base import BrowserFields
from backend.web.client import content_security_policy
from backend.web.field_sources import Sources, sources_of


def test_each_protocol_opens_only_what_it_needs_and_each_origin_once() -> None:
    own = BrowserFields("http://localhost:8000/sandbox/fields/card", "pk")
    stripe = BrowserFields("https://js.stripe.com/v3/", "pk", "stripe")
    openpay = BrowserFields("https://js.openpay.mx/openpay.v1.min.js#sandbox", "pk", "openpay", "m1")
    unspoken = BrowserFields("https://sdk.mercadopago.com/js/v2", "pk", "mercadopago")
    assert sources_of([own, stripe, stripe, openpay, unspoken, BrowserFields(None, None)]) == Sources(
        scripts=("https://js.stripe.com", "https://*.js.stripe.com", "https://*.openpay.mx"),
        frames=(
            "http://localhost:8000", "https://js.stripe.com", "https://*.js.stripe.com", "https://hooks.stripe.com",
            "https://*.openpay.mx",
        ),
        connects=("https://api.stripe.com", "https://*.openpay.mx"),
        images=("https://*.openpay.mx",),
    )  # fmt: skip


@pytest.mark.parametrize("protocol", ["stripe", "openpay"])
def test_a_stand_in_on_this_machine_opens_itself_only(protocol: str) -> None:
    found = sources_of([BrowserFields("http://127.0.0.1:4242/js/script.js", "pk", protocol)])  # type: ignore[arg-type]
    assert {*found.scripts, *found.frames, *found.connects, *found.images} == {"http://127.0.0.1:4242"}


@pytest.mark.parametrize(
    "url", ["", "javascript:alert(1)", "//evil.example", "https://a.example; script-src *", "https://*", "http://[::1"]
)
def test_what_is_no_web_address_opens_nothing(url: str) -> None:
    assert sources_of([BrowserFields(url, "pk", "stripe")]) == Sources()


def test_the_policy_names_them_and_without_any_it_is_as_strict_as_before() -> None:
    found = Sources(("https://a.example",), ("https://b.example",), ("https://c.example",), ("https://d.example",))
    policy = dict(
        part.split(" ", 1)
        for part in content_security_policy("http://shop.example", ["https://b.example"], sources=found).split("; ")
    )
    assert policy["script-src"] == "'self' https://a.example"
    assert policy["frame-src"] == "'self' https://b.example"
    assert policy["connect-src"] == "'self' ws://shop.example https://c.example"
    assert policy["img-src"] == "'self' data: https://d.example"
    assert policy["style-src"] == "'self'"
