"""What staff enter to connect a gateway: read, checked by the plugin's own model, and shown again without secrets.

The form is the plugin's JSON schema. A secret goes in and never comes out.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from enum import StrEnum
from functools import cache
from types import MappingProxyType
from typing import Any

from pydantic import BaseModel, ValidationError

from backend.domain.errors import FieldProblem, InvalidInput
from backend.gateways.base import Gateway
from backend.services.gateways.addresses import address_problem
from backend.services.gateways.sealing import Settings

MAX_SIZE = 20_000
HIDDEN = "•••"
# Shorter ones would be told by their last four.
_SHORTEST_WITH_LAST4 = 12
# A shorter text may be a part of anything.
_SHORTEST_TO_HIDE = 4
_BASE_URL = "base_url"


class AccountMode(StrEnum):
    """TEST: no real money moves. LIVE: it does."""

    TEST = "TEST"
    LIVE = "LIVE"


def settings_schema(plugin: Gateway) -> Mapping[str, Any]:
    """The JSON schema of what staff enter; secrets are `writeOnly`."""
    return _schema(plugin.Settings)


def secret_fields(plugin: Gateway) -> frozenset[str]:
    """The names of what is never shown."""
    fields = settings_schema(plugin).get("properties", {})
    return frozenset(name for name, field in fields.items() if _is_secret(field))


@cache
def _schema(model: type[BaseModel]) -> Mapping[str, Any]:
    return MappingProxyType(model.model_json_schema())


def _is_secret(field: Any) -> bool:
    if isinstance(field, Mapping):
        return field.get("writeOnly") is True or any(_is_secret(part) for part in field.values())
    return isinstance(field, list) and any(_is_secret(part) for part in field)


def read_settings(
    plugin: Gateway, given: object, stored: Mapping[str, Any] | None = None
) -> tuple[Settings, BaseModel]:
    """The settings after `given` was put over `stored`: as they are kept, and as the plugin understands them.

    A secret that is absent, null, empty or as `shown` is kept, unless the address to call is another one than before:
    then it is asked for. `{"clear": true}` empties one that need not be there.
    Anything else that is null goes back to its default. Raises InvalidInput that names each wrong field; no message
    holds a secret.
    """
    if not isinstance(given, Mapping):
        raise InvalidInput.at("settings", "NOT_AN_OBJECT", "Give an object: the names of fields, and their values.")
    try:
        fits = len(json.dumps(given, allow_nan=False)) <= MAX_SIZE
    except ValueError:
        fits = False
    if not fits:
        raise InvalidInput.at("settings", "TOO_LONG", f"Give less than {MAX_SIZE} characters.")
    merged, problems = _merged(plugin, given, stored or {})
    if problems:
        raise InvalidInput(problems)
    try:
        model = plugin.Settings.model_validate(merged)
    except ValidationError as error:
        # Not chained: pydantic's own text shows what was entered.
        raise InvalidInput(_problems(plugin, error, [merged, given])) from None
    except Exception as error:
        told = f"{plugin.name} could not read them ({type(error).__name__})."
        raise InvalidInput.at("settings", "INVALID_VALUE", told) from None
    _check_address(model, stored or {}, merged)
    _check_secrets(plugin, model, stored or {}, given)
    return merged, model


def _merged(
    plugin: Gateway, given: Mapping[str, Any], stored: Mapping[str, Any]
) -> tuple[Settings, list[FieldProblem]]:
    schema, secrets = settings_schema(plugin), secret_fields(plugin)
    # What an older plugin took and this one does not know is dropped.
    merged = {name: value for name, value in stored.items() if name in schema.get("properties", {})}
    problems: list[FieldProblem] = []
    for name, value in given.items():
        if name not in schema.get("properties", {}):
            problems.append(FieldProblem(("settings", name), "UNKNOWN_FIELD", f"{plugin.name} has no such setting."))
        elif name in secrets and value == {"clear": True} and name in schema.get("required", ()):
            problems.append(FieldProblem(("settings", name), "REQUIRED", "It cannot be left out; give another."))
        elif name in secrets and _keeps(value):
            continue
        elif value is None or (name in secrets and value == {"clear": True}):
            merged.pop(name, None)
        else:
            merged[name] = value
    return merged, problems


def _keeps(value: object) -> bool:
    """Whether a secret field that holds this is left as it was."""
    return value is None or value == "" or (isinstance(value, Mapping) and "set" in value)


# Instead of pydantic's own, which speaks to programmers.
_WORDS = {
    "string_pattern_mismatch": "This does not look like one.",
    "string_too_short": "This is too short.",
    "string_too_long": "This is too long.",
    "too_short": "This is too short.",
    "too_long": "This is too long.",
    "extra_forbidden": "There is no such setting.",
}


def _problems(plugin: Gateway, error: ValidationError, entered: Iterable[Mapping[str, Any]]) -> list[FieldProblem]:
    hidden, fields = secrets_in(plugin, entered), settings_schema(plugin).get("properties", {})
    problems = []
    for one in error.errors(include_url=False, include_context=False, include_input=False):
        # Behind the field's name pydantic writes of which kind it tried to read it.
        path = ("settings", *(str(part) for part in one["loc"][:1]))
        if one["type"] == "missing":
            problems.append(FieldProblem(path, "REQUIRED", "This is needed."))
        else:
            help = str(fields.get(str(one["loc"][0]) if one["loc"] else "", {}).get("x-help", ""))
            message = _WORDS.get(one["type"]) or one["msg"].removeprefix("Value error, ")
            told = f"{message} {help}".strip() if one["type"] in _WORDS else message
            problems.append(FieldProblem(path, "INVALID_VALUE", redacted(told, hidden)))
    return problems


def _check_address(model: BaseModel, stored: Mapping[str, Any], merged: Mapping[str, Any]) -> None:
    """What our own processes wrote there, for what we serve ourselves, is not staff's to be blamed for."""
    address = getattr(model, _BASE_URL, None)
    live, was_live = mode_of(model) is AccountMode.LIVE, stored.get("mode") == "live"
    if address is None or (stored.get(_BASE_URL) == merged.get(_BASE_URL) and live == was_live):
        return
    problem = address_problem(str(address), live=live)
    if problem is not None:
        raise InvalidInput.at(f"settings.{_BASE_URL}", "FORBIDDEN_ADDRESS", problem)


