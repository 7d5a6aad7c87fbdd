// The inbox of what gateways told, as staff read it.
import { graphql, type ResultOf } from "~/lib/graphql";

export const GatewayEventsQuery = graphql(`
  query GatewayEvents($first: Int!, $after: String, $accountId: ID, $status: [GatewayEventStatus!]) {
    gatewayEvents(first: $first, after: $after, accountId: $accountId, status: $status) {
      nodes { id accountId kind trust status outcome tries receivedAt }
      pageInfo { hasNextPage endCursor }
    }
    gatewayAccounts(removed: true) { id label gateway }
  }
`);

const GatewayEventFields = graphql(`
  fragment GatewayEventFields on GatewayEvent @_unmask {
    id
    accountId
    kind
    subject
    trust
    reference
    ourReference
    paymentReference
    status
    outcome
    tries
    nextTryAt
    occurredAt
    receivedAt
    body
  }
`);

export const GatewayEventQuery = graphql(
  `
    query GatewayEvent($id: ID!) {
      node(id: $id) { __typename id ...GatewayEventFields }
    }
  `,
  [GatewayEventFields],
);

export const GatewayEventReplayMutation = graphql(
  `
    mutation GatewayEventReplay($input: GatewayEventReplayInput!) {
      gatewayEventReplay(input: $input) {
        __typename
        ... on GatewayEventReplaySuccess { event { ...GatewayEventFields } }
        ... on Error { code message }
      }
    }
  `,
  [GatewayEventFields],
);

export type EventRow = ResultOf<typeof GatewayEventsQuery>["gatewayEvents"]["nodes"][number];
export type EventStatus = EventRow["status"];
