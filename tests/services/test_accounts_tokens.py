"""Access tokens: what is refused. Refresh tokens: how they rotate, and how theft ends them."""

from __future__ import annotations

import asyncio
import base64
import hashlib
import hmac
import json
from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta
from typing import Any

import asyncpg
import jwt
import pytest
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey, generate_private_key
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
    load_pem_private_key,
)
from jwt.algorithms import RSAAlgorithm

from backend.database import connection
from backend.domain.errors import Forbidden
from backend.models import GatewayAccount, RefreshToken, SigningKey
from backend.services.accounts.keys import public_keys, signing_key
from backend.services.accounts.refresh import refresh_tokens, revoke_tokens
from backend.services.accounts.tokens import BadToken, Tokens, authenticate
from backend.services.gateways.accounts import create_account, open_account
from backend.services.secrets import BadSignature, SecretBox, Unsealable, fingerprint
from tests.support.clock import START
from tests.support.databases import Database
from tests.support.dialects import on_one_database
from tests.support.invariants import everything, nothing_changes
from tests.support.merchants import OpenMerchant, SignedIn, open_merchant
from tests.support.storefront import Storefront, known_customer, scripted_account
from tests.support.waiting import eventually


@pytest.fixture
async def ana(merchant: OpenMerchant) -> SignedIn:
    return await merchant.customer("ana@example.com")


async def refused(merchant: OpenMerchant, token: str) -> None:
    with pytest.raises(BadToken):
        await authenticate(merchant.services, token)


def claims_of(ana: SignedIn) -> dict[str, Any]:
    claims: dict[str, Any] = jwt.decode(ana.tokens.access, options={"verify_signature": False})
    return claims


def part(value: Mapping[str, Any]) -> str:
    return base64.urlsafe_b64encode(json.dumps(value).encode()).decode().rstrip("=")


async def signed(merchant: OpenMerchant, claims: dict[str, Any], **header: Any) -> str:
    kid, pem = await signing_key(merchant.system)
    return jwt.encode(claims, pem, algorithm="RS256", headers={"kid": kid, **header})


async def test_an_access_token_is_exactly_this(merchant: OpenMerchant, ana: SignedIn) -> None:
    header = jwt.get_unverified_header(ana.tokens.access)
    claims = claims_of(ana)
    (key,) = await SigningKey.all()
    assert header == {"alg": "RS256", "kid": key.id, "typ": "JWT"}
    start = int(START.timestamp())
    assert claims.pop("jti").startswith("jti_")
    assert claims == {
        "iss": "https://billing.example", "aud": "perennial", "sub": ana.user.id, "mer": merchant.row.id,
        "cus": ana.row.id, "role": "CUSTOMER", "typ": "access", "iat": start, "exp": start + 600,
    }  # fmt: skip
    actor = await authenticate(merchant.services, ana.tokens.access)
    assert actor == replace(ana.actor, expires_at=START + timedelta(minutes=10))


async def test_a_token_signed_anew_with_the_same_claims_counts(merchant: OpenMerchant, ana: SignedIn) -> None:
    # The forgeries below differ from this one in one thing each.
    actor = await authenticate(merchant.services, await signed(merchant, claims_of(ana)))
    assert actor.user_id == ana.user.id


async def test_a_token_ends_with_its_last_second(merchant: OpenMerchant, ana: SignedIn) -> None:
    merchant.clock.advance(seconds=599)
    await authenticate(merchant.services, ana.tokens.access)
    merchant.clock.advance(seconds=1)
    await refused(merchant, ana.tokens.access)


@on_one_database
@pytest.mark.parametrize("claim", ["exp", "iat", "aud", "iss", "sub", "jti", "typ", "mer", "role"])
async def test_a_token_without_a_required_claim_is_refused(merchant: OpenMerchant, ana: SignedIn, claim: str) -> None:
    claims = claims_of(ana)
    del claims[claim]
    await refused(merchant, await signed(merchant, claims))


