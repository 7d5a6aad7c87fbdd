"""Keep a payment method without a charge: the setup is written first, then its gateway is asked."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field, replace

from backend.domain.errors import InvalidInput
from backend.domain.payment import AttemptStatus
from backend.gateways.base import MethodKind
from backend.models import PaymentSetup
from backend.models.ids import new_id
from backend.services.billed_in import customer_currency
from backend.services.context import Context
from backend.services.failpoints import failpoint
from backend.services.gateways.accounts import OpenAccount, account_for
from backend.services.gateways.customers import known_customer_reference
from backend.services.held import wait_for_holder
from backend.services.idempotency import Result, once
from backend.services.payments.given import check_return_url, fields_at_top
from backend.services.payments.pay_with import PAGES, can_be_kept, fresh_source
from backend.services.payments.source import Source, seal_source
from backend.services.setups.announce import announce_setup
from backend.services.setups.walk import walk_setup
from backend.services.transaction import Transaction

# Stands for the setup's id in a return address.
SETUP_ID = "{SETUP_ID}"


@dataclass(frozen=True, slots=True)
class Wanted:
    """A method to be kept: by a fresh `token`; without one on the gateway's own page, or `in_app` with its SDK."""

    gateway: str
    kind: str
    account_id: str | None = None
    token: str | None = field(default=None, repr=False)
    return_url: str | None = None
    device_id: str | None = None
    in_app: bool = False
    make_default: bool = False


async def add_method(ctx: Context, *, wanted: Wanted, idempotency_key: str) -> PaymentSetup:
    """Have a gateway keep a method of the signed-in customer's; the setup says what came of it.

    It may have succeeded already, been declined, or need the payer. Raises Forbidden, Conflict (the key) and
    InvalidInput that names the wrong field.
    """
    customer_id = ctx.actor.require_customer()

    async def perform(tx: Transaction) -> Result:
        account, source = await _check(ctx, wanted, customer_id)
        setup = await _write(ctx, customer_id, account, source, wanted)
        announce_setup(tx, setup, "created")
        return {"setup": setup.id}

    ids = await once(ctx, operation="paymentMethodAdd", key=idempotency_key, request=asdict(wanted), perform=perform)
    failpoint("setup.after_start")
    own = PaymentSetup.filter(merchant_id=ctx.merchant_id, id=ids["setup"])
    if not await walk_setup(ctx.later(), setup_id=ids["setup"]):
        await wait_for_holder(ctx, own.filter(status=AttemptStatus.SENDING.value, lease_until__isnull=False))
    return await own.get()


async def _check(ctx: Context, wanted: Wanted, customer_id: str) -> tuple[OpenAccount, Source]:
    check_return_url(ctx, wanted.return_url, "returnUrl")
    currency = (await customer_currency(ctx)).code
    with fields_at_top():
        account = await account_for(
            ctx, gateway=wanted.gateway, kind=wanted.kind, currency=currency, account_id=wanted.account_id
        )
    can, label, kind = account.gateway.capabilities, account.row.label, MethodKind(wanted.kind)
    if not (can.setup_without_charge and can_be_kept(can, kind)):
        raise InvalidInput.at("gateway", "NOT_OFFERED", f"{label} keeps no such method without a payment.")
    if wanted.in_app:
        if not (can.in_app and can.customers):
            raise InvalidInput.at("inApp", "NOT_OFFERED", f"{label} has no kit for mobile apps.")
        if wanted.token is not None:
            raise InvalidInput.at("token", "EXCLUSIVE", "In an app there is no token yet.")
        source = Source(wanted.kind, in_app=True)
    else:
        source = fresh_source(can, label, wanted.kind, wanted.token, wanted.device_id)
    on_page = source.token is None and not source.in_app and kind in PAGES
    if on_page and can.redirect and wanted.return_url is None:
        raise InvalidInput.at("returnUrl", "REQUIRED", f"Say where {label} is to send the payer back to.")
    known = await known_customer_reference(ctx, account.row.id, customer_id)
    return account, replace(source, save=True, customer=known, ip=ctx.payer_ip)


async def _write(ctx: Context, customer_id: str, account: OpenAccount, source: Source, wanted: Wanted) -> PaymentSetup:
    id = new_id("setup")
    return await PaymentSetup.create(
        id=id,
        merchant_id=ctx.merchant_id,
        customer_id=customer_id,
        gateway_account_id=account.row.id,
        gateway=account.row.gateway,
        kind=source.kind,
        status=AttemptStatus.CREATED.value,
        make_default=wanted.make_default,
        source_sealed=seal_source(ctx, PaymentSetup, id, source),
        return_url=wanted.return_url.replace(SETUP_ID, id) if wanted.return_url else None,
        tries=0,
        fence=0,
        next_try_at=ctx.wall,
        # Gateways live in the real present, and so does a setup.
        created_at=ctx.wall,
        updated_at=ctx.wall,
        version=1,
    )
