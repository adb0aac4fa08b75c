import { expect, test } from "vitest";
import { readSources } from "@/tests/house/source";

/** The longest a file of a kind may be, in lines; the first pattern that fits counts. */
const LIMITS: [kind: RegExp, lines: number][] = [
  [/^app\/api\/.*\/route\.ts$/, 80],
  [/^inngest\//, 100],
  [/^emails\//, 120],
  [/^supabase\/migrations\//, 80],
  [/./, 250],
];

/** Files a room may hold, its own rooms not counted; doors and the interface follow Next's layout instead. */
const ROOM = 12;

/** What is longer today. A number may only fall. */
const KNOWN: Record<string, number> = {};

const lines = (text: string) => text.trimEnd().split("\n").length;

const limitOf = (path: string) => KNOWN[path] ?? LIMITS.find(([kind]) => kind.test(path))?.[1] ?? 0;

test("no file is longer than its kind may be", () => {
  const sources = readSources(
    "{app,inngest,emails,lib}/**/*.{ts,tsx}",
    "supabase/migrations/*.sql",
  );
  const long = sources.filter(({ path, text }) => lines(text) > limitOf(path));
  expect(long.map(({ path, text }) => `${path}: ${lines(text)} of ${limitOf(path)}`)).toEqual([]);
});

test("no room holds more files than one can look over", () => {
  const rooms = new Map<string, number>();
  for (const { path } of readSources("{inngest,lib}/**/*.ts")) {
    const room = path.slice(0, path.lastIndexOf("/"));
    rooms.set(room, (rooms.get(room) ?? 0) + 1);
  }
  expect([...rooms].filter(([, files]) => files > ROOM)).toEqual([]);
});
