// What the server tells every visitor at start: the merchant, its currencies, and demo sign-ins of a demo shop.
import { createContext, useContext } from "react";

export interface DemoAccount {
  email: string;
  password: string;
}

export interface Config {
  merchant: { name: string; code: string };
  currencies: string[];
  defaultCurrency: string;
  demo: { customer: DemoAccount; staff: DemoAccount } | null;
}

export async function loadConfig(): Promise<Config> {
  const response = await fetch("/config.json");
  if (!response.ok) throw new Error(`/config.json answered ${response.status}`);
  return (await response.json()) as Config;
}

export const ConfigContext = createContext<Config | null>(null);

export function useConfig(): Config {
  const config = useContext(ConfigContext);
  if (!config) throw new Error("useConfig outside of ConfigContext");
  return config;
}
