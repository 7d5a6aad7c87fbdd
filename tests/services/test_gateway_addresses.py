"""Which addresses staff may give a gateway: none that leads into our own network."""

from __future__ import annotations

import pytest

from backend.services.gateways.addresses import address_problem


@pytest.mark.parametrize(
    ("mode", "address", "fits"),
    [
        ("test", "https://proxy.example/stripe", True),
        ("test", "http://localhost:12111", True),
        ("test", "http://127.0.0.1:12111", True),
        ("test", "http://[::1]:12111", True),
        ("test", "https://10.0.0.5", True),
        ("test", "http://proxy.example", False),
        ("test", "http://10.0.0.5", False),
        ("test", "https://169.254.169.254/latest", False),
        ("test", "https://user:pass@proxy.example", False),
        ("test", "https://proxy.example:99999", False),
        ("test", "https://１２７.0.0.1", False),
        ("test", "https://0.0.0.0", False),
        ("live", "https://proxy.example/stripe", True),
        ("live", "https://8.8.8.8", True),
        ("live", "http://localhost:12111", False),
        ("live", "https://localhost", False),
        ("live", "https://LOCALHOST.", False),
        ("live", "https://db.internal", False),
        ("live", "https://postgres", False),
        ("live", "https://127.0.0.1", False),
        ("live", "https://127.1", False),
        ("live", "https://2130706433", False),
        ("live", "https://0x7f.1", False),
        ("live", "https://017700000001", False),
        ("live", "https://10.0.0.5", False),
        ("live", "https://192.168.1.1", False),
        ("live", "https://100.64.0.1", False),
        ("live", "https://[::1]", False),
        ("live", "https://[::ffff:10.0.0.5]", False),
        ("live", "https://[fd00::1]", False),
        ("live", "https://", False),
        ("live", "ftp://proxy.example", False),
        ("live", "proxy.example", False),
    ],
)
def test_an_address_that_is_called_is_no_way_into_our_own_network(mode: str, address: str, fits: bool) -> None:
    assert (address_problem(address, live=mode == "live") is None) is fits
