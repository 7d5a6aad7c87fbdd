"""The GraphQL API: translate, never decide. One file a noun; `schema.graphql` is the committed snapshot."""
