"""Logs hold no secrets, whatever they are called and wherever they hide."""

from __future__ import annotations

import io
import json
import logging
from collections.abc import Iterator
from typing import Any

import pytest
import structlog

from backend import logs
from tests.web.toy_app import toy_settings

JWT = "eyJhbGciOiJFZERTQSJ9.eyJzdWIiOiJ1MSJ9.c2lnbmF0dXJl"


@pytest.fixture
def stream(request: pytest.FixtureRequest) -> Iterator[io.StringIO]:
    out = io.StringIO()
    root = logging.getLogger()
    handlers, level = list(root.handlers), root.level
    logs.configure(toy_settings(log_format=getattr(request, "param", "json")), out)
    yield out
    root.handlers[:] = handlers
    root.setLevel(level)


def written(stream: io.StringIO) -> dict[str, Any]:
    record: dict[str, Any] = json.loads(stream.getvalue().splitlines()[-1])
    return record


@pytest.mark.parametrize(
    "key",
    [
        "password",
        "new_password",
        "token",
        "access_token",
        "refreshToken",
        "secret",
        "client_secret",
        "Authorization",
        "cookie",
        "set-cookie",
        "access",
        "refresh",
        "key",
        "api_key",
        "apiKey",
        "secret_key",
        "idempotency_key",
        "card_number",
        "cvc",
    ],
)
def test_a_value_with_a_secret_name_is_hidden_at_any_level(stream: io.StringIO, key: str) -> None:
    structlog.stdlib.get_logger("x").info("event", **{key: "hunter2"}, nested={"list": [{key: "hunter2"}]})
    assert "hunter2" not in stream.getvalue()
    assert written(stream)[key] == logs.REDACTED


@pytest.mark.parametrize(
    "secret",
    [
        JWT,
        f"Bearer {JWT}",
        "Bearer opaque-token-1",
        "sk_live_abcdef123456",
        "sk_test_abcdef123456",
        "rk_live_abcdef123456",
        "whsec_abcdef123456",
        "4242424242424242",
        "4242 4242 4242 4242",
        "4000-0566-5566-5556",
        "378282246310005",
        "postgres://perennial:hunter2-pass@db:5432/x",
    ],
)
def test_a_value_with_the_shape_of_a_secret_is_hidden(stream: io.StringIO, secret: str) -> None:
    log = structlog.stdlib.get_logger("x")
    log.info(f"said {secret} aloud", value=secret, values=[{"a": secret}], other=(secret,))
    logging.getLogger("tortoise").warning("failed with %s", secret)
    try:
        raise ValueError(secret)
    except ValueError:
        log.exception("crash")
    plain = secret.removeprefix("Bearer ").replace("postgres://perennial:", "").replace("@db:5432/x", "")
    assert plain not in stream.getvalue()
    assert len(stream.getvalue().splitlines()) == 3


@pytest.mark.parametrize(
    "value",
    [
        "0199f3a0-7c3e-7d20-b8c6-5d0a4d2f1e11",
        "2026-01-01T00:00:00.000000Z",
        "4242424242424241",
        "invoice.paid",
        "monkey",
        "12.50 MXN",
    ],
)
def test_ordinary_values_stay_readable(stream: io.StringIO, value: str) -> None:
    structlog.stdlib.get_logger("x").info("event", invoice=value, keyboard=value, ms=1.5, count=3)
    record = written(stream)
    assert (record["invoice"], record["keyboard"], record["ms"], record["count"]) == (value, value, 1.5, 3)


def test_a_card_number_given_as_a_number_is_hidden(stream: io.StringIO) -> None:
    structlog.stdlib.get_logger("x").info("event", number=4242424242424242)
    assert written(stream)["number"] == logs.REDACTED


@pytest.mark.parametrize("name", ["uvicorn.error", "taskiq", "tortoise", "anything"])
def test_lines_of_other_libraries_are_structured_and_bound_to_the_request(stream: io.StringIO, name: str) -> None:
    with structlog.contextvars.bound_contextvars(request_id="r-1"):
        assert logs.request_id() == "r-1"
        logging.getLogger(name).warning("about %s", "something")
    record = written(stream)
    assert (record["event"], record["logger"], record["level"], record["request_id"]) == (
        "about something",
        name,
        "warning",
        "r-1",
    )
    assert logs.request_id() == ""


@pytest.mark.parametrize("stream", ["console"], indirect=True)
def test_the_console_shows_tracebacks_and_no_secrets(stream: io.StringIO) -> None:
    try:
        raise ValueError("sk_live_abcdef123456")
    except ValueError:
        structlog.stdlib.get_logger("x").exception("crash", **{"password": "hunter2"})
    text = stream.getvalue()
    assert "Traceback" in text
    assert "hunter2" not in text
    assert "sk_live" not in text


@pytest.mark.parametrize("name", ["taskiq.receiver.receiver", "taskiq.cli.scheduler.run", "tortoise", "pyBarcode"])
def test_what_libraries_say_all_the_time_hides_no_news_and_their_troubles_are_told(
    stream: io.StringIO, name: str
) -> None:
    logging.getLogger(name).info("Executing task perennial.look")
    assert stream.getvalue() == ""
    logging.getLogger(name).warning("about a task")
    assert written(stream)["event"] == "about a task"


def test_the_level_is_obeyed(stream: io.StringIO) -> None:
    structlog.stdlib.get_logger("x").debug("quiet")
    logging.getLogger("taskiq").debug("quiet")
    assert stream.getvalue() == ""


def test_at_debug_level_nobody_writes_frames_or_statements() -> None:
    root, out = logging.getLogger(), io.StringIO()
    handlers, level = list(root.handlers), root.level
    logs.configure(toy_settings(log_level="DEBUG"), out)
    loud = [name for name in ("uvicorn.error", "websockets", "tortoise.db_client") if _writes_debug(name)]
    root.handlers[:] = handlers
    root.setLevel(level)
    assert loud == []


def _writes_debug(name: str) -> bool:
    return logging.getLogger(name).isEnabledFor(logging.DEBUG)
