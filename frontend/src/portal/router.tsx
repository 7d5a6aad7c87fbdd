// The portal's routes. Home is for people who are signed in; the catalogue is for everyone; the rest is loaded
// when it is needed, and ahead of time when a link is pointed at.
import {
  createRootRoute,
  createRoute,
  createRouter,
  lazyRouteComponent,
  redirect,
} from "@tanstack/react-router";
import { session } from "~/lib/browser-session";
import { PageFailed } from "./PageFailed";
import { Shell } from "./Shell";
import { PageNotFound } from "./screens/NotFound";

const signedIn = () => session.state.get() === "signed-in";

function requireSignIn({ location }: { location: { href: string } }): void {
  if (!signedIn()) throw redirect({ to: "/login", search: { next: location.href } });
}

/** Only a path of this site: an address from outside must not choose where a sign-in leads. What is left out here would
 * come back from the raw address, so a `next` that will not do is said to be none. */
function nextPath({ next }: Record<string, unknown>): { next?: string | undefined } {
  const safe = typeof next === "string" && /^\/(?![/\\])/.test(next);
  return { next: safe ? next : undefined };
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
  validateSearch: ({ currency }: Record<string, unknown>): { currency?: string } =>
    typeof currency === "string" && /^[A-Z]{3}$/.test(currency) ? { currency } : {},
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
  component: lazyRouteComponent(() => import("./screens/Payment"), "Payment"),
});

const subscription = createRoute({
  getParentRoute: () => root,
  path: "/subscriptions/$id",
  beforeLoad: requireSignIn,
  component: lazyRouteComponent(() => import("./screens/Subscription"), "Subscription"),
});

export const router = createRouter({
  routeTree: root.addChildren([home, plans, login, register, subscribe, payment, subscription]),
  defaultPreload: "intent",
  defaultErrorComponent: PageFailed,
  scrollRestoration: true,
});

declare module "@tanstack/react-router" {
  interface Register {
    router: typeof router;
  }
}
