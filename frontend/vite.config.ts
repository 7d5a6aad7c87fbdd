// One build, one HTML entry for each face; the server sends each face with its own Content-Security-Policy.
import { fileURLToPath } from "node:url";
import tailwindcss from "@tailwindcss/vite";
import react from "@vitejs/plugin-react";
import { defineConfig } from "vitest/config";
import { head } from "./build/head.ts";

const path = (relative: string) => fileURLToPath(new URL(relative, import.meta.url));
const backend = process.env.PERENNIAL_URL ?? "http://127.0.0.1:8000";

export default defineConfig({
  plugins: [react(), tailwindcss(), head()],
  resolve: { alias: { "~": path("./src") } },
  worker: { format: "es" },
  server: {
    proxy: {
      "/graphql": { target: backend, ws: true },
      "/auth": backend,
      "/config.json": backend,
      "/exports": backend,
      "/sandbox": backend,
    },
  },
  build: {
    manifest: true,
    assetsInlineLimit: 0,
    chunkSizeWarningLimit: 6000,
    rolldownOptions: {
      input: {
        portal: path("./portal.html"),
        admin: path("./admin.html"),
        graphiql: path("./graphiql.html"),
      },
      onLog(level, log, emit) {
        // graphiql ships "use no memo" directives for the React compiler; bundling drops them, rightly.
        if (log.code !== "MODULE_LEVEL_DIRECTIVE") emit(level, log);
      },
    },
  },
  test: {
    environment: "happy-dom",
    testTimeout: 20_000,
    include: ["src/**/*.test.{ts,tsx}"],
    restoreMocks: true,
  },
});
