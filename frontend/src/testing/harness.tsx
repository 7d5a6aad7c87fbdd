// For tests of components: what they need around them is real (router, catalog, client, cache); only the transport is
// replaced. A test says what the server answers to each operation, and can push live updates.
import {
  createMemoryHistory,
  createRootRoute,
  createRouter,
  Outlet,
  RouterContextProvider,
} from "@tanstack/react-router";
import { act, cleanup, render, waitFor } from "@testing-library/react";
import type { ReactNode } from "react";
import { Client, fetchExchange, Provider, subscriptionExchange } from "urql";
import { IntlProvider } from "use-intl";
import { afterEach, beforeEach, expect, vi } from "vitest";
import { en } from "~/i18n/en";
import { TagContext } from "~/i18n/tag";
import { cache } from "~/lib/cache";
import { ConfigContext } from "~/lib/config";

// The cache knows no schema: of a union it says so for every member that an answer is not.
const NOISE = /Invalid undefined: The field at/;
let complaints: string[] = [];

beforeEach(() => {
  complaints = [];
  const note = (...words: unknown[]) => {
    if (!NOISE.test(String(words[0]))) complaints.push(words.join(" "));
  };
  vi.spyOn(console, "warn").mockImplementation(note);
  vi.spyOn(console, "error").mockImplementation(note);
});

afterEach(() => {
  cleanup();
  expect(complaints).toEqual([]);
});

type Variables = Record<string, unknown>;

/** By the name of the operation: its data. A promise that is rejected is a connection that broke. */
type Answers = Record<string, (variables: Variables) => object | Promise<object>>;

interface Request {
  operationName: string;
  variables: Variables;
}

function transport(answers: Answers) {
  const sent: Request[] = [];
  const listeners = new Map<string, (data: Variables) => void>();

  async function answer(_url: RequestInfo | URL, init?: RequestInit): Promise<Response> {
    const request = JSON.parse(String(init?.body)) as Request;
    sent.push(request);
    const reply = answers[request.operationName];
    if (!reply) throw new Error(`no answer to ${request.operationName}`);
    return Response.json({ data: await reply(request.variables ?? {}) });
  }

  const client = new Client({
    url: "http://shop.test/graphql",
    preferGetMethod: false,
    fetch: answer,
    exchanges: [
      cache(),
      fetchExchange,
      subscriptionExchange({
        forwardSubscription: ({ operationName = "" }) => ({
          subscribe: (sink) => {
            listeners.set(operationName, (data) => sink.next({ data }));
            return { unsubscribe: () => listeners.delete(operationName) };
          },
        }),
      }),
    ],
  });
  return { client, sent, listeners };
}

const config = {
  merchant: { name: "Evergreen Cloud", code: "demo" },
  currencies: ["USD", "MXN"],
  defaultCurrency: "USD",
  demo: null,
};

export function show(element: ReactNode, answers: Answers = {}) {
  const { client, sent, listeners } = transport(answers);
  const root = createRootRoute({ component: Outlet });
  const router = createRouter({
    routeTree: root,
    history: createMemoryHistory({ initialEntries: ["/here"] }),
  });
  const around = (inside: ReactNode) => (
    <ConfigContext value={config}>
      <IntlProvider locale="en" messages={en} timeZone="UTC">
        <TagContext value="en-US">
          <Provider value={client}>
            <RouterContextProvider router={router}>{inside}</RouterContextProvider>
          </Provider>
        </TagContext>
      </IntlProvider>
    </ConfigContext>
  );
  const { rerender } = render(around(element));
  return {
    rerenderWith: (next: ReactNode) => rerender(around(next)),
    /** The variables of every operation of that name, in order. */
    sent: (name: string) =>
      sent.filter((one) => one.operationName === name).map(({ variables }) => variables),
    /** A live update, once somebody listens. */
    push: async (name: string, data: Variables) => {
      await waitFor(() => expect([...listeners.keys()]).toContain(name));
      await act(async () => listeners.get(name)?.(data));
    },
  };
}

export const usd = (amount: string) => ({ __typename: "Money", amount, currency: "USD" });

export const visa = (changes: object = {}) => ({
  __typename: "PaymentMethod",
  id: "pm_1",
  gateway: "sandbox",
  kind: "CARD",
  brand: "visa",
  last4: "4242",
  expiresMonth: 12,
  expiresYear: 2040,
  isDefault: true,
  ...changes,
});

export const balance = (changes: object = {}) => ({
  __typename: "Balance",
  currency: "USD",
  version: 1,
  available: usd("20.00"),
  held: usd("0.00"),
  fundedUntil: null,
  autoTopUp: null,
  ...changes,
});

/** What MethodChoice asks. */
export const methods = (paymentMethods: object[], available = "20.00") => ({
  Methods: () => ({
    me: {
      __typename: "Customer",
      id: "cus_1",
      paymentMethods,
      balance: { __typename: "Balance", currency: "USD", available: usd(available) },
    },
  }),
  PaymentOptions: () => ({ paymentOptions: [] }),
});
