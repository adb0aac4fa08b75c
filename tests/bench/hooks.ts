import { openShop } from "../support/shop.ts";
import { benchTenant, type Section } from "./bench.ts";
import { load } from "./load.ts";
import type { Figure } from "./report.ts";

const SECONDS = 6;

/** Acknowledged 2 kB Shopify deliveries, each stored with its run; the runs themselves wait behind one delay step. */
const parked = {
  schemaVersion: 1,
  name: "Park orders",
  trigger: { type: "webhook", provider: "shopify", topic: "orders/create" },
  steps: [{ id: "later", type: "delay", with: { for: "1h" } }],
};

export const hookFigures: Section = async (bench) => {
  const shop = await openShop(await benchTenant(bench), parked);
  const shot = () => ({ method: "POST", ...shop.delivery() });
  await load(bench.stack.urls.app, shot, 4, 2);
  const figures: Figure[] = [];
  for (const connections of [1, 10, 50]) {
    const { rps, p50, p95, p99, bad, count } = await load(
      bench.stack.urls.app,
      shot,
      connections,
      SECONDS,
    );
    bench.say(`hooks, ${connections} connections: ${count} deliveries, ${bad} not accepted`);
    const id = (stat: string) => `hooks.ack.c${connections}.${stat}`;
    figures.push(
      { id: id("rate"), value: rps, unit: "/s", ...(connections === 10 && { aim: ">= 300" }) },
      { id: id("p50"), value: p50, unit: "ms" },
      { id: id("p95"), value: p95, unit: "ms" },
      { id: id("p99"), value: p99, unit: "ms", ...(connections === 10 && { aim: "<= 100" }) },
      { id: id("bad"), value: bad, unit: "answers", aim: "= 0" },
    );
  }
  return figures;
};
