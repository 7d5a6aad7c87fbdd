// A titled part of a page with its own error boundary: one broken part never takes the page with it.
import { Component, type ReactNode, useId } from "react";
import { Problem } from "./Problem";

interface BoundaryProps {
  children: ReactNode;
}

export class Boundary extends Component<BoundaryProps, { failed: boolean }> {
  override state = { failed: false };

  static getDerivedStateFromError() {
    return { failed: true };
  }

  override render() {
    if (this.state.failed) return <Problem onRetry={() => this.setState({ failed: false })} />;
    return this.props.children;
  }
}

interface SectionProps {
  title: string;
  titleHidden?: boolean;
  aside?: ReactNode;
  children: ReactNode;
}

export function Section({ title, titleHidden, aside, children }: SectionProps) {
  const id = useId();
  return (
    <section aria-labelledby={id} className="grid gap-4">
      <div className="flex flex-wrap items-baseline justify-between gap-2">
        <h2 id={id} className={titleHidden ? "sr-only" : "text-20"}>
          {title}
        </h2>
        {aside}
      </div>
      <Boundary>{children}</Boundary>
    </section>
  );
}
