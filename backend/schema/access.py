"""Signing in, registering, and who the token stands for."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

import strawberry

from backend import models
from backend.schema.context import Info
from backend.schema.entities import Customer
from backend.schema.enums import describe
from backend.schema.errors import ConflictError, ForbiddenError, InvalidInputError, LimitExceededError
from backend.schema.node import Node
from backend.schema.scalars import CurrencyCode
from backend.services.accounts.refresh import refresh_tokens, revoke_tokens
from backend.services.accounts.register_customer import register_customer
from backend.services.accounts.sign_in import sign_in
from backend.services.context import Role


class UserRole(StrEnum):
    """The roles that a stored user can have."""

    CUSTOMER = Role.CUSTOMER.value
    STAFF = Role.STAFF.value


describe(
    UserRole,
    "What kind of user it is.",
    {"CUSTOMER": "Buys, and sees only their own.", "STAFF": "Works for the merchant, and sees what is the merchant's."},
)


@strawberry.type(description="A company that sells.")
class Merchant(Node):
    code: str = strawberry.field(description="Its short name.")
    name: str = strawberry.field(description="What customers read.")
    timezone: str = strawberry.field(description="Where its calendar lives.")
    default_currency: CurrencyCode = strawberry.field(description="What prices are shown in without a choice.")

    @classmethod
    def of(cls, row: models.Merchant) -> Merchant:
        """From a row."""
        return cls(
            id=strawberry.ID(row.id), code=row.code, name=row.name, timezone=row.timezone,
            default_currency=CurrencyCode(row.default_currency),
        )  # fmt: skip


@strawberry.type(description="Who the token stands for.")
class Viewer:
    user_id: strawberry.ID = strawberry.field(description="The user's id.")
    email: str = strawberry.field(description="The address they sign in with.")
    role: UserRole = strawberry.field(description="Customer or staff.")
    row: strawberry.Private[models.User]

    @classmethod
    def of(cls, row: models.User) -> Viewer:
        """From a row."""
        return cls(user_id=strawberry.ID(row.id), email=row.email, role=UserRole(row.role), row=row)

    @strawberry.field(description="The customer that this user is; null for staff.")
    async def customer(self, info: Info) -> Customer | None:
        if self.row.customer_id is None:
            return None
        row = await models.Customer.get_or_none(merchant_id=self.row.merchant_id, id=self.row.customer_id)
        return Customer.of(row) if row else None

    @strawberry.field(description="The merchant that this user belongs to.")
    async def merchant(self, info: Info) -> Merchant:
        return Merchant.of(await info.context.loaders.merchant.load(self.row.merchant_id))


@strawberry.input(description="An e-mail address and a password.")
class TokenObtainInput:
    email: str = strawberry.field(description="The address that the user signs in with.")
    password: str = strawberry.field(description="The password.")


@strawberry.type(description="Signed in.")
class TokenObtainSuccess:
    access: str = strawberry.field(description="Send it as `Authorization: Bearer ...`.")
    refresh: str = strawberry.field(description="Gets the next pair, once. Keep it secret.")
    expires_in: int = strawberry.field(description="Seconds until the access token ends.")
    viewer: Viewer = strawberry.field(description="Who signed in.")


TokenObtainResult = Annotated[
    TokenObtainSuccess | InvalidInputError | ForbiddenError | LimitExceededError,
    strawberry.union("TokenObtainResult", description="Signed in, or why not."),
]


@strawberry.input(description="The refresh token that was got last.")
class TokenRefreshInput:
    refresh: str = strawberry.field(description="The refresh token.")


@strawberry.type(description="The next pair of tokens.")
class TokenRefreshSuccess:
    access: str = strawberry.field(description="Send it as `Authorization: Bearer ...`.")
    refresh: str = strawberry.field(description="Gets the next pair, once. The one you sent is used up.")
    expires_in: int = strawberry.field(description="Seconds until the access token ends.")


TokenRefreshResult = Annotated[
    TokenRefreshSuccess | ForbiddenError,
    strawberry.union("TokenRefreshResult", description="The next pair, or why not."),
]


@strawberry.input(description="A refresh token whose sign-in should end.")
class TokenRevokeInput:
    refresh: str = strawberry.field(description="The refresh token.")


@strawberry.type(description="The sign-in is over.")
class TokenRevokeSuccess:
    revoked: bool = strawberry.field(description="Always true: afterwards the token is worth nothing.")


TokenRevokeResult = Annotated[
    TokenRevokeSuccess | InvalidInputError,
    strawberry.union("TokenRevokeResult", description="Signed out."),
]


@strawberry.input(description="A new customer.")
class CustomerRegisterInput:
    email: str = strawberry.field(description="The address to sign in with.")
    password: str = strawberry.field(description="At least 10 characters.")
    name: str = strawberry.field(description="What we may call you.")
    locale: str | None = strawberry.field(default=None, description="The language you read: en, es or ru.")
    currency: CurrencyCode | None = strawberry.field(
        default=None, description="What you want to be billed in; the merchant's default without it."
    )


@strawberry.type(description="Registered and signed in.")
class CustomerRegisterSuccess:
    customer: Customer = strawberry.field(description="The new customer.")
    access: str = strawberry.field(description="Send it as `Authorization: Bearer ...`.")
    refresh: str = strawberry.field(description="Gets the next pair, once. Keep it secret.")
    expires_in: int = strawberry.field(description="Seconds until the access token ends.")


CustomerRegisterResult = Annotated[
    CustomerRegisterSuccess | InvalidInputError | ConflictError,
    strawberry.union("CustomerRegisterResult", description="Registered, or why not."),
]


@strawberry.type
class AccessQuery:
    @strawberry.field(description="Who the token stands for; null without one.")
    async def viewer(self, info: Info) -> Viewer | None:
        actor = info.context.ctx.actor
        row = await models.User.get_or_none(merchant_id=actor.merchant_id, id=actor.user_id) if actor.user_id else None
        return Viewer.of(row) if row else None

    @strawberry.field(description="The signed-in customer; null for visitors and staff.")
    async def me(self, info: Info) -> Customer | None:
        customer_id = info.context.ctx.actor.customer_id
        row = await info.context.loaders.customer.load(customer_id) if customer_id else None
        return Customer.of(row) if row else None


@strawberry.type
class AccessMutation:
    @strawberry.mutation(description="Sign in. Ten wrong passwords in a row lock the address for 15 minutes.")
    async def token_obtain(
        self, info: Info, input: Annotated[TokenObtainInput, strawberry.argument(description="The sign-in.")]
    ) -> TokenObtainResult:
        user, tokens = await sign_in(info.context.ctx, email=input.email, password=input.password)
        return TokenObtainSuccess(
            access=tokens.access, refresh=tokens.refresh, expires_in=tokens.expires_in, viewer=Viewer.of(user)
        )

    @strawberry.mutation(
        description="Get the next pair of tokens. A refresh token that comes back after use ends its whole sign-in."
    )
    async def token_refresh(
        self, info: Info, input: Annotated[TokenRefreshInput, strawberry.argument(description="The token.")]
    ) -> TokenRefreshResult:
        tokens = await refresh_tokens(info.context.ctx, refresh=input.refresh)
        return TokenRefreshSuccess(access=tokens.access, refresh=tokens.refresh, expires_in=tokens.expires_in)

    @strawberry.mutation(description="Sign out: end the sign-in that a refresh token belongs to.")
    async def token_revoke(
        self, info: Info, input: Annotated[TokenRevokeInput, strawberry.argument(description="The token.")]
    ) -> TokenRevokeResult:
        await revoke_tokens(info.context.ctx, refresh=input.refresh)
        return TokenRevokeSuccess(revoked=True)

    @strawberry.mutation(description="Register as a customer, and be signed in.")
    async def customer_register(
        self, info: Info, input: Annotated[CustomerRegisterInput, strawberry.argument(description="The customer.")]
    ) -> CustomerRegisterResult:
        customer, tokens = await register_customer(
            info.context.ctx,
            email=input.email,
            password=input.password,
            name=input.name,
            locale=input.locale,
            currency=input.currency,
        )
        return CustomerRegisterSuccess(
            customer=Customer.of(customer),
            access=tokens.access,
            refresh=tokens.refresh,
            expires_in=tokens.expires_in,
        )
