// Nothing here yet: one sentence, why it matters, one thing to do.
import type { ReactNode } from "react";

export function Empty({
  title,
  children,
  action,
}: {
  title: string;
  children: ReactNode;
  action?: ReactNode;
}) {
  return (
    <div className="grid justify-items-start gap-3 rounded-l border border-dashed border-line-strong p-6">
      <p className="text-16 font-semibold">{title}</p>
      <p className="text-ink-muted">{children}</p>
      {action}
    </div>
  );
}