@on_one_database
@pytest.mark.parametrize(
    "change",
    [
        {"aud": "somebody"}, {"iss": "https://evil.example"}, {"typ": "refresh"}, {"typ": "subscription-quote"},
        {"mer": "mer_other"}, {"role": "SYSTEM"}, {"role": "ANONYMOUS"}, {"role": "ROOT"}, {"role": ["STAFF"]},
        {"exp": int(START.timestamp())}, {"exp": "soon"}, {"exp": 10**400}, {"exp": None},
        {"iat": int(START.timestamp()) + 6}, {"iat": "x"}, {"sub": 7},
    ],
    ids=lambda change: "-".join(f"{name}-{str(value)[:20]}" for name, value in change.items()),
)  # fmt: skip
async def test_a_token_with_a_wrong_claim_is_refused(
    merchant: OpenMerchant, ana: SignedIn, change: dict[str, Any]
) -> None:
    kid, pem = await signing_key(merchant.system)
    # Signed by hand: the library would not encode some of these.
    text = f"{part({'alg': 'RS256', 'kid': kid})}.{part({**claims_of(ana), **change})}"
    signature = RSAAlgorithm(RSAAlgorithm.SHA256).sign(text.encode(), _private(pem))
    await refused(merchant, f"{text}.{base64.urlsafe_b64encode(signature).decode().rstrip('=')}")


def _private(pem: str) -> RSAPrivateKey:
    key = load_pem_private_key(pem.encode(), None)
    assert isinstance(key, RSAPrivateKey)
    return key


async def test_a_token_from_a_clock_five_seconds_ahead_counts(merchant: OpenMerchant, ana: SignedIn) -> None:
    claims = {**claims_of(ana), "iat": int(START.timestamp()) + 5}
    assert (await authenticate(merchant.services, await signed(merchant, claims))).user_id == ana.user.id


@on_one_database
@pytest.mark.parametrize("alg", ["none", "None", "NONE", "nOnE"])
async def test_an_unsigned_token_is_refused(merchant: OpenMerchant, ana: SignedIn, alg: str) -> None:
    kid, _ = await signing_key(merchant.system)
    for tail in ("", ana.tokens.access.split(".")[2]):
        await refused(merchant, f"{part({'alg': alg, 'kid': kid})}.{part(claims_of(ana))}.{tail}")


async def test_a_token_signed_with_the_public_key_as_a_shared_secret_is_refused(
    merchant: OpenMerchant, ana: SignedIn
) -> None:
    kid, pem = await signing_key(merchant.system)
    public = _private(pem).public_key()
    (jwk,) = await public_keys()
    secrets = [
        public.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo),
        public.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo).strip(),
        public.public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo),
        json.dumps(jwk).encode(),
    ]
    for secret in secrets:
        text = f"{part({'alg': 'HS256', 'kid': kid})}.{part(claims_of(ana))}"
        mac = base64.urlsafe_b64encode(hmac.new(secret, text.encode(), hashlib.sha256).digest()).decode().rstrip("=")
        await refused(merchant, f"{text}.{mac}")


@on_one_database
@pytest.mark.parametrize("algorithm", ["RS384", "RS512", "PS256"])
async def test_another_algorithm_of_the_same_key_is_refused(
    merchant: OpenMerchant, ana: SignedIn, algorithm: str
) -> None:
    kid, pem = await signing_key(merchant.system)
    await refused(merchant, jwt.encode(claims_of(ana), pem, algorithm=algorithm, headers={"kid": kid}))


async def test_another_merchants_key_signs_nothing_of_ours(merchant: OpenMerchant, ana: SignedIn) -> None:
    other = await open_merchant(merchant.services, merchant.clock, "other")
    await refused(merchant, await signed(other, claims_of(ana)))
    own_kid, _ = await signing_key(merchant.system)
    await refused(merchant, await signed(other, claims_of(ana), kid=own_kid))


@on_one_database
@pytest.mark.parametrize(
    "kid",
    [
        "", "key_", "../../etc/passwd", "key_../../../dev/null", "/dev/null", "' OR 1=1 --", "key_' OR '1'='1",
        "key_\x00", "key_\ud800", "key_" + "0" * 5000, "usr_00000000000000000000000000", 7, None, ["key_a"], {"a": 1},
    ],
    ids=lambda kid: repr(kid)[:24],
)  # fmt: skip
async def test_a_key_id_that_is_none_of_ours_is_refused(merchant: OpenMerchant, ana: SignedIn, kid: object) -> None:
    tail = ana.tokens.access.split(".", 1)[1]
    await refused(merchant, f"{part({'alg': 'RS256', 'kid': kid})}.{tail}")


