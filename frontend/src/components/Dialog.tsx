// A question in front of the page: the browser's own <dialog>, so that focus stays inside, Esc closes it, and the focus goes
// back to what opened it. While the act is on its way it stays open.
import { type ReactNode, useId, useLayoutEffect, useRef } from "react";

interface Props {
  title: string;
  /** The act is on its way. */
  busy?: boolean;
  onClose: () => void;
  children: ReactNode;
}

export function Dialog({ title, busy = false, onClose, children }: Props) {
  const id = useId();
  const dialog = useRef<HTMLDialogElement>(null);
  const heading = useRef<HTMLHeadingElement>(null);
  // Before it is painted, and closed before it leaves the page: otherwise the focus would be lost.
  useLayoutEffect(() => {
    const shown = dialog.current;
    shown?.showModal();
    // What can be pressed may still be loading: the reader begins at the question.
    heading.current?.focus();
    return () => shown?.close();
  }, []);
  return (
    <dialog
      ref={dialog}
      aria-labelledby={id}
      className="m-auto max-h-[calc(100dvh-2rem)] w-[min(32rem,calc(100vw-2rem))] overflow-y-auto rounded-l border border-line bg-raised p-5 text-ink shadow-2 backdrop:bg-black/40 sm:p-6"
      onCancel={(event) => {
        event.preventDefault();
        if (!busy) onClose();
      }}
    >
      <div className="grid gap-5">
        <h2 ref={heading} id={id} tabIndex={-1} className="text-20 focus:[box-shadow:none]">
          {title}
        </h2>
        {children}
      </div>
    </dialog>
  );
}
