"""Step two of three: one call to the gateway, with no transaction open. What it means is decided by the caller."""

from __future__ import annotations

from backend.domain.payment import AttemptStatus
from backend.gateways.base import OutcomeUnknown, SetupRequest, SetupResult
from backend.models import Customer
from backend.services.context import Context
from backend.services.failpoints import failpoint
from backend.services.gateways.accounts import OpenAccount
from backend.services.gateways.asking import Answer, ask
from backend.services.gateways.customers import ensure_customer
from backend.services.payments.source import open_source, payer_of
from backend.services.setups.claim import Lease

NOT_ANSWERED = frozenset({AttemptStatus.SENDING, AttemptStatus.UNKNOWN})


async def ask_gateway(ctx: Context, lease: Lease) -> Answer[SetupResult]:
    """Begin a new setup, repeat one whose answer was lost, or fetch one that waits. Never raises GatewayError."""
    return await ask(
        ctx,
        lease.setup.gateway_account_id,
        lambda account: _call(ctx, account, lease),
        subject=lease.setup.id,
        fresh=lease.before is AttemptStatus.CREATED,
        lost=lease.before in NOT_ANSWERED,
    )


async def _call(ctx: Context, account: OpenAccount, lease: Lease) -> SetupResult:
    setup = lease.setup
    if lease.before is not AttemptStatus.CREATED and lease.before not in NOT_ANSWERED:
        if setup.gateway_reference is None:
            raise OutcomeUnknown("the gateway said that it waits, and not what it calls it")
        return await account.gateway.fetch_setup(account.call(ctx), setup.gateway_reference)
    lifetime = account.gateway.capabilities.key_lifetime
    if lease.before in NOT_ANSWERED and lifetime is not None and setup.created_at + lifetime <= ctx.wall:
        raise OutcomeUnknown("the gateway does not know the key any more: it is not sent again")
    customer = await Customer.get(merchant_id=ctx.merchant_id, id=setup.customer_id)
    source = open_source(ctx, setup)
    made = await ensure_customer(ctx, account, customer) if source.needs_customer else None
    request = SetupRequest(
        key=setup.id,
        our_reference=setup.id,
        source=source.to_keep(),
        payer=payer_of(customer, source),
        customer_reference=source.customer or made,
        return_url=setup.return_url,
        metadata={"setup": setup.id, "customer": customer.id},
    )
    failpoint("setup.before_http")
    # Sent again it is the same setup: the key is its own id.
    result = await account.gateway.begin_setup(account.call(ctx), request)
    failpoint("setup.after_http_reply")
    return result
