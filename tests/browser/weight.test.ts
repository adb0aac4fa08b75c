import { readFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { expect, test } from "vitest";

type Route = { route: string; firstLoadChunkPaths: string[] };

const root = process.cwd();
const routes: Route[] = JSON.parse(
  readFileSync(join(root, ".next/diagnostics/route-bundle-stats.json"), "utf8"),
);

/** KiB of compressed scripts before a page can be used; most of it are React, Next and the frame. */
const ORDINARY = 180;
/** Pages with a choice that is kept in the address (the mail that is shown, too), or a form of many parts. */
const BUSY = 200;
const isOrdinary = (route: string) =>
  /^\/($|settings(?!\/mail)|sign-|docs|new-company|forgot|reset|invite|check-mail|auth|_not-found)/.test(
    route,
  );
/** Lists that follow live, and the canvas. */
const HEAVIER: Record<string, number> = {
  "/runs": 240,
  "/dead-letters": 240,
  "/dead-letters/[group]": 245,
  "/runs/[id]": 260,
  "/workflows/[id]": 260,
  "/templates/[id]": 260,
};
const allowance = (route: string) => HEAVIER[route] ?? (isOrdinary(route) ? ORDINARY : BUSY);

const weigh = ({ firstLoadChunkPaths }: Route) =>
  firstLoadChunkPaths
    .filter((path) => path.endsWith(".js"))
    .map((path) => gzipSync(readFileSync(join(root, path))).length)
    .reduce((sum, bytes) => sum + bytes, 0) / 1024;

test("no page loads more scripts than it is allowed", () => {
  expect(routes.length).toBeGreaterThan(15);
  const heavy = routes
    .map((route) => ({ route: route.route, kib: Math.round(weigh(route)) }))
    .filter(({ route, kib }) => kib > allowance(route));
  expect(heavy).toEqual([]);
});
