// For tests of components: what they need around them is real (router, catalog, client, cache); only the transport is
// replaced. A test says what the server answers to each operation, and can push live updates.
import {
  createMemoryHistory,
  createRootRoute,
  createRouter,
  Outlet,
  RouterContextProvider,
} from "@tanstack/react-router";
import { act, cleanup, configure, render, waitFor } from "@testing-library/react";
import type { ReactNode } from "react";
import { Client, fetchExchange, Provider, subscriptionExchange } from "urql";
import { IntlProvider } from "use-intl";
import { afterEach, beforeEach, expect, vi } from "vitest";
import { en } from "~/i18n/en";
import { enAdmin } from "~/i18n/en.admin";
import { TagContext } from "~/i18n/tag";
import { cache } from "~/lib/cache";
import { ConfigContext } from "~/lib/config";

// What is waited for comes at once, but on a busy machine a second may be too little.
configure({ asyncUtilTimeout: 4_000 });

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

interface Listener {
  next: (data: Variables) => void;
  error: (message: string) => void;
}

function transport(answers: Answers) {
  const sent: Request[] = [];
  const listeners = new Map<string, Listener>();

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
            listeners.set(operationName, {
              next: (data) => sink.next({ data }),
              error: (message) => sink.error(new Error(message)),
            });
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
      <IntlProvider locale="en" messages={{ ...en, ...enAdmin }} timeZone="UTC">
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
      await act(async () => listeners.get(name)?.next(data));
    },
    /** The end of live updates, with an error. */
    fail: async (name: string, message: string) => {
      await waitFor(() => expect([...listeners.keys()]).toContain(name));
      await act(async () => listeners.get(name)?.error(message));
    },
    listens: (name: string) => listeners.has(name),
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

/** The Sandbox's card. */
export const option = (changes: object = {}) => ({
  __typename: "PaymentOption",
  accountId: "gwa_1",
  gateway: "sandbox",
  kind: "CARD",
  label: "Card",
  takesToken: true,
  elsewhere: false,
  savesMethods: true,
  savesWithoutPayment: false,
  fields: {
    __typename: "BrowserFields",
    protocol: "FRAME",
    url: "http://fields.test/card",
    publishableKey: "pk_test",
    account: null,
  },
  limits: [],
  ...changes,
});

/** What MethodChoice asks. */
export const methods = (paymentMethods: object[], available = "20.00", options: object[] = []) => ({
  Methods: () => ({
    me: {
      __typename: "Customer",
      id: "cus_1",
      paymentMethods,
      balance: { __typename: "Balance", currency: "USD", available: usd(available) },
    },
  }),
  PaymentOptions: () => ({ paymentOptions: options }),
});
