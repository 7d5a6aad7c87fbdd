// `graphql()` types every operation against ../schema.graphql; `gql.tada check` fails the build on an unknown field.
import { initGraphQLTada } from "gql.tada";
import type { introspection } from "./graphql-env";

export const graphql = initGraphQLTada<{
  introspection: introspection;
  scalars: { DateTime: string; Decimal: string; CurrencyCode: string; JSON: unknown };
}>();

export type { FragmentOf, ResultOf, VariablesOf } from "gql.tada";
export { readFragment } from "gql.tada";

export const MoneyFields = graphql(`
  fragment MoneyFields on Money @_unmask {
    amount
    currency
  }
`);
