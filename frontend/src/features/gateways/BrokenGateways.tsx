// Plugins that could not be loaded, each with the reason for whoever maintains it. They stop nothing else.
import { useTranslations } from "use-intl";
import { Notice } from "~/components/Notice";

interface Props {
  broken: { name: string; traceback: string }[];
}

export function BrokenGateways({ broken }: Props) {
  const t = useTranslations("gateways");
  if (broken.length === 0) return null;
  return (
    <Notice tone="danger" title={t("brokenTitle")}>
      <p>{t("broken")}</p>
      {broken.map(({ name, traceback }) => (
        <details key={name} className="mt-3">
          <summary className="min-h-8 font-medium">{name}</summary>
          <pre className="mt-2 rounded-m bg-bg p-3 font-mono text-12 break-words whitespace-pre-wrap text-ink">
            {traceback}
          </pre>
        </details>
      ))}
    </Notice>
  );
}
