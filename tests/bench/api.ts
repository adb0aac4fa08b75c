import type { LiveTenant } from "../support/live-tenant.ts";
import { openShop, threeSteps } from "../support/shop.ts";
import { benchTenant, type Section } from "./bench.ts";
import { load } from "./load.ts";
import type { Figure } from "./report.ts";

/** Readers of one tenant: more people than one, since each may read 100 times a second. */
const READERS = 6;

const readingKey = async (tenant: LiveTenant, n: number): Promise<string> => {
  const made = await tenant.api<{ key: string }>("POST", "/api-keys", {
    name: `Reader ${n}`,
    scopes: ["runs:read"],
  });
  if (made.status !== 201) throw new Error(`key: ${made.status} ${JSON.stringify(made.body)}`);
  return made.body.key;
};

/** The run list (50 rows) and one run's detail, four readers at a time with API keys of one tenant. */
export const apiFigures: Section = async (bench) => {
  const tenant = await benchTenant(bench);
  const shop = await openShop(tenant, threeSteps(bench.capture.url));
  for (let i = 0; i < 120; i++) {
    const { path, headers, body } = shop.delivery();
    await fetch(new URL(path, bench.stack.urls.app), { method: "POST", headers, body });
  }
  const list = await tenant.api<{ data: { id: string }[] }>("GET", "/runs?limit=50");
  const keys = await Promise.all(Array.from({ length: READERS }, (_, i) => readingKey(tenant, i)));
  let turn = 0;
  const read = (path: string) => () => ({
    method: "GET",
    path,
    headers: { authorization: `Bearer ${keys[turn++ % READERS]}` },
  });
  const figures: Figure[] = [];
  for (const [name, path] of [
    ["list", "/api/v1/runs?limit=50"],
    ["detail", `/api/v1/runs/${list.body.data[0]?.id}`],
  ] as const) {
    await load(bench.stack.urls.app, read(path), 4, 1);
    const { rps, p50, p95, bad } = await load(bench.stack.urls.app, read(path), 4, 5);
    figures.push(
      { id: `api.runs-${name}.c4.rate`, value: rps, unit: "/s" },
      { id: `api.runs-${name}.c4.p50`, value: p50, unit: "ms" },
      { id: `api.runs-${name}.c4.p95`, value: p95, unit: "ms", aim: "<= 50" },
      { id: `api.runs-${name}.c4.bad`, value: bad, unit: "answers", aim: "= 0" },
    );
  }
  return figures;
};
