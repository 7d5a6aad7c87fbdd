// The present moment for what is on screen, moved on only as often as somebody could see the difference.
import { useEffect, useState } from "react";

const HOUR_MS = 3_600_000;

/** Every second while the moment is less than an hour away, every half minute before that, not at all once it passed. */
export function stepTo(until: number, now: number): number | null {
  const left = until - now;
  if (left <= 0) return null;
  return left <= HOUR_MS + 60_000 ? 1_000 : 30_000;
}

export function useNow(until: number): number {
  const [now, setNow] = useState(Date.now);
  const step = stepTo(until, now);
  useEffect(() => {
    if (step === null) return;
    const look = () => setNow(Date.now());
    look();
    const timer = setInterval(look, step);
    return () => clearInterval(timer);
  }, [step]);
  return now;
}
