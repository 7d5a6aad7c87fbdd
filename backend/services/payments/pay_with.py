"""What a payer chose to pay with, checked: an offered gateway, a token that is no card number, a safe way back."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field, replace

import structlog

from backend.domain.errors import InvalidInput
from backend.domain.money import Money
from backend.gateways.base import Capabilities, ConfigurationError, MethodKind
from backend.models import GatewayAccount, PaymentMethod
from backend.services.context import Context
from backend.services.gateways.accounts import OpenAccount, account_for, open_account
from backend.services.gateways.customers import known_customer_reference
from backend.services.gateways.limits import check_limits
from backend.services.payment_methods.keep import KEEPABLE
from backend.services.payments.given import check_device_id, check_return_url, check_token
from backend.services.payments.source import Source
from backend.services.secrets import Unsealable

log = structlog.get_logger(__name__)

BALANCE = "balance"
# The payer pays on a page, and comes back from it.
PAGES = frozenset({MethodKind.CARD, MethodKind.WALLET})


@dataclass(frozen=True, slots=True)
class PayWith:
    """A payer's choice, as it came in. `return_url` may contain {PAYMENT_ID}.

    One of: a fresh `token` (kept for later with `save`), a saved method's `method_id`, nothing where the kind is paid
    elsewhere, or kind BALANCE with the gateway "balance" and neither. `account_id` picks one of several accounts of the
    gateway; `device_id` is what the gateway's own script made of the browser.
    """

    gateway: str
    kind: str
    token: str | None = field(default=None, repr=False)
    return_url: str | None = None
    method_id: str | None = None
    save: bool = False
    account_id: str | None = None
    device_id: str | None = None


# Fields that came later.
_LATER = frozenset({"account_id", "device_id"})


def said(choice: PayWith | None) -> dict[str, object] | None:
    """What a request says of the way to pay, for its idempotency key: a later field that is not given says nothing.

    So a request that was sent before that field existed, and is sent again after an upgrade, is still the same.
    """
    if choice is None:
        return None
    return {name: value for name, value in asdict(choice).items() if value is not None or name not in _LATER}


@dataclass(frozen=True, slots=True)
class Method:
    """A checked choice: the account that will collect, and from what; `saved` is the row of a saved method."""

    account: OpenAccount
    source: Source
    return_url: str | None
    saved: PaymentMethod | None = None


def is_balance(choice: PayWith) -> bool:
    """Whether the balance pays, and no gateway is needed. Raises InvalidInput for a mixture of both."""
    if (choice.gateway == BALANCE) != (choice.kind == MethodKind.BALANCE):
        raise InvalidInput.at("payWith.kind", "KIND_NOT_OFFERED", "The balance is gateway `balance` and kind BALANCE.")
    if choice.gateway == BALANCE and (choice.token or choice.method_id or choice.save):
        raise InvalidInput.at("payWith.token", "NOT_NEEDED", "Paying from the balance needs no token and no method.")
    return choice.gateway == BALANCE


async def check_pay_with(
    ctx: Context, choice: PayWith, currency: str, *, customer_id: str, amount: Money | None = None
) -> Method:
    """What will be charged at which gateway. Raises InvalidInput that names the wrong field; no card is echoed.

    `amount` is what will be collected, where that is known already.
    """
    check_return_url(ctx, choice.return_url, "payWith.returnUrl")
    if choice.method_id is not None:
        method = await _saved(ctx, choice, choice.method_id, currency, customer_id)
    else:
        method = await _fresh(ctx, choice, currency, customer_id, amount)
    if amount is not None:
        account = method.account
        check_limits(account.gateway.capabilities, account.row.label, amount, "payWith.gateway")
    return replace(method, source=replace(method.source, ip=ctx.payer_ip))


async def _fresh(ctx: Context, choice: PayWith, currency: str, customer_id: str, amount: Money | None) -> Method:
    account = await account_for(
        ctx, gateway=choice.gateway, kind=choice.kind, currency=currency, account_id=choice.account_id, amount=amount
    )
    can, label = account.gateway.capabilities, account.row.label
    source = fresh_source(can, label, choice.kind, choice.token, choice.device_id, path="payWith.")
    if source.token is None and choice.return_url is None and can.redirect and choice.kind in PAGES:
        raise InvalidInput.at("payWith.returnUrl", "REQUIRED", f"Say where {label} is to send the payer back to.")
    if choice.save and not (can.saved_methods and can_be_kept(can, MethodKind(choice.kind))):
        raise InvalidInput.at("payWith.save", "NOT_OFFERED", f"{label} does not keep this method.")
    customer = await known_customer_reference(ctx, account.row.id, customer_id) if choice.save else None
    return Method(account, replace(source, save=choice.save, customer=customer), choice.return_url)


def can_be_kept(can: Capabilities, kind: MethodKind) -> bool:
    """Whether there is something to keep, to charge again: a voucher or a transfer leaves nothing."""
    return kind in KEEPABLE and (kind in PAGES or can.takes_token(kind))


def fresh_source(
    can: Capabilities, label: str, kind: str, token: str | None, device_id: str | None, *, path: str = ""
) -> Source:
    """A method that is entered now: by its token, or elsewhere. Raises InvalidInput at `path` and the field."""
    taken, given = MethodKind(kind), token is not None and token.strip() != ""
    if not given and taken in can.elsewhere:
        check_device_id(device_id, path + "deviceId")
        return Source(kind, device_id=device_id)
    if given and not can.takes_token(taken):
        raise InvalidInput.at(path + "token", "NOT_NEEDED", f"{label} takes no token for {kind}.")
    check_token(token, path + "token")
    check_device_id(device_id, path + "deviceId")
    if can.requires_device_id and taken is MethodKind.CARD and device_id is None:
        raise InvalidInput.at(path + "deviceId", "REQUIRED", f"{label} needs what its own script made of the browser.")
    return Source(kind, token=token, device_id=device_id)


async def _saved(ctx: Context, choice: PayWith, method_id: str, currency: str, customer_id: str) -> Method:
    row = await PaymentMethod.get_or_none(
        merchant_id=ctx.merchant_id, customer_id=customer_id, id=method_id, removed_at=None
    )
    if row is None:
        raise InvalidInput.at("payWith.methodId", "UNKNOWN_METHOD", "You have no such saved method.")
    if choice.token or choice.save:
        raise InvalidInput.at("payWith.token", "EXCLUSIVE", "Give a token or a saved method, not both.")
    if (row.gateway, row.kind) != (choice.gateway, choice.kind):
        raise InvalidInput.at(
            "payWith.gateway", "OTHER_GATEWAY", "The saved method belongs to another gateway or kind."
        )
    if choice.account_id not in (None, row.gateway_account_id):
        raise InvalidInput.at("payWith.accountId", "OTHER_ACCOUNT", "Another account keeps the saved method.")
    check_device_id(choice.device_id, "payWith.deviceId")
    source = replace(saved_source(row), device_id=choice.device_id)
    return Method(await chosen_account(ctx, row, currency, "payWith.methodId"), source, choice.return_url, row)


def saved_source(row: PaymentMethod, *, off_session: bool = False) -> Source:
    """A saved method as an attempt's source."""
    return Source(row.kind, reference=row.gateway_reference, customer=row.gateway_customer, off_session=off_session)


