// What waits for a person of the merchant.
import { graphql, type ResultOf } from "~/lib/graphql";

const StaffTaskFields = graphql(`
  fragment StaffTaskFields on StaffTask @_unmask {
    id
    kind
    subjectId
    message
    details
    createdAt
    resolvedAt
    resolvedBy
    note
    customer { id name email }
  }
`);

export const StaffTasksQuery = graphql(
  `
    query StaffTasks($first: Int!, $after: String, $resolved: Boolean!) {
      staffTasks(first: $first, after: $after, resolved: $resolved) {
        nodes { ...StaffTaskFields }
        pageInfo { hasNextPage endCursor }
      }
    }
  `,
  [StaffTaskFields],
);

export const StaffTaskResolveMutation = graphql(
  `
    mutation StaffTaskResolve($input: StaffTaskResolveInput!) {
      staffTaskResolve(input: $input) {
        __typename
        ... on StaffTaskResolveSuccess { task { ...StaffTaskFields } }
        ... on InvalidInputError { fields { path code message } }
        ... on Error { code message }
      }
    }
  `,
  [StaffTaskFields],
);

export type StaffTask = ResultOf<typeof StaffTasksQuery>["staffTasks"]["nodes"][number];
