// The gateway accounts of the merchant as staff work with them: listed, connected, changed, tested, removed.
import { graphql, type ResultOf } from "~/lib/graphql";

export const GatewayAccountFields = graphql(`
  fragment GatewayAccountFields on GatewayAccount @_unmask {
    id
    gateway
    label
    mode
    enabled
    position
    version
    kinds
    settings
    problem
    webhookUrl
    verificationCode
    removedAt
    lastEventAt
    health { ok message checkedAt }
  }
`);

const GatewayKindFields = graphql(`
  fragment GatewayKindFields on GatewayKind @_unmask {
    slug
    name
    kinds
    settingsSchema
    capabilities { webhooks webhookInstall }
  }
`);

export const GatewaysQuery = graphql(
  `
    query Gateways {
      gatewayAccounts { ...GatewayAccountFields }
      gatewayKinds { slug name capabilities { webhooks webhookInstall } }
      brokenGateways { name traceback }
    }
  `,
  [GatewayAccountFields],
);

export const GatewayKindsQuery = graphql(
  `
    query GatewayKinds {
      gatewayKinds { ...GatewayKindFields }
    }
  `,
  [GatewayKindFields],
);

export const GatewayAccountQuery = graphql(
  `
    query GatewayAccount($id: ID!) {
      gatewayAccount(id: $id) { ...GatewayAccountFields }
      gatewayKinds { ...GatewayKindFields }
    }
  `,
  [GatewayAccountFields, GatewayKindFields],
);

export const GatewayAccountCreateMutation = graphql(
  `
    mutation GatewayAccountCreate($input: GatewayAccountCreateInput!) {
      gatewayAccountCreate(input: $input) {
        __typename
        ... on GatewayAccountCreateSuccess { gatewayAccount { ...GatewayAccountFields } }
        ... on InvalidInputError { fields { path code message } }
        ... on Error { code message }
      }
    }
  `,
  [GatewayAccountFields],
);

export const GatewayAccountUpdateMutation = graphql(
  `
    mutation GatewayAccountUpdate($input: GatewayAccountUpdateInput!) {
      gatewayAccountUpdate(input: $input) {
        __typename
        ... on GatewayAccountUpdateSuccess { gatewayAccount { ...GatewayAccountFields } }
        ... on InvalidInputError { fields { path code message } }
        ... on Error { code message }
      }
    }
  `,
  [GatewayAccountFields],
);

export const GatewayAccountTestMutation = graphql(
  `
    mutation GatewayAccountTest($input: GatewayAccountTestInput!) {
      gatewayAccountTest(input: $input) {
        __typename
        ... on GatewayAccountTestSuccess { gatewayAccount { ...GatewayAccountFields } }
        ... on Error { code message }
      }
    }
  `,
  [GatewayAccountFields],
);

export const GatewayAccountInstallWebhookMutation = graphql(
  `
    mutation GatewayAccountInstallWebhook($input: GatewayAccountInstallWebhookInput!) {
      gatewayAccountInstallWebhook(input: $input) {
        __typename
        ... on GatewayAccountInstallWebhookSuccess {
          installed
          note: message
          gatewayAccount { ...GatewayAccountFields }
        }
        ... on Error { code message }
      }
    }
  `,
  [GatewayAccountFields],
);

export const GatewayAccountRemoveMutation = graphql(
  `
    mutation GatewayAccountRemove($input: GatewayAccountRemoveInput!) {
      gatewayAccountRemove(input: $input) {
        __typename
        ... on GatewayAccountRemoveSuccess { gatewayAccount { ...GatewayAccountFields } }
        ... on Error { code message }
      }
    }
  `,
  [GatewayAccountFields],
);

export type GatewayAccount = ResultOf<typeof GatewaysQuery>["gatewayAccounts"][number];
export type GatewayKind = ResultOf<typeof GatewayKindsQuery>["gatewayKinds"][number];
export type MethodKind = GatewayKind["kinds"][number];
