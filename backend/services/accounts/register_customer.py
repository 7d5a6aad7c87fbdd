"""A new customer signs up: the customer, the user who signs in for them, and their first tokens."""

from __future__ import annotations

from tortoise.exceptions import IntegrityError

from backend.domain.errors import Conflict, FieldProblem, InvalidInput
from backend.models import Customer, Merchant, TestClock, User
from backend.models.ids import new_id
from backend.services.accounts.emails import normalize_email
from backend.services.accounts.passwords import check_strength, hash_password
from backend.services.accounts.tokens import Tokens, issue_access, start_family
from backend.services.context import Context, Role
from backend.services.currencies import currency_input
from backend.services.transaction import transaction

MAX_NAME = 200
LOCALES = ("en", "es", "ru")


async def register_customer(
    ctx: Context, *, email: str, password: str, name: str, locale: str | None = None, currency: str | None = None
) -> tuple[Customer, Tokens]:
    """Create a customer who can sign in.

    `currency` is what the customer is billed in from now on; the merchant's default without it. Where the merchant has
    a test clock for everybody, they live in its time.
    Raises InvalidInput for each wrong field and Conflict when the address is taken.
    """
    address = normalize_email(email, "email")
    check_strength(password, address, "password")
    full_name = _clean_name(name)
    merchant = await Merchant.get(id=ctx.merchant_id)
    billed_in = currency_input(currency, "currency").code if currency else merchant.default_currency
    if locale is not None and locale not in LOCALES:
        raise InvalidInput.at("locale", "UNKNOWN_LOCALE", f"Choose one of {', '.join(LOCALES)}.")
    password_hash = await hash_password(password)
    try:
        async with transaction(ctx) as tx:
            # Whoever makes a clock for everybody holds this lock, too.
            await Merchant.select_for_update(no_key=True).get(id=ctx.merchant_id)
            clock = await TestClock.get_or_none(merchant_id=ctx.merchant_id, everybody=True)
            customer = await Customer.create(
                id=new_id("cus"),
                merchant_id=ctx.merchant_id,
                email=address,
                name=full_name,
                locale=locale or LOCALES[0],
                currency=billed_in,
                test_clock_id=clock.id if clock else None,
                created_at=ctx.wall,
            )
            user = await User.create(
                id=new_id("usr"),
                merchant_id=ctx.merchant_id,
                email=address,
                password_hash=password_hash,
                role=Role.CUSTOMER.value,
                customer_id=customer.id,
                created_at=ctx.wall,
            )
            refresh = await start_family(ctx, user)
            tx.announce(
                "customer.created", customer.id, version=1, customer_id=customer.id, payload={"currency": billed_in}
            )
    except IntegrityError as error:
        raise Conflict("There is already a user with this email address; sign in instead.") from error
    access = await issue_access(ctx, user)
    return customer, Tokens(access, refresh, int(ctx.services.limits.access_token.total_seconds()))


def _clean_name(name: str) -> str:
    full_name = " ".join(name.split())
    if not full_name or len(full_name) > MAX_NAME or not full_name.isprintable():
        problem = FieldProblem(("name",), "INVALID_NAME", f"Give a name of 1 to {MAX_NAME} characters.")
        raise InvalidInput([problem])
    return full_name
