// The console's routes, below /admin. All are for staff: who is not signed in is asked to, and the shell turns customers
// away. Every screen is loaded when it is needed.
import {
  type AnyRouter,
  createRootRoute,
  createRoute,
  createRouter,
  lazyRouteComponent,
  redirect,
} from "@tanstack/react-router";
import { PageFailed } from "~/components/PageFailed";
import { session } from "~/lib/browser-session";
import { Shell } from "./Shell";
import { Staff } from "./Staff";
import { NotFound } from "./screens/NotFound";
import { eventsOf, kindOf, nextPath, registerOf, tasksOf } from "./search";

const root = createRootRoute({ component: Shell, errorComponent: PageFailed, notFoundComponent: NotFound });

const login = createRoute({
  getParentRoute: () => root,
  path: "/login",
  validateSearch: nextPath,
  component: lazyRouteComponent(() => import("./screens/Login"), "Login"),
});

const staff = createRoute({
  getParentRoute: () => root,
  id: "staff",
  component: Staff,
  beforeLoad: ({ location }) => {
    if (session.state.get() !== "signed-in")
      throw redirect<AnyRouter>({ to: "/login", search: { next: location.href }, replace: true });
  },
});

const home = createRoute({
  getParentRoute: () => staff,
  path: "/",
  beforeLoad: () => {
    throw redirect<AnyRouter>({ to: "/gateways", replace: true });
  },
});

const gateways = createRoute({
  getParentRoute: () => staff,
  path: "/gateways",
  component: lazyRouteComponent(() => import("./screens/Gateways"), "Gateways"),
});

const connect = createRoute({
  getParentRoute: () => staff,
  path: "/gateways/new",
  validateSearch: kindOf,
  component: lazyRouteComponent(() => import("./screens/ConnectGateway"), "ConnectGateway"),
});

const gateway = createRoute({
  getParentRoute: () => staff,
  path: "/gateways/$id",
  component: lazyRouteComponent(() => import("./screens/Gateway"), "Gateway"),
});

const events = createRoute({
  getParentRoute: () => staff,
  path: "/events",
  validateSearch: eventsOf,
  component: lazyRouteComponent(() => import("./screens/Events"), "Events"),
});

const tasks = createRoute({
  getParentRoute: () => staff,
  path: "/tasks",
  validateSearch: tasksOf,
  component: lazyRouteComponent(() => import("./screens/Tasks"), "Tasks"),
});

const register = createRoute({
  getParentRoute: () => staff,
  path: "/register",
  validateSearch: registerOf,
  component: lazyRouteComponent(() => import("./screens/Register"), "Register"),
});

export const router = createRouter({
  basepath: "/admin",
  routeTree: root.addChildren([
    login,
    staff.addChildren([home, gateways, connect, gateway, events, tasks, register]),
  ]),
  defaultPreload: "intent",
  defaultErrorComponent: PageFailed,
  scrollRestoration: true,
});
