// The console of the merchant's staff: the portal's look, denser, and words of its own.
import "~/styles/portal.css";
import "~/styles/admin.css";
import { begin } from "~/components/begin";
import { alsoSpeak } from "~/i18n/locale";
import { App } from "./App";

alsoSpeak({
  en: async () => (await import("~/i18n/en.admin")).enAdmin,
  es: async () => (await import("~/i18n/es.admin")).esAdmin,
});
begin(App);
