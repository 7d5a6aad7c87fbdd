// The life of a subscription in its holder's hands: every act answers with the subscription as it is then.
import { DiscountFields } from "~/features/terms/operations";
import { graphql } from "~/lib/graphql";

const Moved = graphql(`
  fragment Moved on Subscription @_unmask {
    id
    version
    status
    autoRenew
    cancelAt
    canceledAt
    resumeAt
    endedAt
    pausedAt
    availableActions
    collection
    currentPeriod { start end }
  }
`);

export const SubscriptionCancelMutation = graphql(
  `
    mutation SubscriptionCancel($input: SubscriptionCancelInput!) {
      subscriptionCancel(input: $input) {
        __typename
        ... on SubscriptionCancelSuccess { subscription { ...Moved } }
        ... on InvalidInputError { fields { path code message } }
        ... on Error { code message }
      }
    }
  `,
  [Moved],
);

export const SubscriptionKeepMutation = graphql(
  `
    mutation SubscriptionKeep($input: SubscriptionKeepInput!) {
      subscriptionKeep(input: $input) {
        __typename
        ... on SubscriptionKeepSuccess { subscription { ...Moved pendingChange { effectiveAt } } }
        ... on Error { code message }
      }
    }
  `,
  [Moved],
);

export const SubscriptionPauseMutation = graphql(
  `
    mutation SubscriptionPause($input: SubscriptionPauseInput!) {
      subscriptionPause(input: $input) {
        __typename
        ... on SubscriptionPauseSuccess { subscription { ...Moved } }
        ... on InvalidInputError { fields { path code message } }
        ... on Error { code message }
      }
    }
  `,
  [Moved],
);

export const SubscriptionResumeMutation = graphql(
  `
    mutation SubscriptionResume($input: SubscriptionResumeInput!) {
      subscriptionResume(input: $input) {
        __typename
        ... on SubscriptionResumeSuccess { subscription { ...Moved } }
        ... on Error { code message }
      }
    }
  `,
  [Moved],
);

export const SubscriptionRenewalsSetMutation = graphql(
  `
    mutation SubscriptionRenewalsSet($input: SubscriptionRenewalsSetInput!) {
      subscriptionRenewalsSet(input: $input) {
        __typename
        ... on SubscriptionRenewalsSetSuccess {
          subscription { ...Moved paymentMethod { id } }
        }
        ... on InvalidInputError { fields { path code message } }
        ... on Error { code message }
      }
    }
  `,
  [Moved],
);

export const SubscriptionCouponAddMutation = graphql(
  `
    mutation SubscriptionCouponAdd($input: SubscriptionCouponAddInput!) {
      subscriptionCouponAdd(input: $input) {
        __typename
        ... on SubscriptionCouponAddSuccess { subscription { ...Moved discounts { ...DiscountFields } } }
        ... on InvalidInputError { fields { path code message } }
        ... on Error { code message }
      }
    }
  `,
  [Moved, DiscountFields],
);

export const SubscriptionDiscountRemoveMutation = graphql(
  `
    mutation SubscriptionDiscountRemove($input: SubscriptionDiscountRemoveInput!) {
      subscriptionDiscountRemove(input: $input) {
        __typename
        ... on SubscriptionDiscountRemoveSuccess { subscription { ...Moved discounts { ...DiscountFields } } }
        ... on Error { code message }
      }
    }
  `,
  [Moved, DiscountFields],
);
