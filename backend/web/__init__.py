"""Starlette routes: GraphQL, sign-in, webhooks, the client, health. They translate, never decide."""
