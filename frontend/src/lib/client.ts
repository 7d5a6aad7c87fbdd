// The GraphQL client: POST only, the session's token on every operation, one refresh and one retry on
// UNAUTHENTICATED, live updates over the websocket. A new client for every session epoch.
import { authExchange } from "@urql/exchange-auth";
import { Client, fetchExchange, subscriptionExchange } from "urql";
import { cache } from "./cache";
import type { Live } from "./live";
import { isUnauthenticated } from "./problems";
import type { Session } from "./session";

export function makeClient(session: Session, live: Live): Client {
  return new Client({
    url: "/graphql",
    preferGetMethod: false,
    fetchOptions: { headers: { accept: "application/graphql-response+json, application/json;q=0.9" } },
    exchanges: [
      cache(),
      authExchange(async (utils) => ({
        addAuthToOperation: (operation) =>
          session.token
            ? utils.appendHeaders(operation, { authorization: `Bearer ${session.token}` })
            : operation,
        willAuthError: () => session.expiring,
        didAuthError: (error) => session.state.get() === "signed-in" && isUnauthenticated(error),
        refreshAuth: async () => {
          await session.refresh();
        },
      })),
      fetchExchange,
      subscriptionExchange({
        forwardSubscription: ({ query = "", variables, operationName }) => ({
          subscribe: (sink) => ({
            unsubscribe: live.client().subscribe(
              { query, variables, operationName },
              {
                next: ({ data = null, errors }) => sink.next(errors ? { data, errors } : { data }),
                error: (reason) => sink.error(reason),
                complete: () => sink.complete(),
              },
            ),
          }),
        }),
      }),
    ],
  });
}
