"""The schema: every noun's queries and mutations put together, once for the process."""

from __future__ import annotations

import strawberry
from strawberry.schema.config import StrawberryConfig

from backend.schema.access import AccessMutation, AccessQuery
from backend.schema.auto_top_ups import AutoTopUpMutation
from backend.schema.balances import BalanceMutation
from backend.schema.billing_policy import BillingPolicyMutation, BillingPolicyQuery
from backend.schema.catalog_addons import AddonMutation
from backend.schema.catalog_prices import CatalogPriceMutation, CatalogPriceQuery
from backend.schema.catalog_query import CatalogQuery
from backend.schema.catalog_staff import CatalogMutation
from backend.schema.changes import ChangeMutation, ChangeQuery
from backend.schema.comparisons import ComparisonMutation, ComparisonQuery
from backend.schema.coupon_staff import CouponMutation, CouponQuery
from backend.schema.disputes import DisputeQuery
from backend.schema.errors import HANDLERS
from backend.schema.gateway_account_staff import GatewayAccountMutation
from backend.schema.gateway_accounts import GatewayAccountQuery
from backend.schema.gateway_events import GatewayEventMutation, GatewayEventQuery
from backend.schema.gateway_kinds import GatewayKindQuery
from backend.schema.lifecycle import LifecycleMutation
from backend.schema.limits import schema_extensions
from backend.schema.live import LiveUpdates
from backend.schema.lookups import LookupQuery
from backend.schema.payment_setups import PaymentSetupMutation, PaymentSetupQuery
from backend.schema.payment_sheets import PaymentSheetMutation
from backend.schema.proof import ProofQuery
from backend.schema.purchases import PurchaseMutation, PurchaseQuery
from backend.schema.receipts import ReceiptMutation
from backend.schema.reconciliation import ReconciliationMutation
from backend.schema.refills import RefillMutation, RefillQuery
from backend.schema.refunds import RefundMutation
from backend.schema.saved_methods import SavedMethodMutation
from backend.schema.scalars import SCALARS
from backend.schema.staff_money import StaffMoneyQuery
from backend.schema.staff_subscriptions import StaffSubscriptionMutation, StaffSubscriptionQuery
from backend.schema.subscription_coupons import SubscriptionCouponMutation
from backend.schema.tasks import TaskMutation, TaskQuery
from backend.schema.tax_staff import TaxMutation, TaxQuery
from backend.schema.test_clocks import TestClockMutation, TestClockQuery
from backend.schema.usage import UsageMutation


@strawberry.type(description="What can be asked.")
class Query(
    CatalogQuery,
    CatalogPriceQuery,
    AccessQuery,
    LookupQuery,
    PurchaseQuery,
    PaymentSetupQuery,
    RefillQuery,
    ChangeQuery,
    CouponQuery,
    TaxQuery,
    BillingPolicyQuery,
    StaffSubscriptionQuery,
    StaffMoneyQuery,
    ProofQuery,
    TaskQuery,
    DisputeQuery,
    GatewayEventQuery,
    ComparisonQuery,
    TestClockQuery,
    GatewayKindQuery,
    GatewayAccountQuery,
):
    pass


@strawberry.type(description="What can be done. Every mutation answers with its success or a typed refusal.")
class Mutation(
    AccessMutation,
    PurchaseMutation,
    PaymentSheetMutation,
    PaymentSetupMutation,
    SavedMethodMutation,
    BalanceMutation,
    RefillMutation,
    UsageMutation,
    ChangeMutation,
    LifecycleMutation,
    SubscriptionCouponMutation,
    StaffSubscriptionMutation,
    BillingPolicyMutation,
    CatalogMutation,
    AddonMutation,
    CatalogPriceMutation,
    CouponMutation,
    TaxMutation,
    AutoTopUpMutation,
    RefundMutation,
    ReconciliationMutation,
    TaskMutation,
    GatewayEventMutation,
    ComparisonMutation,
    ReceiptMutation,
    TestClockMutation,
    GatewayAccountMutation,
):
    pass


schema = strawberry.Schema(
    query=Query,
    mutation=Mutation,
    subscription=LiveUpdates,
    extensions=schema_extensions(),
    exception_handlers=HANDLERS,
    config=StrawberryConfig(scalar_map=SCALARS, disable_field_suggestions=True),
)
