// The beginning of a page with a session: language, session and the shop's configuration are fetched side by side, then
// it shows.
import type { ComponentType } from "react";
import { createRoot } from "react-dom/client";
import { speak } from "~/i18n/locale";
import { session } from "~/lib/browser-session";
import { type Config, loadConfig } from "~/lib/config";
import { reloadWhenStale } from "~/lib/stale";
import { StartFailed } from "./StartFailed";

export function begin(App: ComponentType<{ config: Config }>): void {
  reloadWhenStale();
  const root = createRoot(document.getElementById("root") as HTMLElement);

  async function start(): Promise<void> {
    const spoken = speak();
    try {
      const [config] = await Promise.all([loadConfig(), session.restore(), spoken]);
      root.render(<App config={config} />);
    } catch {
      await spoken;
      root.render(<StartFailed onRetry={() => void start()} />);
    }
  }

  void start();
}
