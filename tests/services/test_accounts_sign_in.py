"""Signing in, and signing up."""

from __future__ import annotations

import asyncio
from collections import Counter

import pytest

from backend.domain.errors import Conflict, Forbidden, InvalidInput, LimitExceeded
from backend.models import Customer, Event, RefreshToken, SignInAttempt, User
from backend.services.accounts.create_staff import create_staff
from backend.services.accounts.passwords import verify_password
from backend.services.accounts.register_customer import register_customer
from backend.services.accounts.sign_in import sign_in
from backend.services.accounts.tokens import Tokens, authenticate
from tests.support.dialects import on_one_database
from tests.support.invariants import nothing_changes
from tests.support.merchants import PASSWORD, OpenMerchant, open_merchant

ANA = "ana@example.com"
WRONG = "not the password"


async def enter(merchant: OpenMerchant, email: str = ANA, password: str = PASSWORD) -> tuple[User, Tokens]:
    return await sign_in(merchant.visitor, email=email, password=password)


async def guess(merchant: OpenMerchant, email: str, times: int) -> list[str]:
    messages = []
    for _ in range(times):
        with pytest.raises(Forbidden) as caught:
            await enter(merchant, email, WRONG)
        messages.append(caught.value.message)
    return messages


async def test_the_right_password_gets_tokens_for_exactly_this_user(merchant: OpenMerchant) -> None:
    ana = await merchant.customer(ANA)
    user, tokens = await enter(merchant, "  ANA@Example.COM ")
    actor = await authenticate(merchant.services, tokens.access)
    assert user.id == ana.user.id
    assert (actor.role, actor.merchant_id, actor.user_id, actor.customer_id) == (
        "CUSTOMER", merchant.row.id, ana.user.id, ana.row.id,
    )  # fmt: skip
    assert tokens.expires_in == 600


async def test_staff_sign_in_as_staff(merchant: OpenMerchant) -> None:
    staff = await create_staff(merchant.system, email="Boss@example.com", password=PASSWORD)
    _, tokens = await enter(merchant, "boss@example.com")
    actor = await authenticate(merchant.services, tokens.access)
    assert (actor.role, actor.user_id, actor.customer_id) == ("STAFF", staff.id, None)


async def test_a_wrong_password_and_an_unknown_address_are_told_alike(merchant: OpenMerchant) -> None:
    await merchant.customer(ANA)
    tokens = await RefreshToken.all().count()
    known = await guess(merchant, ANA, 1)
    unknown = await guess(merchant, "nobody@example.com", 1)
    assert known == unknown
    assert await RefreshToken.all().count() == tokens
    assert await SignInAttempt.all().order_by("email").values_list("email", "failures") == [
        (ANA, 1),
        ("nobody@example.com", 1),
    ]


async def test_a_user_of_another_merchant_is_unknown_here(merchant: OpenMerchant) -> None:
    await merchant.customer(ANA)
    other = await open_merchant(merchant.services, merchant.clock, "other")
    with pytest.raises(Forbidden):
        await enter(other)


@pytest.mark.parametrize("email", [ANA, "nobody@example.com"], ids=["known", "unknown"])
async def test_ten_wrong_passwords_lock_the_address_for_fifteen_minutes(merchant: OpenMerchant, email: str) -> None:
    await merchant.customer(ANA)
    await guess(merchant, email, 10)
    async with nothing_changes():
        for password in (PASSWORD, WRONG):
            with pytest.raises(LimitExceeded) as caught:
                await enter(merchant, email, password)
            assert caught.value.limit == 10
    merchant.clock.advance(minutes=14, seconds=59)
    with pytest.raises(LimitExceeded):
        await enter(merchant, email)

    merchant.clock.advance(seconds=1)
    if email == ANA:
        assert (await enter(merchant))[0].email == ANA
        assert await SignInAttempt.all().count() == 0
    else:
        await guess(merchant, email, 1)


async def test_a_right_password_forgets_the_wrong_ones_before_it(merchant: OpenMerchant) -> None:
    await merchant.customer(ANA)
    for _ in range(2):
        await guess(merchant, ANA, 9)
        await enter(merchant)


async def test_one_locked_address_locks_no_other(merchant: OpenMerchant) -> None:
    await merchant.customer(ANA)
    await guess(merchant, "nobody@example.com", 10)
    await enter(merchant)


async def test_guessing_in_parallel_gets_no_more_guesses(
    merchant: OpenMerchant, monkeypatch: pytest.MonkeyPatch
) -> None:
    """All of them pass the first look at the lock before any is counted; the right one is judged last."""
    await merchant.customer(ANA)
    wrong_ones_told = asyncio.Event()

    async def verify(stored: str | None, password: str) -> bool:
        fits = await verify_password(stored, password)
        if fits:
            await wrong_ones_told.wait()
        return fits

    monkeypatch.setattr("backend.services.accounts.sign_in.verify_password", verify)
    right = asyncio.create_task(enter(merchant))
    answers = await asyncio.gather(*(enter(merchant, password=WRONG) for _ in range(24)), return_exceptions=True)
    wrong_ones_told.set()
    assert Counter(type(answer) for answer in answers) == {Forbidden: 10, LimitExceeded: 14}
    with pytest.raises(LimitExceeded):
        await right


