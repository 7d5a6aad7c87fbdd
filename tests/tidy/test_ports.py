"""Ports that tests are given: nobody else is given one before a server listens there."""

from __future__ import annotations

import socket

import pytest

from tests.support.ports import free_port


def test_a_port_that_was_given_is_free_for_no_other_and_lets_its_server_in() -> None:
    port = free_port()
    with socket.socket() as other, pytest.raises(OSError, match="in use"):
        other.bind(("127.0.0.1", port))
    with socket.socket() as client, pytest.raises(ConnectionRefusedError):
        client.connect(("127.0.0.1", port))
    for _ in range(2):  # A server may be started again.
        with socket.socket() as server:
            server.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            server.bind(("127.0.0.1", port))
            server.listen()
            with socket.create_connection(("127.0.0.1", port)):
                pass
