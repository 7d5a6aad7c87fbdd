// The gateways that are installed, to choose one from.
import type { ReactNode } from "react";
import { useTranslations } from "use-intl";
import { Empty } from "~/components/Empty";
import { Kinds } from "./AccountMarks";
import type { GatewayKind } from "./operations";

interface Props {
  kinds: Pick<GatewayKind, "slug" | "name" | "kinds">[];
  link: (slug: string, className: string, children: ReactNode) => ReactNode;
}

const LOOK =
  "grid h-full content-start gap-1 rounded-l border border-line-strong p-4 hover:border-accent hover:bg-subtle";

export function KindChoice({ kinds, link }: Props) {
  const t = useTranslations("gateways");
  if (kinds.length === 0) return <Empty title={t("noKindsTitle")}>{t("noKinds")}</Empty>;
  return (
    <ul className="grid gap-3 sm:grid-cols-2">
      {kinds.map(({ slug, name, kinds }) => (
        <li key={slug}>
          {link(
            slug,
            LOOK,
            <>
              <span className="font-semibold">{name}</span>
              <Kinds kinds={kinds} />
            </>,
          )}
        </li>
      ))}
    </ul>
  );
}
