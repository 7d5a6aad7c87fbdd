// The theme: system, light or dark. styles/theme.js applies the stored one before the first paint; this changes it.
import { recall, remember } from "./storage";
import { Store } from "./store";

export const THEMES = ["system", "light", "dark"] as const;
export type Theme = (typeof THEMES)[number];

const stored = recall("theme");
export const theme = new Store<Theme>(stored === "light" || stored === "dark" ? stored : "system");

const dark = matchMedia("(prefers-color-scheme: dark)");

/** What is on screen, for frames that must match it. */
export const shownTheme = new Store<"light" | "dark">(shown());

function shown(): "light" | "dark" {
  const chosen = theme.get();
  if (chosen !== "system") return chosen;
  return dark.matches ? "dark" : "light";
}

export function chooseTheme(next: Theme): void {
  theme.set(next);
  remember("theme", next === "system" ? null : next);
  if (next === "system") delete document.documentElement.dataset.theme;
  else document.documentElement.dataset.theme = next;
  shownTheme.set(shown());
}

dark.addEventListener("change", () => shownTheme.set(shown()));
