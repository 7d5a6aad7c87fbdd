"""What the conformance kit does not ask: the plugin's own settings and words."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from acme_perennial.gateway import AcmeGateway
from acme_perennial.settings import AcmeSettings
from acme_perennial.translate import Charge, to_result
from pydantic import ValidationError

from backend.gateways.base import PaymentState
from backend.gateways.registry import check_gateway

KEYS = {"publishable_key": "apk_test_1", "secret_key": "ask_test_0001", "webhook_secret": "sixteen_letters_"}


def test_the_registry_takes_it() -> None:
    check_gateway(AcmeGateway())


def test_a_live_key_is_refused_in_test_mode_and_not_repeated() -> None:
    with pytest.raises(ValidationError, match="not a key of test mode") as refused:
        AcmeSettings.model_validate({**KEYS, "secret_key": "ask_live_0001"})
    assert "ask_live_0001" not in str(refused.value.errors(include_input=False))


def test_a_status_from_the_future_is_neither_success_nor_failure() -> None:
    charge = Charge(id="ach_1", status="pondering", amount=1999, currency="usd", reference="pa_1")
    result = to_result(charge, datetime(2026, 1, 31, tzinfo=UTC))
    assert (result.state, result.decline, result.action) == (PaymentState.UNKNOWN, None, None)
