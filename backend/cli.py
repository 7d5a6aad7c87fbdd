"""The `perennial` command. Each process type is one command; settings come from the environment."""

from __future__ import annotations

import asyncio
import secrets
import signal
import socket
import sys
from collections.abc import Callable, Coroutine, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Annotated, Any, TypeVar

import typer

from backend import database, demo, key_commands, logs
from backend.domain.clocks import ClockStatus
from backend.domain.errors import InvalidInput, NotFound, Refusal
from backend.events.bell import SilentBell
from backend.listening import listening
from backend.listening import serve as serve_on
from backend.models import Merchant, TestClock
from backend.runtime import open_runtime
from backend.services.test_clocks.advance import advance_test_clock
from backend.settings import Settings, SettingsProblem

app = typer.Typer(no_args_is_help=True, add_completion=False, help="Perennial: subscription billing and payments.")

clocks = typer.Typer(no_args_is_help=True, help="Test clocks: let months pass for a few customers.")
app.add_typer(clocks, name="clock")

keys = typer.Typer(no_args_is_help=True, help="Master secrets: put a new one in the place of an old one.")
app.add_typer(keys, name="keys")

T = TypeVar("T")


@app.command()
def up() -> None:
    """Try it: migrate, seed the demo shop, and serve everything in one process."""
    settings = Settings(demo=True)
    with listening(settings) as sockets:
        _run(_prepare(settings))
        _serve(settings, sockets, lambda: _print_addresses(settings))


@app.command()
def serve() -> None:
    """Serve the API, the client and GraphiQL (without Redis also jobs and schedule)."""
    settings = Settings()
    with listening(settings) as sockets:
        _serve(settings, sockets, lambda: None)


@app.command()
def worker() -> None:
    """Do background work that Redis announces, and look for what it did not. Run as many as you like."""
    from backend.worker import run_worker

    settings = Settings()
    logs.configure(settings)
    _run(_until_stopped(run_worker(settings)))


@app.command()
def scheduler() -> None:
    """Ring for periodic work. One is enough; two do no harm."""
    from backend.worker import run_scheduler

    settings = Settings()
    logs.configure(settings)
    _run(_until_stopped(run_scheduler(settings)))


@app.command()
def migrate() -> None:
    """Bring the database up to date."""
    settings = Settings()
    logs.configure(settings)
    applied = _run(_migrate(settings))
    typer.echo("\n".join(f"applied {name}" for name in applied) or "up to date")


@app.command("demo")
def seed_demo() -> None:
    """Seed the demo shop into a migrated database; its passwords are public."""
    settings = Settings()
    logs.configure(settings)
    typer.echo("seeded" if _run(_seed(settings)) else "already there")


@app.command()
def verify(
    as_json: Annotated[bool, typer.Option("--json", help="Answer in JSON, for programs.")] = False,
    merchant: Annotated[str | None, typer.Option(help="The code of one merchant; without it all of them.")] = None,
) -> None:
    """Add up the books and say what disagrees; changes nothing. Ends with 0: balanced, 1: not, 2: cannot be done."""
    from backend import verify as verifying

    try:
        verified = _run(verifying.verify_books(Settings(), merchant=merchant))
    except Exception as problem:
        # Whatever it is, it must not look like a verdict.
        typer.echo(f"cannot verify: {str(problem) or type(problem).__name__}", err=True)
        raise typer.Exit(2) from None
    typer.echo(verifying.as_json(verified) if as_json else verifying.as_table(verified))
    raise typer.Exit(0 if verifying.balanced(verified) else 1)


@clocks.command("list")
def list_clocks() -> None:
    """Print every test clock: its id, its merchant, where it stands, its name."""
    for line in _run(_list_clocks(Settings())):
        typer.echo(line)


@clocks.command("advance")
def advance_clock(
    clock_id: Annotated[str, typer.Argument(help="The id of a test clock.")],
    instant: Annotated[str, typer.Argument(help="A later instant with its offset, such as 2027-01-31T12:00:00Z.")],
) -> None:
    """Let the time of a test clock's customers pass; prints what happened to them. Ends with 1 when it was refused."""
    settings = Settings()
    logs.configure(settings)
    try:
        lines = _run(_advance_clock(settings, clock_id, instant))
    except Refusal as refusal:
        typer.echo(refusal.message, err=True)
        raise typer.Exit(1) from None
    typer.echo("\n".join(lines))


@keys.command("list")
def list_keys() -> None:
    """Print every master secret's name, whether it is in use, and how many stored values need it."""
    for line in _run(key_commands.list_keys(Settings())):
        typer.echo(line)


@keys.command("rotate")
def rotate_keys() -> None:
    """Seal everything anew with the master secret in use; where the key is kept in a file, make a new one first.

    Ends with 1 when a value cannot be opened by any of the secrets.
    """
    settings = Settings()
    logs.configure(settings)
    rotated = _run(key_commands.rotate_keys(settings))
    typer.echo("\n".join(rotated.lines))
    raise typer.Exit(0 if rotated.complete else 1)


