// An answer that was read before a live update can arrive after it, and put the older state back on screen. What is shown
// is then behind what was heard: it is asked for again, until it has caught up.
import { useEffect, useRef } from "react";

const LOOK_MS = 400;

/** `shown` and `heard` are versions of one thing: what is on screen, and what the last live update said. */
export function useCatchUp(shown: number | undefined, heard: number | undefined, refetch: () => void): void {
  const look = useRef(refetch);
  look.current = refetch;
  const behind = shown !== undefined && heard !== undefined && shown < heard;
  useEffect(() => {
    if (!behind) return;
    const timer = setInterval(() => look.current(), LOOK_MS);
    return () => clearInterval(timer);
  }, [behind]);
}
