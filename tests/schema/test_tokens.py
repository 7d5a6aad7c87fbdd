"""Access and refresh tokens, and the routes by which a browser signs in."""

from __future__ import annotations

from base64 import b64decode
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from http.cookies import Morsel, SimpleCookie
from typing import Any

import httpx
import jwt
import pytest
from cryptography.hazmat.primitives.asymmetric.rsa import generate_private_key

from backend.services.secrets import SecretBox
from tests.support.dialects import on_one_shop
from tests.support.merchants import PASSWORD
from tests.support.processes import SECRET_KEY
from tests.support.shop import ACCESS_SECONDS, Person, Shop, fresh_email, merchant_id
from tests.support.sql import execute, one, rows

VIEWER = {"query": "{ viewer { email } }"}


def refused(answer: httpx.Response) -> None:
    assert (answer.status_code, answer.headers["www-authenticate"]) == (401, "Bearer")
    (error,) = answer.json()["errors"]
    assert error["extensions"] == {"code": "UNAUTHENTICATED"}
    assert "data" not in answer.json()


def view(shop: Shop, token: str, scheme: str = "Bearer") -> httpx.Response:
    return shop.http.post(f"{shop.url}/graphql", json=VIEWER, headers={"Authorization": f"{scheme} {token}"})


def header_of(person: Person) -> dict[str, Any]:
    return jwt.get_unverified_header(person.access)


def claims_of(person: Person) -> dict[str, Any]:
    claims: dict[str, Any] = jwt.decode(person.access, options={"verify_signature": False})
    return claims


def test_jwks_verifies_an_access_token_and_holds_nothing_private(shop: Shop, ana: Person) -> None:
    answer = shop.http.get(f"{shop.url}/.well-known/jwks.json")
    assert (answer.status_code, answer.headers["content-type"]) == (200, "application/jwk-set+json")
    for key in answer.json()["keys"]:
        assert set(key) == {"kty", "n", "e", "kid", "alg", "use"}
    keys = jwt.PyJWKClient(f"{shop.url}/.well-known/jwks.json")
    claims = jwt.decode(
        ana.access,
        keys.get_signing_key_from_jwt(ana.access),
        algorithms=["RS256"],
        audience="perennial",
        issuer=shop.url,
        options={"require": ["exp", "iat", "aud", "iss", "sub", "jti"]},
    )
    assert (claims["role"], claims["cus"], claims["typ"]) == ("CUSTOMER", ana.customer_id, "access")
    assert (claims["mer"], claims["exp"] - claims["iat"]) == (merchant_id(shop), ACCESS_SECONDS)


def test_a_refresh_token_is_no_access_token(shop: Shop, ana: Person) -> None:
    refused(view(shop, ana.refresh))


def signed(shop: Shop, **changes: object) -> str:
    """A token that the shop's own key signed, with other claims."""
    (row,) = rows(
        shop.database_url, "SELECT id, private_sealed FROM signing_keys WHERE merchant_id = ?", merchant_id(shop)
    )
    place = f"signing_keys|{row['id']}|private|{merchant_id(shop)}"
    private = SecretBox(b64decode(SECRET_KEY)).open(row["private_sealed"], place)
    person, now = shop.register(), datetime.now(UTC)
    claims = {**claims_of(person), "iat": now, "exp": now + timedelta(minutes=5), **changes}
    kept = {name: value for name, value in claims.items() if value is not None}
    return jwt.encode(kept, private, algorithm="RS256", headers={"kid": row["id"]})


def test_the_shops_own_signature_is_believed(shop: Shop) -> None:
    assert view(shop, signed(shop)).json()["data"]["viewer"] is not None


@on_one_shop
@pytest.mark.parametrize(
    "changes",
    [
        {"exp": 1_700_000_000},
        {"iat": 4_000_000_000, "exp": 4_000_000_600},
        {"exp": None},
        {"aud": "somebody"},
        {"aud": None},
        {"iss": "https://evil.example"},
        {"typ": "refresh"},
        {"role": "SYSTEM"},
        {"role": "ROOT"},
        {"mer": "mer_0"},
        {"exp": 10**30},
    ],
    ids=str,
)
def test_a_token_with_a_wrong_claim_is_refused_even_when_well_signed(shop: Shop, changes: dict[str, object]) -> None:
    refused(view(shop, signed(shop, **changes)))


FORGERIES: dict[str, Callable[[Person], str]] = {
    "nonsense": lambda ana: "a.b.c",
    "a changed payload": lambda ana: ana.access[:-40] + "A" * 40,
    "no signature": lambda ana: jwt.encode(
        claims_of(ana), "", algorithm="none", headers={"kid": header_of(ana)["kid"]}
    ),
    "signed by the public key as a secret": lambda ana: jwt.encode(
        claims_of(ana), "x" * 64, algorithm="HS256", headers={"kid": header_of(ana)["kid"]}
    ),
    "signed by another key": lambda ana: jwt.encode(
        claims_of(ana), generate_private_key(65537, 2048), algorithm="RS256", headers={"kid": header_of(ana)["kid"]}
    ),
    "an unknown key": lambda ana: jwt.encode(
        claims_of(ana), generate_private_key(65537, 2048), algorithm="RS256", headers={"kid": "key_0"}
    ),
}