async def test_a_key_that_the_token_brings_along_is_ignored(merchant: OpenMerchant, ana: SignedIn) -> None:
    forger = generate_private_key(65537, 2048)
    pem = forger.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    kid, _ = await signing_key(merchant.system)
    jwk = RSAAlgorithm.to_jwk(forger.public_key(), as_dict=True)
    for header in (
        {"jwk": jwk}, {"jku": "https://evil.example/keys"}, {"x5u": "https://evil.example/cert"}, {"x5c": ["MIIB"]},
    ):  # fmt: skip
        for given in ({"kid": kid, **header}, header):
            await refused(merchant, jwt.encode(claims_of(ana), pem, algorithm="RS256", headers=given))
        # The same header around an honest signature changes nothing either.
        honest = await signed(merchant, claims_of(ana), **header)
        assert (await authenticate(merchant.services, honest)).user_id == ana.user.id


@on_one_database
@pytest.mark.parametrize("token", ["", ".", "..", "a.b.c", "x" * 10_000, "é.é.é", "\x00.\x00.\x00"])
async def test_what_is_no_token_is_refused(merchant: OpenMerchant, token: str) -> None:
    await refused(merchant, token)


async def test_a_refresh_token_is_no_access_token_nor_the_reverse(merchant: OpenMerchant, ana: SignedIn) -> None:
    await refused(merchant, ana.tokens.refresh)
    async with nothing_changes():
        with pytest.raises(Forbidden):
            await refresh_tokens(merchant.visitor, refresh=ana.tokens.access)


# Refresh


async def rotate(merchant: OpenMerchant, refresh: str) -> Tokens:
    return await refresh_tokens(merchant.visitor, refresh=refresh)


async def dead(merchant: OpenMerchant, *tokens: str) -> None:
    async with nothing_changes():
        for token in tokens:
            with pytest.raises(Forbidden):
                await rotate(merchant, token)


async def test_a_refresh_token_is_exchanged_for_the_next_pair(merchant: OpenMerchant, ana: SignedIn) -> None:
    tokens = await rotate(merchant, ana.tokens.refresh)
    assert tokens.refresh != ana.tokens.refresh
    assert (await authenticate(merchant.services, tokens.access)).customer_id == ana.row.id
    first, second = await RefreshToken.all().order_by("id")
    assert (first.token_hash, second.token_hash) == (fingerprint(ana.tokens.refresh), fingerprint(tokens.refresh))
    assert (first.family_id, first.used_at, second.used_at) == (second.family_id, START, None)
    assert second.expires_at == START + timedelta(days=30)
    assert ana.tokens.refresh not in str(await everything())


async def test_twenty_refreshes_with_one_token_get_the_one_successor(merchant: OpenMerchant, ana: SignedIn) -> None:
    answers = await asyncio.gather(*(rotate(merchant, ana.tokens.refresh) for _ in range(20)))
    assert len({tokens.refresh for tokens in answers}) == 1
    assert await RefreshToken.all().count() == 2
    assert (await rotate(merchant, answers[0].refresh)).refresh != answers[0].refresh


async def test_a_lost_answer_can_be_asked_for_again_within_the_grace(merchant: OpenMerchant, ana: SignedIn) -> None:
    first = await rotate(merchant, ana.tokens.refresh)
    merchant.clock.advance(seconds=10)
    assert (await rotate(merchant, ana.tokens.refresh)).refresh == first.refresh


async def test_a_replay_after_the_grace_ends_the_whole_family(merchant: OpenMerchant, ana: SignedIn) -> None:
    first = await rotate(merchant, ana.tokens.refresh)
    merchant.clock.advance(seconds=10, microseconds=1)
    with pytest.raises(Forbidden):
        await rotate(merchant, ana.tokens.refresh)
    assert {row.revoked_at for row in await RefreshToken.all()} == {merchant.clock.now}
    await dead(merchant, ana.tokens.refresh, first.refresh)


async def test_a_replay_after_the_successor_was_used_ends_the_whole_family(
    merchant: OpenMerchant, ana: SignedIn
) -> None:
    first = await rotate(merchant, ana.tokens.refresh)
    second = await rotate(merchant, first.refresh)
    with pytest.raises(Forbidden):
        await rotate(merchant, ana.tokens.refresh)
    await dead(merchant, ana.tokens.refresh, first.refresh, second.refresh)