async def chosen_account(ctx: Context, row: PaymentMethod, currency: str, path: str) -> OpenAccount:
    """The same for a customer who chooses the method now: what is wrong with its account refuses it at `path`."""
    try:
        return await saved_account(ctx, row, currency, path)
    except (Unsealable, ConfigurationError) as error:
        log.error("gateways.account_unusable", account=row.gateway_account_id, error=type(error).__name__)
        raise InvalidInput.at(path, "GATEWAY_NOT_OFFERED", "This method cannot be charged at the moment.") from None


async def saved_account(ctx: Context, row: PaymentMethod, currency: str, path: str = "payWith.methodId") -> OpenAccount:
    """The very account that keeps the method. Raises InvalidInput at `path`: it is off, or takes another currency.

    Raises Unsealable and ConfigurationError while its settings cannot be read: a job tries again later.
    """
    account = await GatewayAccount.get(merchant_id=ctx.merchant_id, id=row.gateway_account_id)
    if not account.enabled or account.gateway not in ctx.services.gateways.gateways:
        raise InvalidInput.at(path, "GATEWAY_NOT_OFFERED", "This method cannot be charged any more.")
    opened = open_account(ctx, account)
    if not opened.takes(MethodKind(row.kind), currency):
        raise InvalidInput.at(path, "CURRENCY_NOT_OFFERED", f"This method takes no {currency}.")
    return opened
