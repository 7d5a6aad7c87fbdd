// The portal's routes. Home is for people who are signed in; the catalogue is for everyone; the rest is loaded
// when it is needed, and ahead of time when a link is pointed at.
import {
  createRootRoute,
  createRoute,
  createRouter,
  lazyRouteComponent,
  redirect,
} from "@tanstack/react-router";
import { PageFailed } from "~/components/PageFailed";
import { session } from "~/lib/browser-session";
import { Shell } from "./Shell";
import { PageNotFound } from "./screens/NotFound";
import { actIn, amountOf, currencyOf, idOf, logOf, nextPath, paymentOf, quantityOf } from "./search";

const signedIn = () => session.state.get() === "signed-in";

function requireSignIn({ location }: { location: { href: string } }): void {
  if (!signedIn()) throw redirect({ to: "/login", search: { next: location.href } });
}

const root = createRootRoute({
  component: Shell,
  errorComponent: PageFailed,
  notFoundComponent: PageNotFound,
});

const home = createRoute({
  getParentRoute: () => root,
  path: "/",
  beforeLoad: () => {
    if (!signedIn()) throw redirect({ to: "/plans", replace: true });
  },
  component: lazyRouteComponent(() => import("./screens/Home"), "Home"),
});

const plans = createRoute({
  getParentRoute: () => root,
  path: "/plans",
  validateSearch: (asked: Record<string, unknown>): { currency?: string; product?: string | undefined } => ({
    ...currencyOf(asked),
    product: idOf(asked.product),
  }),
  component: lazyRouteComponent(() => import("./screens/Plans"), "Plans"),
});

const login = createRoute({
  getParentRoute: () => root,
  path: "/login",
  validateSearch: nextPath,
  component: lazyRouteComponent(() => import("./screens/Login"), "Login"),
});

const register = createRoute({
  getParentRoute: () => root,
  path: "/register",
  validateSearch: nextPath,
  component: lazyRouteComponent(() => import("./screens/Register"), "Register"),
});

const subscribe = createRoute({
  getParentRoute: () => root,
  path: "/subscribe/$planId",
  beforeLoad: requireSignIn,
  component: lazyRouteComponent(() => import("./screens/Subscribe"), "Subscribe"),
});

const payment = createRoute({
  getParentRoute: () => root,
  path: "/payments/$id",
  beforeLoad: requireSignIn,
  validateSearch: paymentOf,
  component: lazyRouteComponent(() => import("./screens/Payment"), "Payment"),
});

const paymentMethods = createRoute({
  getParentRoute: () => root,
  path: "/payment-methods",
  beforeLoad: requireSignIn,
  validateSearch: ({ setup }: Record<string, unknown>): { setup?: string | undefined } => ({
    setup: idOf(setup),
  }),
  component: lazyRouteComponent(() => import("./screens/PaymentMethods"), "PaymentMethods"),
});

const subscription = createRoute({
  getParentRoute: () => root,
  path: "/subscriptions/$id",
  beforeLoad: requireSignIn,
  validateSearch: actIn,
  component: lazyRouteComponent(() => import("./screens/Subscription"), "Subscription"),
});

const invoice = createRoute({
  getParentRoute: () => root,
  path: "/invoices/$id",
  beforeLoad: requireSignIn,
  validateSearch: (asked: Record<string, unknown>): { with?: "card" | undefined } => ({
    with: asked.with === "card" ? "card" : undefined,
  }),
  component: lazyRouteComponent(() => import("./screens/Invoice"), "Invoice"),
});

const change = createRoute({
  getParentRoute: () => root,
  path: "/subscriptions/$id/change",
  beforeLoad: requireSignIn,
  validateSearch: (asked: Record<string, unknown>): { plan?: string | undefined } => ({
    plan: idOf(asked.plan),
  }),
  component: lazyRouteComponent(() => import("./screens/Change"), "Change"),
});

const balance = createRoute({
  getParentRoute: () => root,
  path: "/balance",
  beforeLoad: requireSignIn,
  validateSearch: logOf,
  component: lazyRouteComponent(() => import("./screens/Balance"), "Balance"),
});

const topUp = createRoute({
  getParentRoute: () => root,
  path: "/balance/top-up",
  beforeLoad: requireSignIn,
  validateSearch: (asked: Record<string, unknown>) => ({ ...amountOf(asked), ...nextPath(asked) }),
  component: lazyRouteComponent(() => import("./screens/TopUp"), "TopUp"),
});

const autoTopUp = createRoute({
  getParentRoute: () => root,
  path: "/balance/automatic",
  beforeLoad: requireSignIn,
  component: lazyRouteComponent(() => import("./screens/AutoTopUp"), "AutoTopUp"),
});

const units = createRoute({
  getParentRoute: () => root,
  path: "/units",
  beforeLoad: requireSignIn,
  component: lazyRouteComponent(() => import("./screens/Units"), "Units"),
});

const refill = createRoute({
  getParentRoute: () => root,
  path: "/refill/$planId",
  beforeLoad: requireSignIn,
  validateSearch: quantityOf,
  component: lazyRouteComponent(() => import("./screens/Refill"), "Refill"),
});

export const router = createRouter({
  routeTree: root.addChildren([
    home,
    plans,
    login,
    register,
    subscribe,
    payment,
    paymentMethods,
    subscription,
    invoice,
    change,
    balance,
    topUp,
    autoTopUp,
    units,
    refill,
  ]),
  defaultPreload: "intent",
  defaultErrorComponent: PageFailed,
  scrollRestoration: true,
});

declare module "@tanstack/react-router" {
  interface Register {
    router: typeof router;
  }
}
