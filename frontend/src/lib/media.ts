// Whether the window is wide enough for a table. What is not shown is not in the document either.
import { useSyncExternalStore } from "react";

const wide = matchMedia("(width >= 48rem)");

function subscribe(listener: () => void): () => void {
  wide.addEventListener("change", listener);
  return () => wide.removeEventListener("change", listener);
}

export function useWide(): boolean {
  return useSyncExternalStore(subscribe, () => wide.matches);
}
