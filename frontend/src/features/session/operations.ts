// Who is signed in, and registration. Signing in itself is not GraphQL: see lib/session.ts.
import { graphql, type ResultOf } from "~/lib/graphql";

export const ViewerQuery = graphql(`
  query Viewer {
    viewer {
      userId
      email
      role
      customer { id name email currency }
    }
  }
`);

export const CustomerRegisterMutation = graphql(`
  mutation CustomerRegister($input: CustomerRegisterInput!) {
    customerRegister(input: $input) {
      __typename
      ... on CustomerRegisterSuccess { customer { id } }
      ... on InvalidInputError { fields { path code message } }
      ... on Error { code message }
    }
  }
`);

export type Viewer = NonNullable<ResultOf<typeof ViewerQuery>["viewer"]>;
