"""`perennial keys`, as an operator runs it beside a shop that is open."""

from __future__ import annotations

import base64
import stat
from pathlib import Path

from tests.support.commands import Ended, run_command
from tests.support.processes import Processes
from tests.support.shop import open_shop

TEST = """
mutation ($id: ID!) { gatewayAccountTest(input: {id: $id}) {
  ... on GatewayAccountTestSuccess { gatewayAccount { problem health { ok } } }
} }"""
NOTHING_LEFT = "Nothing that was stored needs a previous key."


def keys(command: str, **settings: str) -> Ended:
    return run_command("keys", command, settings={"LOG_LEVEL": "WARNING", **settings})


def key(letter: str) -> str:
    return base64.b64encode(letter.encode() * 32).decode()


def test_a_shop_that_is_open_goes_on_with_the_key_that_a_rotation_made(processes: Processes, tmp_path: Path) -> None:
    settings = {"DATA_DIR": str(tmp_path / "data"), "DATABASE_URL": f"sqlite://{tmp_path / 'data' / 'perennial.db'}"}
    file = tmp_path / "data" / "secret.key"
    api = processes.up(SECRET_KEY="", **settings)
    with open_shop(api.url, settings["DATABASE_URL"]) as shop:
        staff = shop.sign_in("staff@example.com", "perennial-staff")
        accounts = shop.ask("{ gatewayAccounts { id } }", by=staff)["gatewayAccounts"]
        (first,) = file.read_text().split()

        rotated = keys("rotate", **settings)
        assert (rotated.code, rotated.err) == (0, "")
        assert f"gateway_accounts.settings_sealed  {len(accounts)} sealed anew" in rotated.out
        assert "signing_keys.private_sealed  1 sealed anew" in rotated.out
        assert NOTHING_LEFT in rotated.out
        second, old = file.read_text().split()
        assert old == first
        assert stat.S_IMODE(file.stat().st_mode) == 0o600

        # The process that has been running since before signs, and opens what was sealed anew.
        shop.register()
        again = shop.sign_in("staff@example.com", "perennial-staff")
        for by in (staff, again):
            for account in accounts:
                tested = shop.ask(TEST, account, by=by)["gatewayAccountTest"]["gatewayAccount"]
                assert tested == {"problem": None, "health": {"ok": True}}
        listed = keys("list", **settings).out.splitlines()
        assert [line.split()[1:] for line in listed] == [
            ["in", "use", str(len(accounts) + 1), "values"],
            ["previous", "0", "values"],
        ]
        assert first not in rotated.out + "".join(listed)

    # The installation as it is, with another key of the operator's own.
    unread = keys("rotate", SECRET_KEY=key("n"), **settings)
    assert unread.code == 1
    assert unread.out.count("cannot be opened: gwa_") == len(accounts)
    assert NOTHING_LEFT not in unread.out
    assert file.read_text().split() == [second, first]
    done = keys("rotate", SECRET_KEY=key("n"), PREVIOUS_SECRET_KEYS=f"{second},{first}", **settings)
    assert (done.code, NOTHING_LEFT in done.out) == (0, True)


def test_a_wrong_key_is_one_line(tmp_path: Path) -> None:
    for settings, told in (
        ({"SECRET_KEY": key("n"), "PREVIOUS_SECRET_KEYS": "nonsense"}, "Each of PREVIOUS_SECRET_KEYS must be"),
        ({"DATABASE_URL": "postgres://localhost/x"}, "Set SECRET_KEY"),
    ):
        refused = keys("list", DATA_DIR=str(tmp_path), **settings)
        assert (refused.code, refused.out, len(refused.err.splitlines())) == (2, "", 1)
        assert refused.err.startswith(told)
        assert "nonsense" not in refused.err
