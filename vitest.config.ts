import { availableParallelism } from "node:os";
import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";
import { environment } from "./tests/support/environment.ts";

const alias = { "@": fileURLToPath(new URL(".", import.meta.url)).replace(/\/$/, "") };

/** Rooms whose tests need no shared database; some start servers of their own. */
const alone = ["core", "emails", "engine", "expression", "local", "mailbox"].map(
  (room) => `tests/${room}/**/*.test.ts`,
);

/** Whole-stack rooms; they run against started processes. */
const stack = ["bench", "browser", "faults", "stories"].map((room) => `tests/${room}/**`);

/** Vitest leaves one processor free, which on two of them is half of the machine; most tests wait for others anyway. */
const maxWorkers = Math.max(2, availableParallelism() - 1);

export default defineConfig({
  resolve: { alias },
  test: {
    reporters: ["default"],
    projects: [
      {
        resolve: { alias },
        test: {
          name: "unit",
          include: alone,
          maxWorkers,
          testTimeout: 90_000,
          hookTimeout: 60_000,
        },
      },
      {
        resolve: { alias },
        test: {
          name: "database",
          include: ["tests/**/*.test.ts"],
          exclude: [...alone, ...stack],
          env: environment,
          globalSetup: ["tests/support/postgres.ts"],
          setupFiles: ["tests/support/setup.ts"],
          maxWorkers,
          testTimeout: 60_000,
          hookTimeout: 60_000,
        },
      },
      {
        resolve: { alias },
        test: {
          name: "stack",
          include: ["tests/stories/**/*.test.ts", "tests/browser/**/*.test.ts"],
          globalSetup: ["tests/support/stack-setup.ts"],
          fileParallelism: false,
          testTimeout: 60_000,
          hookTimeout: 60_000,
        },
      },
    ],
  },
});
