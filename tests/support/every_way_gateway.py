"""The scripted gateway with every way to pay: on its page, at a counter, by transfer, in an app; and with setups.

The truth is that of `ScriptedGateway`. `setups` is what it knows of methods that are kept without a charge, `customers`
of customers; `sessions` counts the ephemeral keys that it made.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import Any, ClassVar

from backend.gateways.base import (
    Action,
    BankTransfer,
    BrowserFields,
    Capabilities,
    ClientConfirm,
    ClientSession,
    ClientSessionRequest,
    Conflict,
    CreatePayment,
    Decline,
    GatewayContext,
    InApp,
    Instructions,
    MethodKind,
    NewCustomer,
    NotFound,
    PaymentResult,
    PaymentState,
    Redirect,
    SetupRequest,
    SetupResult,
    Voucher,
)
from tests.support.scripted_gateway import ACTION_URL, Entry, ScriptedGateway, Step, _run

CLIENT_SECRET = "pi_secret_of_the_payer"
_WAITING = {PaymentState.REQUIRES_ACTION, PaymentState.PENDING}


class EveryWayGateway(ScriptedGateway):
    """Takes cards by token or on its page, and all else elsewhere; asks for a device with a card's token."""

    capabilities: ClassVar[Capabilities] = replace(
        ScriptedGateway.capabilities,
        kinds=frozenset(set(MethodKind) - {MethodKind.BALANCE}),
        elsewhere=frozenset({MethodKind.STORE, MethodKind.BANK_TRANSFER, MethodKind.WALLET, MethodKind.CASH}),
        in_app=True,
        amount_limits={"USD": (100, 500_000), "EUR": (None, 500_000)},
        setup_without_charge=True,
        customers=True,
        requires_device_id=True,
        settles="within a day",
    )

    def __init__(self) -> None:
        super().__init__()
        # Until when what is paid offline can be paid.
        self.expires_at: datetime | None = None
        self.setups: dict[str, SetupResult] = {}
        self.setup_requests: list[SetupRequest] = []
        self.customers: dict[str, NewCustomer] = {}
        self.sessions = 0

    def browser_fields(self, settings: Any) -> BrowserFields:
        return BrowserFields("https://fields.example/script.js", "pk_scripted", "openpay", "m_shop")

    def _execute(self, ctx: GatewayContext, request: CreatePayment, step: Step) -> None:
        super()._execute(ctx, request, step)
        made = self.payments[request.our_reference]
        if made.state in _WAITING:
            action = self._action(request, made)
            self.payments[request.our_reference] = replace(made, action=action, method=None)

    def _action(self, request: CreatePayment, made: PaymentResult) -> Action | None:
        if isinstance(request.source, InApp):
            return ClientConfirm(CLIENT_SECRET, "pk_scripted")
        match request.source.kind:
            case MethodKind.STORE:
                return Voucher(f"99{made.reference}", "9912345678", "https://pay.example/slip.pdf", self.expires_at)
            case MethodKind.BANK_TRANSFER:
                return BankTransfer("3141592", "646180111812345678", "STP", "1234567", self.expires_at)
            case MethodKind.CASH:
                return Instructions("Pay at our desk, please.", "R-7", self.expires_at)
        return made.action and Redirect(ACTION_URL, self.expires_at)

    async def create_customer(self, ctx: GatewayContext, request: NewCustomer) -> str:
        self.journal.append(Entry("customer", request.our_reference, request.key))
        step = self._next("customer")
        await _run(step.before)
        if step.state is not None:
            self.customers[request.our_reference] = request
        await _run(step.after)
        if step.raises is not None:
            raise step.raises
        return str(step.lie.get("reference", f"gc_{list(self.customers).index(request.our_reference) + 1}"))

    async def client_session(self, ctx: GatewayContext, request: ClientSessionRequest) -> ClientSession:
        self.journal.append(Entry("session", request.customer_reference, request.key))
        await self._reading("session")
        self.sessions += 1
        return ClientSession(f"ek_{self.sessions}_{request.sdk_version}", "pk_scripted")

    async def begin_setup(self, ctx: GatewayContext, request: SetupRequest) -> SetupResult:
        self.journal.append(Entry("setup", request.our_reference, request.key))
        step = self._next("setup")
        await _run(step.before)
        earlier = next((one for one in self.setup_requests if one.key == request.key), None)
        if earlier is not None and earlier != request:
            raise Conflict("this key was used for another setup")
        if earlier is None and step.state is not None:
            self.setup_requests.append(request)
            number = len(self.setup_requests)
            self.setups[request.our_reference] = SetupResult(
                PaymentState.PENDING, f"seti_{number}", request.our_reference, ctx.now
            )
            self.move_setup(request.our_reference, step.state, decline=step.decline)
        await _run(step.after)
        if step.raises is not None:
            raise step.raises
        return replace(self.setups[request.our_reference], observed_at=ctx.now, **step.lie)

    async def fetch_setup(self, ctx: GatewayContext, reference: str) -> SetupResult:
        self.journal.append(Entry("fetch_setup", reference))
        step = await self._reading("fetch_setup")
        for setup in self.setups.values():
            if setup.reference == reference:
                return replace(setup, observed_at=ctx.now, **step.lie)
        raise NotFound(reference)

    def move_setup(self, our_reference: str, state: PaymentState, *, decline: Decline | None = None) -> SetupResult:
        """Something happens at the provider: the payer answers."""
        request = next(one for one in self.setup_requests if one.our_reference == our_reference)
        action: Action | None = None
        if state in _WAITING:
            in_app = isinstance(request.source, InApp)
            action = ClientConfirm(CLIENT_SECRET, "pk_scripted") if in_app else Redirect(ACTION_URL, self.expires_at)
        after = replace(self.setups[our_reference], state=state, action=action, decline=decline)
        if state is PaymentState.SUCCEEDED:
            kept = self.keep_new(request.source.kind, request.customer_reference)
            after = replace(after, saved_method=kept)
        self.setups[our_reference] = after
        return after
