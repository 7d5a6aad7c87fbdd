// Gives the catalog and the tag in force to everything below.
import type { ReactNode } from "react";
import type { Messages } from "use-intl";
import { IntlProvider } from "use-intl";
import { useStore } from "~/lib/store";
import type { Catalog } from "./catalog";
import { language } from "./locale";
import { TagContext } from "./tag";

// A catalog has the English keys with other words; the checked type is written over the English words.
const asChecked = (messages: Catalog) => messages as Messages;

export function LanguageProvider({ children }: { children: ReactNode }) {
  const current = useStore(language);
  if (!current) return null;
  return (
    <IntlProvider
      locale={current.locale}
      messages={asChecked(current.messages)}
      timeZone={Intl.DateTimeFormat().resolvedOptions().timeZone}
    >
      <TagContext value={current.tag}>{children}</TagContext>
    </IntlProvider>
  );
}
