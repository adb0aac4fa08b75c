import { readFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { expect, test } from "vitest";

type Route = { route: string; firstLoadChunkPaths: string[] };

const root = process.cwd();
const routes: Route[] = JSON.parse(
  readFileSync(join(root, ".next/diagnostics/route-bundle-stats.json"), "utf8"),
);

/** KiB of compressed scripts before a page can be used; three quarters of it are React and Next. */
const ORDINARY = 180;
/** Rooms that cannot do without more: live lists with filters in the address, the editor and the run view. */
const HEAVIER: Record<string, number> = {
  "/runs": 205,
  "/runs/[id]": 230,
  "/workflows": 190,
  "/workflows/[id]": 230,
  "/workflows/new": 190,
};

const weigh = ({ firstLoadChunkPaths }: Route) =>
  firstLoadChunkPaths
    .filter((path) => path.endsWith(".js"))
    .map((path) => gzipSync(readFileSync(join(root, path))).length)
    .reduce((sum, bytes) => sum + bytes, 0) / 1024;

test("no page loads more scripts than it is allowed", () => {
  expect(routes.length).toBeGreaterThan(15);
  const heavy = routes
    .map((route) => ({ route: route.route, kib: Math.round(weigh(route)) }))
    .filter(({ route, kib }) => kib > (HEAVIER[route] ?? ORDINARY));
  expect(heavy).toEqual([]);
});
