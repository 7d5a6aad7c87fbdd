"""Every setting, read from the environment (and `.env`) once at start. docs/operating.md lists them."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any, Self

from pydantic import Field, SecretStr, ValidationError, field_validator, model_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict


class SettingsProblem(Exception):
    """A setting is missing or wrong; the message says which and what to do."""


class Settings(BaseSettings):
    """Typed settings; the defaults run the demo shop on one machine with nothing else installed."""

    model_config = SettingsConfigDict(env_file=".env", extra="ignore", frozen=True)

    database_url: str = Field("sqlite://data/perennial.db", description="`sqlite://PATH` or `postgres://...`.")
    redis_url: str | None = Field(None, description="`redis://...`; without it jobs and live updates stay in-process.")
    data_dir: Path = Field(Path("data"), description="Where a generated secret and the Sandbox's own file are kept.")
    public_url: str = Field("", description="The address that browsers use; default: `http://localhost:PORT`.")
    host: str = Field("127.0.0.1", description="The address to listen on.")
    port: int = Field(8000, ge=0, le=65535, description="The port to listen on.")
    allowed_origins: Annotated[tuple[str, ...], NoDecode] = Field(
        (), description="Further browser origins, comma separated, that may open websockets and sign in."
    )
    secret_key: SecretStr | None = Field(
        None,
        description="Master secret of 32 bytes in base64; made in `data_dir` when empty and the database is SQLite.",
    )
    previous_secret_keys: Annotated[tuple[SecretStr, ...], NoDecode] = Field(
        (), description="Further master secrets, comma separated: what they sealed can be read, nothing new is sealed."
    )
    gateways: Annotated[tuple[str, ...], NoDecode] = Field(
        (), description="Names of the gateway plugins to load, comma separated; all that are installed when empty."
    )
    default_merchant: str = Field("demo", description="Code of the merchant of requests that name none.")
    sandbox: bool = Field(True, description="Serve the built-in Sandbox gateway at /sandbox.")
    internal_url: str | None = Field(
        None, description="Where our own processes and the Sandbox reach the API; default: `public_url`."
    )
    graphiql: bool = Field(True, description="Serve GraphiQL at /graphiql and answer introspection to anybody.")
    demo: bool = Field(False, description="Show the demo sign-ins on the sign-in page.")
    client_dir: Path = Field(Path("frontend/dist"), description="The built web client.")
    log_level: str = Field("INFO", description="DEBUG, INFO, WARNING or ERROR.")
    log_format: str = Field(
        "auto", pattern="^(auto|json|console)$", description="json, console, or auto: console on a terminal."
    )
    access_token_seconds: int = Field(600, ge=5, le=3600, description="Life of an access token.")
    refresh_token_days: int = Field(30, ge=1, le=365, description="Life of a refresh token family without use.")
    gateway_timeout_seconds: int = Field(20, ge=1, le=60, description="How long one gateway call may take.")
    attempt_lease_seconds: int = Field(
        60, ge=1, le=600, description="How long a process may hold a payment attempt; longer than a gateway call."
    )
    poll_seconds: int = Field(5, ge=1, le=60, description="How often workers look for due work that no bell announced.")

    def __init__(self, **given: Any) -> None:
        """Read them; what is given by name counts before the environment. Raises SettingsProblem."""
        try:
            super().__init__(**given)
        except ValidationError as error:
            # Without the value: it may be a secret.
            raise SettingsProblem("; ".join(_named(one["loc"], one["msg"]) for one in error.errors())) from None

    @model_validator(mode="after")
    def _lease_outlives_a_call(self) -> Self:
        if self.attempt_lease_seconds <= self.gateway_timeout_seconds:
            raise ValueError("ATTEMPT_LEASE_SECONDS must be longer than GATEWAY_TIMEOUT_SECONDS")
        return self

    @field_validator("allowed_origins", "previous_secret_keys", "gateways", mode="before")
    @classmethod
    def _split(cls, value: object) -> object:
        if isinstance(value, str):
            return tuple(part.strip() for part in value.split(",") if part.strip())
        return value

    @field_validator("secret_key", mode="before")
    @classmethod
    def _empty_is_none(cls, value: object) -> object:
        return value or None

    @field_validator("allowed_origins")
    @classmethod
    def _without_slash(cls, value: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(origin.rstrip("/") for origin in value)

    @model_validator(mode="before")
    @classmethod
    def _public_url(cls, values: dict[str, Any]) -> dict[str, Any]:
        given = str(values.get("public_url") or f"http://localhost:{values.get('port') or 8000}")
        return {**values, "public_url": given.rstrip("/")}

    @property
    def is_sqlite(self) -> bool:
        """Whether the database is a SQLite file."""
        return self.database_url.startswith("sqlite:")

    @property
    def inside_url(self) -> str:
        """The address of the API as our own processes use it."""
        return (self.internal_url or self.public_url).rstrip("/")

    @property
    def origins(self) -> tuple[str, ...]:
        """Browser origins that may use cookies and websockets, and that payers may come back to.

        On a laptop `localhost` and `127.0.0.1` are the same shop.
        """
        loopback = f"http://localhost:{self.port}"
        twin = (loopback.replace("localhost", "127.0.0.1"),) if self.public_url == loopback else ()
        return (self.public_url, *twin, *self.allowed_origins)


def _named(location: tuple[int | str, ...], message: str) -> str:
    """A problem with the setting that has it, as the environment calls it; one of several names them itself."""
    said = message.removeprefix("Value error, ")
    return f"{str(location[0]).upper()}: {said}." if location else f"{said}."