async def test_a_theft_in_one_sign_in_leaves_the_others_alone(merchant: OpenMerchant, ana: SignedIn) -> None:
    bob = await merchant.customer("bob@example.com")
    await rotate(merchant, ana.tokens.refresh)
    merchant.clock.advance(minutes=1)
    with pytest.raises(Forbidden):
        await rotate(merchant, ana.tokens.refresh)
    await rotate(merchant, bob.tokens.refresh)


async def test_a_refresh_token_ends_after_thirty_days_without_use(merchant: OpenMerchant, ana: SignedIn) -> None:
    merchant.clock.advance(days=29)
    tokens = await rotate(merchant, ana.tokens.refresh)
    merchant.clock.advance(days=30)
    await dead(merchant, tokens.refresh, ana.tokens.refresh)


async def test_a_token_of_another_merchant_is_unknown_here(merchant: OpenMerchant, ana: SignedIn) -> None:
    other = await open_merchant(merchant.services, merchant.clock, "other")
    await dead(other, ana.tokens.refresh)
    async with nothing_changes():
        await revoke_tokens(other.visitor, refresh=ana.tokens.refresh)
    await rotate(merchant, ana.tokens.refresh)


@pytest.mark.parametrize("token", ["", "unknown", "x" * 10_000, "\x00"])
async def test_an_unknown_token_is_refused(merchant: OpenMerchant, token: str) -> None:
    await dead(merchant, token)
    async with nothing_changes():
        await revoke_tokens(merchant.visitor, refresh=token)


async def test_signing_out_ends_the_family_whichever_of_its_tokens_is_shown(
    merchant: OpenMerchant, ana: SignedIn
) -> None:
    tokens = await rotate(merchant, ana.tokens.refresh)
    await revoke_tokens(merchant.visitor, refresh=ana.tokens.refresh)
    await dead(merchant, tokens.refresh, ana.tokens.refresh)


async def test_no_successor_survives_a_sign_out_at_the_same_moment(merchant: OpenMerchant, ana: SignedIn) -> None:
    answers = await asyncio.gather(
        *(rotate(merchant, ana.tokens.refresh) for _ in range(5)),
        revoke_tokens(merchant.visitor, refresh=ana.tokens.refresh),
        *(rotate(merchant, ana.tokens.refresh) for _ in range(5)),
        return_exceptions=True,
    )
    assert all(isinstance(answer, Tokens | Forbidden | None) for answer in answers)
    assert await RefreshToken.filter(revoked_at=None).count() == 0


async def test_a_sign_out_in_the_middle_of_a_rotation_ends_the_successor_too(
    merchant: OpenMerchant, ana: SignedIn, database: Database
) -> None:
    if database.is_sqlite:
        # One writer at a time: there is no middle.
        tokens = await rotate(merchant, ana.tokens.refresh)
        await revoke_tokens(merchant.visitor, refresh=ana.tokens.refresh)
        return await dead(merchant, tokens.refresh)
    successor = merchant.services.secrets.successor(ana.tokens.refresh)
    blocker = await asyncpg.connect(database.url)
    try:
        # A row with the successor's hash, not committed: the rotation waits for it with everything else done.
        held = blocker.transaction()
        await held.start()
        await blocker.execute(
            "INSERT INTO refresh_tokens SELECT 'rt_blocker', merchant_id, user_id, family_id, $1, expires_at,"
            " created_at FROM refresh_tokens",
            fingerprint(successor),
        )
        rotation = asyncio.create_task(rotate(merchant, ana.tokens.refresh))
        await eventually(lambda: waiting_for_locks(database, 1), "the rotation to wait")
        sign_out = asyncio.create_task(revoke_tokens(merchant.visitor, refresh=ana.tokens.refresh))
        await eventually(lambda: waiting_for_locks(database, 2), "the sign-out to wait")
        await held.rollback()
    finally:
        await blocker.close()
    assert (await rotation).refresh == successor
    await sign_out
    assert await RefreshToken.filter(revoked_at=None).count() == 0
    await dead(merchant, successor)


