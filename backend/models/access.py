"""Who may sign in, and what proves it: users, refresh tokens (hashes only), signing keys (private half sealed)."""

from typing import Any

from tortoise import fields

from backend.models.base import Row, optional_ref, ref


class User(Row):
    """A person who signs in: a customer's (`customer_id` set) or the merchant's staff."""

    email = fields.CharField(max_length=254)
    password_hash = fields.CharField(max_length=200)
    role = fields.CharField(max_length=20)
    customer_id = optional_ref()
    created_at = fields.DatetimeField()

    class Meta:
        table = "users"


class RefreshToken(Row):
    """One link of a rotation chain (`family_id`). Only the SHA-256 of the token is kept."""

    user_id = ref()
    family_id = ref()
    token_hash = fields.CharField(max_length=64)
    expires_at = fields.DatetimeField()
    created_at = fields.DatetimeField()
    used_at = fields.DatetimeField(null=True)
    revoked_at = fields.DatetimeField(null=True)

    class Meta:
        table = "refresh_tokens"


class SigningKey(Row):
    """An RS256 key. The id is the `kid`; the private half is sealed with the master secret."""

    public_jwk = fields.JSONField[dict[str, Any]]()
    private_sealed = fields.TextField()
    created_at = fields.DatetimeField()
    retired_at = fields.DatetimeField(null=True)

    class Meta:
        table = "signing_keys"


class SignInAttempt(Row):
    """Wrong passwords in a row for one e-mail address, known or not, so that guessing gets slow and tells nothing."""

    email = fields.CharField(max_length=254)
    failures = fields.IntField()
    locked_until = fields.DatetimeField(null=True)

    class Meta:
        table = "sign_in_attempts"
