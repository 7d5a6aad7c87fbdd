// The way out, at the end of the header.
import { useTranslations } from "use-intl";
import { session } from "~/lib/browser-session";
import { Button } from "./Button";

export function SignOut({ onSignedOut }: { onSignedOut: () => Promise<void> }) {
  const t = useTranslations("shell");
  async function signOut() {
    await session.signOut();
    await onSignedOut();
  }
  return (
    <Button kind="quiet" className="-mr-4" onClick={() => void signOut()}>
      {t("signOut")}
    </Button>
  );
}