@app.command()
def double(
    name: Annotated[str | None, typer.Argument(help="Which provider's; without it their names are printed.")] = None,
    port: Annotated[
        int | None,
        typer.Option(min=0, max=65535, help="Where to listen on 127.0.0.1; 0: any free one. Each double has its own."),
    ] = None,
    deliver_to: Annotated[
        str | None, typer.Option(help="Where its first account's webhooks go, as if set in the dashboard.")
    ] = None,
) -> None:
    """Serve a local double of a payment provider, to try its gateway without an account. No real money."""
    from backend import double_host

    if name is None:
        typer.echo("\n".join(double_host.names()))
        return
    try:
        _run(_until_stopped(double_host.serve(name, port=port, deliver_to=deliver_to, say=typer.echo)))
    except double_host.CannotServe as problem:
        typer.echo(str(problem), err=True)
        raise typer.Exit(1) from None


@app.command()
def schema() -> None:
    """Print the GraphQL schema."""
    from backend.schema.root import schema as built

    typer.echo(built.as_str())


@app.command()
def migrations(name: str) -> None:
    """Make an empty migration NAME in both dialect folders, to be written by hand (developers)."""
    from backend.migrations.new import write_new

    for path in write_new(name):
        typer.echo(path)


def main() -> None:
    """The console script. A wrong setting is one line, not a traceback."""
    try:
        app()
    except SettingsProblem as problem:
        typer.echo(str(problem), err=True)
        sys.exit(2)


def _run(work: Coroutine[Any, Any, T]) -> T:
    return asyncio.run(work)


async def _prepare(settings: Settings) -> None:
    logs.configure(settings)
    await _migrate(settings)
    await _seed(settings)


async def _migrate(settings: Settings) -> list[str]:
    await database.connect(settings.database_url)
    try:
        return await database.migrate(settings.database_url)
    finally:
        await database.disconnect()


async def _seed(settings: Settings) -> bool:
    async with open_runtime(settings) as runtime:
        # One transaction around everything: nothing may be rung for inside it.
        return await demo.seed(replace(runtime.services, bell=SilentBell()), settings)


async def _list_clocks(settings: Settings) -> list[str]:
    async with open_runtime(settings):
        merchants = {merchant.id: merchant.code for merchant in await Merchant.all()}
        rows = await TestClock.all().order_by("id")
        return [f"{row.id}  {merchants[row.merchant_id]}  {row.now_at.isoformat()}  {row.name}" for row in rows]


async def _advance_clock(settings: Settings, clock_id: str, instant: str) -> list[str]:
    """Until it stands, however many stretches that takes. Raises Refusal."""
    try:
        to = datetime.fromisoformat(instant)
    except ValueError:
        raise InvalidInput.at("to", "INVALID_INSTANT", f"{instant!r} is no instant.") from None
    async with open_runtime(settings) as runtime:
        clock = await TestClock.get_or_none(id=clock_id)
        if clock is None:
            raise NotFound("There is no such test clock.", clock_id)
        ctx, key = runtime.services.system(clock.merchant_id), secrets.token_urlsafe(16)
        done = None
        while done is None or done.clock.status != ClockStatus.READY:
            done = await advance_test_clock(ctx, test_clock_id=clock_id, to=to, idempotency_key=key)
        lines = [f"{event.occurred_at.isoformat()}  {event.type}  {event.subject_id}" for event in done.events]
        stands = f"{done.clock.now_at.isoformat()}: {done.count} events"
        return [*lines, f"{stands}; it stopped: {done.clock.last_error}" if done.clock.last_error else stands]


def _serve(settings: Settings, sockets: Sequence[socket.socket], answering: Callable[[], object]) -> None:
    from backend.app import create_app

    # Uvicorn stops in order on SIGTERM, then sends itself the signal again: end with 0, as every stop in order does.
    signal.signal(signal.SIGTERM, lambda _number, _frame: sys.exit(0))
    serve_on(create_app(settings), sockets, answering)


async def _until_stopped(work: Coroutine[Any, Any, None]) -> None:
    """Run until SIGTERM or SIGINT; then cancel, and wait for what the work wants to finish."""
    task = asyncio.create_task(work)
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, task.cancel)
    try:
        await task
    except asyncio.CancelledError:
        return


def _print_addresses(settings: Settings) -> None:
    customer, staff = demo.SIGN_INS["customer"], demo.SIGN_INS["staff"]
    typer.echo(
        f"""
  Shop       {settings.public_url}
  Console    {settings.public_url}/admin
  GraphiQL   {settings.public_url}/graphiql
  GraphQL    {settings.public_url}/graphql
  Customer   {customer["email"]}  {customer["password"]}
  Staff      {staff["email"]}  {staff["password"]}
  Cards      4242 4242 4242 4242 succeeds, 4000 0027 6000 3184 asks for 3-D Secure, 4000 0000 0000 0002 is declined
"""
    )


if __name__ == "__main__":
    main()
