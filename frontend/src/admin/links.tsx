// Links and addresses of the console. The router's own are typed by the portal's routes, the only ones that it can know of.
import { Link as RouterLink, useNavigate, useParams, useSearch } from "@tanstack/react-router";
import type { ComponentPropsWithRef, ComponentType } from "react";
import { type Kind, ButtonLink as PortalButtonLink } from "~/components/Button";
import type { EventsSearch, RegisterSearch, TasksSearch } from "./search";

export type AdminPath =
  | "/login"
  | "/gateways"
  | "/gateways/new"
  | `/gateways/${string}`
  | "/events"
  | "/tasks"
  | "/register";

interface Target {
  to: AdminPath;
  search?: object;
  replace?: boolean;
}

/** A whole address, with what it asks for. */
interface Address {
  href: string;
  replace?: boolean;
}

type Props = Omit<ComponentPropsWithRef<"a">, "href"> & Target;

export const Link = RouterLink as unknown as ComponentType<
  Props & { activeOptions?: { exact?: boolean; includeSearch?: boolean; explicitUndefined?: boolean } }
>;
export const ButtonLink = PortalButtonLink as unknown as ComponentType<Props & { kind?: Kind }>;

export const useGo = () => useNavigate() as unknown as (target: Target | Address) => Promise<void>;

/** The id at the end of the address. */
export const useAddressId = () => useParams({ strict: false }).id ?? "";

const useSearched = <Search,>() => useSearch({ strict: false }) as unknown as Search;
export const useNext = () => useSearched<{ next?: string }>().next;
export const useChosenKind = () => useSearched<{ kind?: string }>().kind;
export const useEventsSearch = () => useSearched<EventsSearch>();
export const useTasksSearch = () => useSearched<TasksSearch>();
export const useRegisterSearch = () => useSearched<RegisterSearch>();
