"""The hosted card field: who may show it, what it may load, and what it says."""

from __future__ import annotations

from typing import TYPE_CHECKING

import httpx
import pytest

if TYPE_CHECKING:
    from tests.sandbox.conftest import Shop


async def field(shop: Shop, **query: str) -> httpx.Response:
    wanted = {"key": "pk_test_0123456789abcdef", "origin": "https://shop.example", **query}
    return await shop.http.get(f"{shop.url}/fields/card", params=wanted)


async def test_an_allowed_origin_may_frame_the_field_and_nobody_else(shop: Shop) -> None:
    page = await field(shop)

    policy = page.headers["content-security-policy"]
    assert page.status_code == 200
    assert policy.endswith("frame-ancestors https://shop.example")
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert page.headers["cache-control"] == "no-store"
    own = await field(shop, origin=shop.url.removesuffix("/sandbox"))
    assert own.headers["content-security-policy"].endswith(f"frame-ancestors {shop.url.removesuffix('/sandbox')}")


@pytest.mark.parametrize("origin", ["https://evil.example", "*", "", "https://shop.example; script-src *"])
async def test_any_other_origin_is_refused(shop: Shop, origin: str) -> None:
    assert (await field(shop, origin=origin)).status_code == 403


async def test_an_unknown_key_gets_no_page(shop: Shop) -> None:
    assert (await field(shop, key="pk_unknown")).status_code == 403


async def test_the_page_has_no_inline_script_or_style_and_its_files_are_served(shop: Shop) -> None:
    page = (await field(shop)).text

    assert page.count("<script") == 1
    assert "<style" not in page
    assert " style=" not in page
    for name, kind in (("fields.js", "javascript"), ("fields.css", "text/css"), ("challenge.css", "text/css")):
        file = await shop.http.get(f"{shop.url}/static/{name}")
        assert file.status_code == 200
        assert kind in file.headers["content-type"]
    assert f"{shop.url}/static/fields.js" in page


async def test_the_page_speaks_english_or_spanish_and_takes_the_theme(shop: Shop) -> None:
    english, spanish = await field(shop, theme="dark", locale="en-US"), await field(shop, locale="es-MX", theme='"><b>')

    assert 'lang="en" data-theme="dark"' in english.text
    for label in ("Card number", "Expiry", "CVC", 'autocomplete="cc-number"', 'inputmode="numeric"'):
        assert label in english.text
    assert 'lang="es" data-theme="auto"' in spanish.text
    assert "Número de tarjeta" in spanish.text