async def waiting_for_locks(database: Database, sessions: int) -> bool:
    name = database.url.rpartition("/")[2]
    found = await connection().execute_query_dict(
        "SELECT count(*) AS n FROM pg_stat_activity WHERE datname = $1 AND wait_event_type = 'Lock'", [name]
    )
    return int(found[0]["n"]) == sessions


# Keys and secrets


async def test_no_private_key_can_be_read_from_the_database(merchant: OpenMerchant) -> None:
    text = str(await everything())
    (key,) = await SigningKey.all()
    assert "PRIVATE" not in text
    assert "BEGIN" not in text
    assert set(key.public_jwk) == {"kty", "n", "e", "kid", "alg", "use"}
    assert key.private_sealed.startswith("k2.")
    assert await public_keys() == [key.public_jwk]


async def test_sealed_values_cannot_change_places(store: Storefront) -> None:
    other = await open_merchant(store.services, store.clock, "other")
    second = await scripted_account(store.merchant, "Second", "second secret")
    first = store.account
    assert open_account(store.merchant.system, second).settings.model_dump() == {"secret": "second secret"}

    first.settings_sealed, second.settings_sealed = second.settings_sealed, first.settings_sealed
    for row in (first, second):
        with pytest.raises(Unsealable):
            open_account(store.merchant.system, row)

    ours, theirs = await SigningKey.all().order_by("id")
    await SigningKey.filter(id=ours.id).update(private_sealed=theirs.private_sealed)
    await SigningKey.filter(id=theirs.id).update(private_sealed=ours.private_sealed)
    for ctx in (store.merchant.system, other.system):
        with pytest.raises(Unsealable):
            await signing_key(ctx)


async def test_a_gateways_secret_is_not_in_the_database(store: Storefront) -> None:
    await create_account(
        store.merchant.system, gateway="scripted", label="Canary", mode="LIVE", settings={"secret": "canary-9f31"}
    )
    assert "canary-9f31" not in str(await everything())
    row = await GatewayAccount.get(label="Canary")
    assert "canary-9f31" not in repr(await known_customer(store.merchant, "x@example.com"))
    assert open_account(store.merchant.system, row).settings.model_dump() == {"secret": "canary-9f31"}


def test_a_seal_opens_only_with_its_secret_in_its_place_and_unchanged() -> None:
    box = SecretBox(bytes(32))
    sealed = box.seal("secret", "table|row|column|merchant")
    assert box.open(sealed, "table|row|column|merchant") == "secret"
    assert box.seal("secret", "table|row|column|merchant") != sealed
    version, key, wrapped, secret = sealed.split(".")
    of_another = box.seal("secret", "table|row|column|merchant").split(".")
    wrong = [
        (SecretBox(b"1" * 32), sealed, "table|row|column|merchant"),
        (box, sealed, "table|row|column|other"),
        (box, f"{version}.{key}.{wrapped}.{_flipped(secret)}", "table|row|column|merchant"),
        (box, f"{version}.{key}.{_flipped(wrapped)}.{secret}", "table|row|column|merchant"),
        (box, f"{version}.{key}.{of_another[2]}.{secret}", "table|row|column|merchant"),
        (box, f"{version}.{'0' * 16}.{wrapped}.{secret}", "table|row|column|merchant"),
        (box, f"k3.{key}.{wrapped}.{secret}", "table|row|column|merchant"),
        (box, sealed[3:], "table|row|column|merchant"),
        (box, "k1." + secret, "table|row|column|merchant"),
        (box, "k1.", "table|row|column|merchant"),
        (box, "k2...", "table|row|column|merchant"),
        (box, "", "table|row|column|merchant"),
    ]
    for opener, text, place in wrong:
        with pytest.raises(Unsealable):
            opener.open(text, place)


def _flipped(text: str) -> str:
    raw = base64.b64decode(text)
    return base64.b64encode(raw[:-1] + bytes([raw[-1] ^ 1])).decode()


def test_a_signature_counts_for_its_kind_and_secret_only() -> None:
    box = SecretBox(bytes(32))
    token = box.sign("quote", {"a": 1})
    assert box.verify("quote", token) == {"a": 1, "typ": "quote"}
    for verifier, kind in ((box, "other"), (SecretBox(b"1" * 32), "quote")):
        with pytest.raises(BadSignature):
            verifier.verify(kind, token)
    with pytest.raises(ValueError, match="32 bytes"):
        SecretBox(b"short")