def _check_secrets(plugin: Gateway, model: BaseModel, stored: Mapping[str, Any], given: Mapping[str, Any]) -> None:
    """A secret that was kept goes to no other address than before: who names one has to know the secret."""
    address = getattr(model, _BASE_URL, None)
    if address is None or str(address) == str(_address_of(plugin, stored)):
        return
    kept = [name for name in sorted(secret_fields(plugin)) if stored.get(name) and _keeps(given.get(name))]
    if kept:
        told = "Enter it again: it is about to be sent to another address."
        raise InvalidInput([FieldProblem(("settings", name), "REQUIRED", told) for name in kept])


def _address_of(plugin: Gateway, stored: Mapping[str, Any]) -> object:
    """As the plugin understands it: one address has several spellings."""
    try:
        return getattr(plugin.Settings.model_validate(stored), _BASE_URL, None)
    except Exception:
        # An older plugin took them.
        return stored.get(_BASE_URL)


def mode_of(model: BaseModel) -> AccountMode:
    """The mode that the settings say; TEST when they say none."""
    return AccountMode.LIVE if getattr(model, "mode", None) == "live" else AccountMode.TEST


def shown(plugin: Gateway, stored: Mapping[str, Any]) -> Settings:
    """The settings as staff see them: a secret is `{"set": bool, "last4": text or null}`."""
    try:
        values = plugin.Settings.model_validate(stored).model_dump(mode="json")
    except Exception:
        # An older plugin took them.
        values = dict(stored)
    secrets = secret_fields(plugin)
    names = settings_schema(plugin).get("properties", {})
    return {name: _masked(stored.get(name)) if name in secrets else values.get(name) for name in names}


def _masked(secret: object) -> dict[str, object]:
    is_long = isinstance(secret, str) and len(secret) >= _SHORTEST_WITH_LAST4
    return {"set": bool(secret), "last4": str(secret)[-4:] if is_long else None}


def secrets_in(plugin: Gateway, entered: Iterable[Mapping[str, Any]]) -> set[str]:
    """Every text of a secret field."""
    names = secret_fields(plugin)
    return {text for settings in entered for name in names for text in _texts(settings.get(name))}


def _texts(value: object) -> Iterable[str]:
    if isinstance(value, str):
        return [value]
    parts = value.values() if isinstance(value, Mapping) else value if isinstance(value, list) else ()
    return [text for part in parts for text in _texts(part)]


def redacted(message: str, secrets: Iterable[str]) -> str:
    """A message without the secrets that somebody may have put into it."""
    for secret in sorted(secrets, key=len, reverse=True):
        if len(secret) >= _SHORTEST_TO_HIDE:
            message = message.replace(secret, HIDDEN)
    return message
