// What is asked and ordered about saved methods, and which of the customer's things each of them pays for.
import { graphql, type ResultOf } from "~/lib/graphql";
import { LIVE_SUBSCRIPTION } from "~/lib/status";
import { ActionFields, PaymentMethodFields } from "./operations";

export const SavedMethodsQuery = graphql(
  `
    query SavedMethods {
      me {
        id
        currency
        paymentMethods { ...PaymentMethodFields }
        subscriptions(first: 100) {
          nodes { id status collection product { id name } plan { id name } paymentMethod { id } }
        }
        balances { currency autoTopUp { enabled paymentMethod { id } } }
      }
    }
  `,
  [PaymentMethodFields],
);

export const SetupFields = graphql(
  `
    fragment SetupFields on PaymentSetup @_unmask {
      id
      version
      status
      kind
      action { ...ActionFields }
      decline { reason message }
      paymentMethod { ...PaymentMethodFields }
    }
  `,
  [ActionFields, PaymentMethodFields],
);

export const SetupQuery = graphql(
  `
    query PaymentSetup($id: ID!) {
      paymentSetup(id: $id) { ...SetupFields }
    }
  `,
  [SetupFields],
);

export const SetupUpdatedSubscription = graphql(
  `
    subscription PaymentSetupUpdated($id: ID!) {
      paymentSetupUpdated(id: $id) { ...SetupFields }
    }
  `,
  [SetupFields],
);

export const MethodAddMutation = graphql(
  `
    mutation PaymentMethodAdd($input: PaymentMethodAddInput!) {
      paymentMethodAdd(input: $input) {
        __typename
        ... on PaymentMethodAddSuccess { setup { ...SetupFields } }
        ... on InvalidInputError { fields { path code message } }
        ... on Error { code message }
      }
    }
  `,
  [SetupFields],
);

export const MethodRemoveMutation = graphql(`
  mutation PaymentMethodRemove($input: PaymentMethodRemoveInput!) {
    paymentMethodRemove(input: $input) {
      __typename
      ... on PaymentMethodRemoveSuccess { removedId }
      ... on Error { code message }
    }
  }
`);

export const MethodSetDefaultMutation = graphql(
  `
    mutation PaymentMethodSetDefault($input: PaymentMethodSetDefaultInput!) {
      paymentMethodSetDefault(input: $input) {
        __typename
        ... on PaymentMethodSetDefaultSuccess { paymentMethod { ...PaymentMethodFields } }
        ... on Error { code message }
      }
    }
  `,
  [PaymentMethodFields],
);

export type Setup = ResultOf<typeof SetupFields>;
export type Holder = NonNullable<ResultOf<typeof SavedMethodsQuery>["me"]>;

export interface Uses {
  subscriptions: Holder["subscriptions"]["nodes"];
  topUps: boolean;
}

/** Where none was chosen, the default pays. */
export function usesOf(
  method: { id: string; isDefault: boolean },
  { subscriptions, balances }: Pick<Holder, "subscriptions" | "balances">,
): Uses {
  return {
    subscriptions: subscriptions.nodes.filter(
      ({ status, collection, paymentMethod }) =>
        LIVE_SUBSCRIPTION.includes(status) &&
        collection === "METHOD" &&
        (paymentMethod ? paymentMethod.id === method.id : method.isDefault),
    ),
    topUps: balances.some(
      ({ autoTopUp }) => autoTopUp?.enabled === true && autoTopUp.paymentMethod?.id === method.id,
    ),
  };
}
