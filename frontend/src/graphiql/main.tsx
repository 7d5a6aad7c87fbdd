// GraphiQL over this server only. It shares the browser's sign-in: the access token goes with every operation and
// into the websocket's first message; a headers tab can still replace it.
import "./workers";
import "graphiql/style.css";
import "./page.css";
import { createGraphiQLFetcher, type Fetcher } from "@graphiql/toolkit";
import { GraphiQL } from "graphiql";
import { createClient } from "graphql-ws";
import { createRoot } from "react-dom/client";
import { session } from "~/lib/browser-session";
import { EXAMPLES } from "./examples";

const wsClient = createClient({
  url: `${location.origin.replace(/^http/, "ws")}/graphql`,
  connectionParams: async () => {
    const access = await session.access();
    return access ? { authorization: `Bearer ${access}` } : {};
  },
});

// A connection keeps the identity it began with: another sign-in needs another connection.
session.epoch.subscribe(() => wsClient.terminate());

const send = createGraphiQLFetcher({ url: "/graphql", wsClient });

const fetcher: Fetcher = async (params, options) => {
  const access = await session.access();
  const headers = { ...(access ? { authorization: `Bearer ${access}` } : {}), ...options?.headers };
  return send(params, { ...options, headers });
};

await session.restore();

createRoot(document.getElementById("root") as HTMLElement).render(
  <GraphiQL fetcher={fetcher} defaultTabs={EXAMPLES} />,
);
