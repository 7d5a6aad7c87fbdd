"""Gateways with one mistake each, of the kind that real plugins are made with. The kit must catch every one."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from backend.gateways.base import Gateway
from tests.contract.mutant_payments import (
    AsksBeforeItThinks,
    AsksWhoIsAway,
    CancelsInItsHead,
    ChargesAnybodysMethod,
    CountsInCents,
    CutsReferences,
    FindsWhateverIsThere,
    ForgetsTheReason,
    ForgetsToForget,
    IgnoresCapture,
    IsAlwaysWell,
    ListsOnePage,
    LosesACent,
    LosesWhatWasReceived,
    MultipliesEveryCurrency,
    PaysBeforeTheChallenge,
    RaisesDeclines,
    RaisesRefusals,
    RepeatsUnderANewKey,
    SaysAllCurrencies,
    SharesItsToken,
    ShrugsAtWhatIsPaid,
    SwallowsCancellation,
    TakesCreatedForCollected,
    TakesLostCapturesForNothing,
    TakesOutagesForDeclines,
    TakesTimeoutsForNothing,
    TellsOfYesterday,
    TellsTheKey,
)
from tests.contract.mutant_refunds import (
    HurriesRefunds,
    MultipliesRefunds,
    PromisesTooMuch,
    RefundsTwice,
    SwallowsRejectedRefunds,
    TakesOutagesForRefusals,
    TellsTheKeyOfRefunds,
)
from tests.contract.mutant_webhooks import (
    AcceptsAnEmptySecret,
    AcceptsAnySignature,
    AcceptsStaleWebhooks,
    BelievesAHint,
    CrashesOnTheUnknown,
    ForgetsThePreviousPassword,
    ForgetsThePreviousSecret,
    IsDeafToRemovals,
    KeepsOneKeyForAPayment,
    MakesUpItsKeys,
    VerifiesWithNoSecret,
)


@dataclass(frozen=True)
class Mutant:
    """One mistake, and the behaviour that must notice it."""

    made: Callable[[], Gateway]
    harness: str
    caught_by: str


_SANDBOX, _OPENPAY = "sandbox:SandboxHarness", "openpay:OpenpayHarness"
_PAYPAL, _STRIPE = "paypal:PayPalHarness", "stripe:StripeHarness"

MUTANTS = (
    Mutant(TellsOfYesterday, _SANDBOX, "a01_a_payment_succeeds"),
    Mutant(CountsInCents, _OPENPAY, "a02_amounts_are_exact_on_the_wire"),
    Mutant(LosesACent, _OPENPAY, "a02_amounts_are_exact_on_the_wire"),
    Mutant(MultipliesEveryCurrency, _SANDBOX, "a03_yen_have_no_decimals"),
    Mutant(MultipliesRefunds, _SANDBOX, "a03_yen_go_back_without_decimals"),
    Mutant(SaysAllCurrencies, _OPENPAY, "a03_yen_have_no_decimals"),
    Mutant(AsksBeforeItThinks, _OPENPAY, "a08_nothing_and_less_are_refused_locally"),
    Mutant(CutsReferences, _STRIPE, "a10_long_references_never_collide"),
    Mutant(RaisesDeclines, _SANDBOX, "b11_b13_d35_every_known_decline_is_a_result"),
    Mutant(ForgetsTheReason, _SANDBOX, "b11_b13_d35_every_known_decline_is_a_result"),
    Mutant(HurriesRefunds, _SANDBOX, "b15_b16_a_refund_that_was_not_made_is_told_from_one_that_may_be"),
    Mutant(TakesOutagesForRefusals, _STRIPE, "b17_f49_a_refund_with_an_unreadable_answer_is_recovered"),
    Mutant(RaisesRefusals, _PAYPAL, "b11_b13_a_refused_confirmation_is_a_decline"),
    Mutant(TakesCreatedForCollected, _PAYPAL, "b11_b13_a_refused_confirmation_is_a_decline"),
    Mutant(TakesTimeoutsForNothing, _SANDBOX, "b16_not_sent_and_not_known_are_told_apart"),
    Mutant(TakesOutagesForDeclines, _SANDBOX, "b17_an_unreadable_answer_is_never_success"),
    Mutant(RepeatsUnderANewKey, _SANDBOX, "c19_a_timeout_after_the_charge_is_recovered"),
    Mutant(FindsWhateverIsThere, _SANDBOX, "c20_what_is_new_to_the_provider_is_not_found"),
    Mutant(PaysBeforeTheChallenge, _SANDBOX, "d28_a_challenge_that_is_met_is_paid"),
    Mutant(AsksWhoIsAway, _SANDBOX, "d33_nobody_can_act_while_the_payer_is_away"),
    Mutant(LosesWhatWasReceived, _OPENPAY, "e39_what_was_received_is_told"),
    Mutant(TakesLostCapturesForNothing, _OPENPAY, "f41_a_lost_capture_is_recovered"),
    Mutant(CancelsInItsHead, _STRIPE, "f42_a_lost_cancellation_is_recovered"),
    Mutant(ShrugsAtWhatIsPaid, _OPENPAY, "f43_what_is_paid_cannot_be_canceled"),
    Mutant(PromisesTooMuch, _SANDBOX, "f44_a_whole_payment_is_given_back"),
    Mutant(SwallowsRejectedRefunds, _SANDBOX, "f46_more_than_there_is_is_rejected"),
    Mutant(RefundsTwice, _STRIPE, "f49_a_lost_refund_is_recovered"),
    Mutant(ForgetsToForget, _SANDBOX, "g56_a_forgotten_method_charges_nobody"),
    Mutant(ChargesAnybodysMethod, _SANDBOX, "g56_a_strangers_method_is_refused"),
    Mutant(IsDeafToRemovals, _PAYPAL, "g57_a_renewed_card_is_heard_of"),
    Mutant(AcceptsAnySignature, _SANDBOX, "h58_only_the_providers_own_webhooks_count"),
    Mutant(AcceptsAnEmptySecret, _SANDBOX, "h58_only_the_providers_own_webhooks_count"),
    Mutant(VerifiesWithNoSecret, _STRIPE, "h58_only_the_providers_own_webhooks_count"),
    Mutant(BelievesAHint, _OPENPAY, "h58_an_altered_body_proves_nothing"),
    Mutant(AcceptsStaleWebhooks, _SANDBOX, "h58_old_and_future_webhooks_are_rejected"),
    Mutant(ForgetsThePreviousSecret, _SANDBOX, "h58_a_secret_can_be_replaced"),
    Mutant(ForgetsThePreviousPassword, _OPENPAY, "h58_a_secret_can_be_replaced"),
    Mutant(MakesUpItsKeys, _SANDBOX, "h60_every_order_of_the_same_news_ends_alike"),
    Mutant(KeepsOneKeyForAPayment, _SANDBOX, "h60_every_order_of_the_same_news_ends_alike"),
    Mutant(CrashesOnTheUnknown, _SANDBOX, "h63_what_we_do_not_understand_is_ignored"),
    Mutant(TellsTheKey, _SANDBOX, "i69_no_secret_gets_out"),
    Mutant(TellsTheKeyOfRefunds, _SANDBOX, "i69_no_secret_gets_out"),
    Mutant(IsAlwaysWell, _SANDBOX, "i70_health_is_told_and_never_raised"),
    Mutant(SwallowsCancellation, _SANDBOX, "i72_every_call_can_be_canceled"),
    Mutant(IgnoresCapture, _SANDBOX, "i73_promises_and_methods_agree"),
    Mutant(ListsOnePage, _STRIPE, "i73_payments_are_listed_in_pages"),
    Mutant(SharesItsToken, _PAYPAL, "i74_two_accounts_share_nothing"),
)