@on_one_shop
@pytest.mark.parametrize("forgery", FORGERIES)
def test_a_forged_token_is_refused(shop: Shop, ana: Person, forgery: str) -> None:
    refused(view(shop, FORGERIES[forgery](ana)))


def test_another_scheme_is_refused(shop: Shop, ana: Person) -> None:
    refused(view(shop, ana.access, scheme="Basic"))


def test_an_unknown_merchant_is_refused(shop: Shop) -> None:
    answer = shop.http.post(f"{shop.url}/graphql", json=VIEWER, headers={"X-Merchant": "nobody"})
    refused(answer)
    assert answer.json()["errors"][0]["message"] == "There is no such merchant."
    browser = sign_in(shop, "ana@example.com", X_Merchant="nobody")
    assert (browser.status_code, browser.json()["code"]) == (400, "NOT_FOUND")


REFRESH = "mutation ($t: String!) { tokenRefresh(input: {refresh: $t}) { ... on TokenRefreshSuccess { refresh } } }"


def rotate(shop: Shop, token: str) -> str | None:
    refresh: str | None = shop.ask(REFRESH, {"t": token})["tokenRefresh"].get("refresh")
    return refresh


def test_a_client_that_lost_the_answer_gets_the_same_refresh_token_again(shop: Shop, ana: Person) -> None:
    second = rotate(shop, ana.refresh)
    assert second
    assert rotate(shop, ana.refresh) == second


def test_a_refresh_token_that_comes_back_after_use_ends_the_whole_sign_in(shop: Shop, ana: Person) -> None:
    second = rotate(shop, ana.refresh)
    third = rotate(shop, second or "")
    assert third
    assert rotate(shop, ana.refresh) is None
    assert rotate(shop, third) is None


def test_an_expired_refresh_token_is_refused(shop: Shop, ana: Person) -> None:
    user = claims_of(ana)["sub"]
    execute(shop.database_url, "UPDATE refresh_tokens SET expires_at = created_at WHERE user_id = ?", user)
    assert rotate(shop, ana.refresh) is None


# The browser's own routes


def cookie_of(answer: httpx.Response) -> Morsel[str]:
    (header,) = answer.headers.get_list("set-cookie")
    return SimpleCookie(header)["perennial_refresh"]


def sign_in(shop: Shop, email: str, password: str = PASSWORD, **headers: str) -> httpx.Response:
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return httpx.post(
        f"{shop.url}/auth/sign-in", json={"email": email, "password": password}, headers=named, trust_env=False
    )


def with_cookie(shop: Shop, path: str, token: str | None, **headers: str) -> httpx.Response:
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    if token is not None:
        named["Cookie"] = f"perennial_refresh={token}"
    return httpx.post(f"{shop.url}/auth/{path}", headers=named, trust_env=False)


def test_signing_in_gives_an_access_token_and_hides_the_refresh_token_in_a_cookie(shop: Shop, ana: Person) -> None:
    answer = sign_in(shop, ana.email)
    assert (answer.status_code, answer.headers["cache-control"]) == (200, "no-store")
    assert set(answer.json()) == {"access", "expiresIn"}
    assert answer.json()["expiresIn"] == ACCESS_SECONDS
    cookie = cookie_of(answer)
    assert (cookie["httponly"], cookie["samesite"], cookie["path"], cookie["max-age"]) == (
        True, "strict", "/auth", str(30 * 86_400)
    )  # fmt: skip
    assert (cookie["domain"], cookie["secure"]) == ("", "")
    assert cookie.value not in answer.text
    assert view(shop, answer.json()["access"]).json()["data"]["viewer"] == {"email": ana.email}


def test_refreshing_rotates_the_cookie(shop: Shop, ana: Person) -> None:
    first = cookie_of(sign_in(shop, ana.email)).value
    answer = with_cookie(shop, "refresh", first)
    second = cookie_of(answer).value
    assert (answer.status_code, second != first) == (200, True)
    assert view(shop, answer.json()["access"]).json()["data"]["viewer"] == {"email": ana.email}
    assert cookie_of(with_cookie(shop, "refresh", second)).value not in (first, second)


def test_refreshing_with_a_used_cookie_ends_the_sign_in_and_forgets_the_cookie(shop: Shop, ana: Person) -> None:
    first = cookie_of(sign_in(shop, ana.email)).value
    second = cookie_of(with_cookie(shop, "refresh", first)).value
    third = cookie_of(with_cookie(shop, "refresh", second)).value
    for token in (first, third):
        answer = with_cookie(shop, "refresh", token)
        assert (answer.status_code, answer.json()) == (401, {"code": "FORBIDDEN", "message": "Sign in again."})
        assert (cookie_of(answer).value, cookie_of(answer)["max-age"]) == ("", "0")


