import { availableParallelism } from "node:os";
import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";
import { environment } from "./tests/support/environment.ts";

/** Our own folder `inngest` would be taken for the library where imports are looked up from the root. */
const alias = [
  { find: /^@\//, replacement: fileURLToPath(new URL(".", import.meta.url)) },
  { find: /^inngest$/, replacement: fileURLToPath(import.meta.resolve("inngest")) },
];

/** Rooms whose tests need no shared database; some start servers of their own. */
const alone = ["core", "emails", "engine", "expression", "local", "mailbox"].map(
  (room) => `tests/${room}/**/*.test.ts`,
);

/** Rooms that run against started processes, two of them by themselves and not with `npm test`. */
const stack = ["bench", "browser", "faults", "stories"].map((room) => `tests/${room}/**`);

/** A room whose files share one stack, one after the other. */
const onStack = (name: string) => ({
  resolve: { alias },
  test: {
    name,
    include: [`tests/${name}/**/*.test.ts`],
    globalSetup: ["tests/support/stack-setup.ts"],
    fileParallelism: false,
    testTimeout: 60_000,
    hookTimeout: 60_000,
  },
});

/**
 * Files share a process: reading the libraries anew for each took as long as the tests. Before each with a
 * database `setup.ts` puts the environment back.
 */
const isolate = false;

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
          isolate,
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
          isolate,
          // Libraries of hundreds of files, which every test file would read one by one.
          deps: { optimizer: { ssr: { enabled: true, include: ["inngest", "kysely", "zod"] } } },
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
      onStack("stories"),
      onStack("browser"),
    ],
  },
});
