import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";

const root = fileURLToPath(new URL(".", import.meta.url));
const alias = { "@": root.replace(/\/$/, ""), "server-only": `${root}tests/support/server-only.ts` };

// "unit" needs nothing; "integration" gets one real Postgres for the whole run (tests/support/postgres.setup.ts),
// from which every suite clones a database or makes its own workspace.
export default defineConfig({
  resolve: { alias },
  test: {
    projects: [
      {
        resolve: { alias },
        test: {
          name: "unit",
          testTimeout: 60_000,
          include: ["**/*.test.{ts,tsx}"],
          exclude: [
            "node_modules/**",
            "tests/integration/**",
            "tests/providers/**",
            "tests/e2e/**",
            ".next/**",
            "dist/**",
          ],
        },
      },
      {
        resolve: { alias },
        test: {
          name: "integration",
          include: ["tests/integration/**/*.test.ts", "tests/providers/**/*.test.ts"],
          globalSetup: ["tests/support/postgres.setup.ts"],
          testTimeout: 60_000,
          hookTimeout: 60_000,
          maxWorkers: 2,
        },
      },
    ],
  },
});