def test_refreshing_without_a_cookie_says_that_nobody_is_signed_in(shop: Shop) -> None:
    answer = with_cookie(shop, "refresh", None)
    assert (answer.status_code, answer.json()) == (401, {"code": "FORBIDDEN", "message": "You are not signed in."})


def test_signing_out_ends_the_sign_in_and_forgets_the_cookie(shop: Shop, ana: Person) -> None:
    token = cookie_of(sign_in(shop, ana.email)).value
    answer = with_cookie(shop, "sign-out", token)
    assert (answer.status_code, answer.content, cookie_of(answer).value) == (204, b"", "")
    assert cookie_of(answer)["path"] == "/auth"
    assert with_cookie(shop, "refresh", token).status_code == 401
    assert with_cookie(shop, "sign-out", None).status_code == 204


FOREIGN = (
    {"Origin": "https://evil.example"},
    {"Origin": "null"},
    {"Origin": "http://localhost:1"},
    {"Sec_Fetch_Site": "cross-site"},
    {"Sec_Fetch_Site": "same-site"},
)


@on_one_shop
@pytest.mark.parametrize("headers", FOREIGN, ids=str)
@pytest.mark.parametrize("path", ["sign-in", "refresh", "sign-out"])
def test_another_sites_page_cannot_use_the_cookie(shop: Shop, ana: Person, path: str, headers: dict[str, str]) -> None:
    if path == "sign-in":
        answer = sign_in(shop, ana.email, **headers)
    else:
        answer = with_cookie(shop, path, ana.refresh, **headers)
    assert (answer.status_code, answer.json()["code"]) == (403, "FORBIDDEN_ORIGIN")
    assert "set-cookie" not in answer.headers
    # Nothing was rotated and nothing ended.
    assert rotate(shop, ana.refresh)


def test_the_shops_own_pages_may_use_the_cookie(shop: Shop, ana: Person) -> None:
    for headers in ({"Origin": shop.url}, {"Sec_Fetch_Site": "same-origin"}, {"Sec_Fetch_Site": "none"}):
        assert sign_in(shop, ana.email, **headers).status_code == 200


def test_wrong_credentials_are_401_and_the_same_for_a_stranger(shop: Shop, ana: Person) -> None:
    known, unknown = sign_in(shop, ana.email, "wrong password"), sign_in(shop, fresh_email())
    message = "The email address or the password is wrong."
    assert (known.status_code, known.json()) == (401, {"code": "FORBIDDEN", "message": message})
    assert (unknown.status_code, unknown.json()) == (401, known.json())


def test_what_cannot_be_credentials_is_422_and_names_the_field(shop: Shop) -> None:
    answer = sign_in(shop, "ana")
    assert (answer.status_code, answer.json()["code"]) == (422, "INVALID_INPUT")
    assert [(field["path"], field["code"]) for field in answer.json()["fields"]] == [(["email"], "INVALID_EMAIL")]


@on_one_shop
@pytest.mark.parametrize(
    ("content", "media", "code"),
    [
        (b'{"email": "ana@example.com", "password": "p"}', "text/plain", "NOT_JSON"),
        (b"email=ana@example.com&password=p", "application/x-www-form-urlencoded", "NOT_JSON"),
        (b"{", "application/json", "INCOMPLETE"),
        (b"[]", "application/json", "INCOMPLETE"),
        (b'{"email": 1, "password": 2}', "application/json", "INCOMPLETE"),
        (b'{"email": "ana@example.com"}', "application/json; charset=utf-8", "INCOMPLETE"),
        (b"\xff\xfe", "application/json", "INCOMPLETE"),
        (b'{"email": "a\\u0000@example.com", "password": "p"}', "application/json", "INVALID_EMAIL"),
        (b'{"email": "\\ud800@example.com", "password": "p"}', "application/json", "INCOMPLETE"),
    ],
)
def test_a_body_that_is_no_credentials_is_422(shop: Shop, content: bytes, media: str, code: str) -> None:
    answer = shop.http.post(f"{shop.url}/auth/sign-in", content=content, headers={"Content-Type": media})
    assert answer.status_code == 422, answer.text
    assert [field["code"] for field in answer.json()["fields"]] == [code]


def test_a_locked_address_is_429(shop: Shop, ana: Person) -> None:
    sign_in(shop, ana.email, "wrong password")
    later = datetime.now(UTC) + timedelta(minutes=15)
    when: object = later if shop.database_url.startswith("postgres") else later.isoformat(" ")
    execute(shop.database_url, "UPDATE sign_in_attempts SET locked_until = ? WHERE email = ?", when, ana.email)
    answer = sign_in(shop, ana.email)
    assert (answer.status_code, answer.json()["code"]) == (429, "LIMIT_EXCEEDED")
    assert "set-cookie" not in answer.headers


def test_passwords_and_tokens_are_stored_only_as_hashes(shop: Shop, ana: Person) -> None:
    stored = one(shop.database_url, "SELECT password_hash FROM users WHERE email = ?", ana.email)
    assert stored.startswith("$argon2id$")
    found = one(shop.database_url, "SELECT COUNT(*) FROM refresh_tokens WHERE token_hash = ?", ana.refresh)
    assert found == 0