@on_one_database
@pytest.mark.parametrize("email", ["", "ana", "ana@", "@example.com", "a b@example.com", "ana@example", "a\x00@x.io"])
async def test_what_cannot_be_an_address_is_refused_as_input(merchant: OpenMerchant, email: str) -> None:
    async with nothing_changes():
        with pytest.raises(InvalidInput) as caught:
            await enter(merchant, email)
    assert [(problem.path, problem.code) for problem in caught.value.fields] == [(("email",), "INVALID_EMAIL")]


async def test_a_password_that_is_too_long_is_not_even_hashed(merchant: OpenMerchant) -> None:
    async with nothing_changes():
        with pytest.raises(InvalidInput) as caught:
            await enter(merchant, password="p" * 201)
    assert [problem.code for problem in caught.value.fields] == ["TOO_LONG"]


# Registration


async def register(merchant: OpenMerchant, **changes: str | None) -> tuple[Customer, Tokens]:
    fields = {"email": ANA, "password": PASSWORD, "name": "Ana Torres", **changes}
    return await register_customer(merchant.visitor, **fields)  # type: ignore[arg-type]


async def test_registering_makes_a_customer_a_user_and_a_sign_in(merchant: OpenMerchant) -> None:
    customer, tokens = await register(
        merchant, email=" Ana@Example.com", name="  Ana   Torres ", locale="es", currency="EUR"
    )
    assert (customer.email, customer.name, customer.locale, customer.currency) == (ANA, "Ana Torres", "es", "EUR")
    actor = await authenticate(merchant.services, tokens.access)
    assert actor.customer_id == customer.id
    stored = await User.get(customer_id=customer.id)
    assert stored.password_hash.startswith("$argon2id$")
    event = await Event.get()
    assert (event.type, event.subject_id, event.payload) == ("customer.created", customer.id, {"currency": "EUR"})
    assert (await enter(merchant))[0].id == stored.id


async def test_without_a_choice_the_merchants_currency_and_english_are_taken(merchant: OpenMerchant) -> None:
    customer, _ = await register(merchant)
    assert (customer.locale, customer.currency) == ("en", "USD")


@on_one_database
@pytest.mark.parametrize(
    ("field", "value", "code"),
    [
        ("email", "ana", "INVALID_EMAIL"),
        ("email", "a" * 65 + "@example.com", "INVALID_EMAIL"),
        ("email", "ana@" + "x" * 250 + ".com", "INVALID_EMAIL"),
        ("email", "ana@exa\nmple.com", "INVALID_EMAIL"),
        ("password", "short", "TOO_SHORT"),
        ("password", "p" * 201, "TOO_LONG"),
        ("password", "ANA@example.com", "TOO_EASY"),
        ("name", "", "INVALID_NAME"),
        ("name", "   ", "INVALID_NAME"),
        ("name", "n" * 201, "INVALID_NAME"),
        ("name", "Ana\x00", "INVALID_NAME"),
        ("name", "Ana\u202eserroT", "INVALID_NAME"),
        ("locale", "xx", "UNKNOWN_LOCALE"),
        ("currency", "XXY", "UNKNOWN_CURRENCY"),
    ],
)
async def test_each_wrong_field_is_named_and_nothing_is_kept(
    merchant: OpenMerchant, field: str, value: str, code: str
) -> None:
    async with nothing_changes():
        with pytest.raises(InvalidInput) as caught:
            await register(merchant, **{field: value})
    assert [(problem.path, problem.code) for problem in caught.value.fields] == [((field,), code)]


async def test_an_address_is_taken_once(merchant: OpenMerchant) -> None:
    await register(merchant)
    async with nothing_changes():
        with pytest.raises(Conflict):
            await register(merchant, email="ANA@example.com", name="Somebody else")


async def test_an_address_is_free_at_another_merchant(merchant: OpenMerchant) -> None:
    await register(merchant)
    await register(await open_merchant(merchant.services, merchant.clock, "other"))
    assert await User.filter(email=ANA).count() == 2


async def test_parallel_twins_make_one_customer(merchant: OpenMerchant) -> None:
    answers = await asyncio.gather(*(register(merchant) for _ in range(8)), return_exceptions=True)
    assert sum(isinstance(answer, Conflict) for answer in answers) == 7
    assert [await kind.all().count() for kind in (Customer, User, RefreshToken, Event)] == [1, 1, 1, 1]


async def test_staff_with_a_weak_password_are_refused(merchant: OpenMerchant) -> None:
    async with nothing_changes():
        with pytest.raises(InvalidInput):
            await create_staff(merchant.system, email="boss@example.com", password="short")
