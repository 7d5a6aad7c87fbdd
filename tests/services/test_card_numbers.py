"""Card numbers never reach the API; tokens that merely look a little like one do."""

import random

import pytest

from backend.services.payments.given import is_card_number


@pytest.mark.parametrize(
    "text",
    [
        "4242424242424242",
        "4242 4242 4242 4242",
        "4242-4242-4242-4242",
        "4242.4242.4242.4242",
        "4242  4242  4242  4242",
        "4242\N{NO-BREAK SPACE}4242\N{EN DASH}4242/4242",
        "378282246310005",
        "my card: 4000000000000002, thanks",
    ],
)
def test_a_card_number_is_seen_however_it_is_written(text: str) -> None:
    assert is_card_number(text)


@pytest.mark.parametrize(
    "text", ["tok_df4de127073559851950806a", "4242424242424241", "424242424242", "tok_" + "4" * 24]
)
def test_a_token_with_many_digits_is_not_a_card_number(text: str) -> None:
    assert not is_card_number(text)


def test_no_token_of_random_hexadecimals_is_taken_for_a_card_number() -> None:
    dice = random.Random(20261121)  # noqa: S311 - the same tokens in every run
    assert not any(is_card_number(f"tok_{dice.randbytes(12).hex()}") for _ in range(20_000))
