// What a live screen does while the socket is down: it polls, and looks once more when the connection is back, because
// what is on screen may have missed something.
import { useEffect, useRef } from "react";
import { live } from "./services";
import { useStore } from "./store";

/** `pollMs` null: there is nothing to wait for. */
export function useFallback(refetch: () => void, pollMs: number | null): void {
  const connection = useStore(live.state);
  const look = useRef(refetch);
  look.current = refetch;

  const every = connection === "live" ? null : pollMs;
  useEffect(() => {
    if (every === null) return;
    const timer = setInterval(() => look.current(), every);
    return () => clearInterval(timer);
  }, [every]);

  const broken = useRef(false);
  useEffect(() => {
    if (connection === "reconnecting" || connection === "offline") broken.current = true;
    else if (connection === "live" && broken.current) {
      broken.current = false;
      look.current();
    }
  }, [connection]);
}
