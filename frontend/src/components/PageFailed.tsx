// A page that broke while rendering, shown inside the shell with a way to try again.
import { useRouter } from "@tanstack/react-router";
import { Problem } from "./Problem";

export function PageFailed({ reset }: { reset: () => void }) {
  const router = useRouter();
  return (
    <Problem
      onRetry={() => {
        reset();
        void router.invalidate();
      }}
    />
  );
}
