import { setImmediate } from "node:timers/promises";
import { sql } from "kysely";
import type { Caller } from "@/lib/core/caller";
import type { SequenceDefinition } from "@/lib/domain/sequences/definition";
import { MARKETING } from "@/lib/domain/sequences/enrolments/read-due";
import { documentOf } from "@/lib/domain/sequences/foresee/document";
import type { SimulateInput, SimulationResult } from "@/lib/domain/sequences/foresee/schema";
import { ownTenant } from "@/lib/domain/sequences/house/subjects";
import { scopeOf } from "@/lib/domain/sequences/scope";
import { type Simulated, type Simulation, simulate } from "@/lib/domain/sequences/simulate";
import { asTenant, type Tx } from "@/lib/infra/db/as-tenant";

/** After this many people other requests get their turn. */
const CHUNK = 250;
const DAY_MS = 86_400_000;

/** How the tenant's contacts are spread over time zones and languages, the most frequent first. */
const spread = async (tx: Tx) => {
  const { rows } = await sql<{ zone: string; locale: "en" | "de"; people: number }>`
    select coalesce(c.time_zone, t.time_zone) as zone, coalesce(c.locale, 'en') as locale, count(*)::int as people
    from public.tenants t left join public.contacts c on c.tenant_id = t.id where t.id = (select app.tenant_id())
    group by 1, 2 order by 3 desc limit 100`.execute(tx);
  return rows;
};

type Population = { count: number; enteredAt: number; scope: Simulated["scope"] };

/** People like the tenant's contacts, who enter over a day. */
const population = (
  kinds: Awaited<ReturnType<typeof spread>>,
  { count, enteredAt, scope }: Population,
): ((from: number, to: number) => Simulated[]) => {
  const total = kinds.reduce((sum, { people }) => sum + people, 0);
  const zoneOf = (n: number) => {
    let at = ((n * 7919) % count) * (total / count);
    for (const { zone, people } of kinds) {
      if (at < people) return zone;
      at -= people;
    }
    return kinds[0]?.zone ?? "UTC";
  };
  return (from, to) =>
    Array.from({ length: to - from }, (_, offset) => {
      const n = from + offset;
      return {
        id: `simulated-${n}`,
        zone: zoneOf(n),
        enteredAt: enteredAt + Math.floor((n / count) * DAY_MS),
        scope,
      };
    });
};

const addCounts = (into: Record<string, number>, from: Record<string, number>) => {
  for (const [key, n] of Object.entries(from)) into[key] = (into[key] ?? 0) + n;
};

const merge = (all: Simulation, part: Simulation) => {
  all.people += part.people;
  all.sent += part.sent;
  all.heldOut += part.heldOut;
  part.sentByDay.forEach((n, day) => {
    all.sentByDay[day] = (all.sentByDay[day] ?? 0) + n;
  });
  addCounts(all.ends, part.ends);
  addCounts(all.arms, part.arms);
  for (const [key, step] of Object.entries(part.steps)) {
    const known = all.steps[key] ?? { sent: 0, passed: {} };
    known.sent += step.sent;
    addCounts(known.passed, step.passed);
    all.steps[key] = known;
  }
};

const sorted = (counts: Record<string, number>): [string, number][] =>
  Object.entries(counts).sort((a, b) => b[1] - a[1]);

const told = (
  { steps, ends, arms, ...result }: Simulation,
  { days }: SimulateInput,
  startedAt: number,
): SimulationResult => ({
  ...result,
  days,
  steps: Object.entries(steps).map(([stepKey, { sent, passed }]) => ({
    stepKey,
    sent,
    passed: sorted(passed).map(([reason, people]) => ({ reason, people })),
  })),
  ends: sorted(ends).map(([reason, people]) => ({ reason, people })),
  arms: sorted(arms).map(([arm, people]) => ({ arm, people })),
  tookMs: performance.now() - startedAt,
});

/** Runs a document over a population in pieces, so that a server keeps answering meanwhile. */
export const simulateInPieces = async (
  id: string,
  definition: SequenceDefinition,
  people: (from: number, to: number) => Simulated[],
  { count, days }: { count: number; days: number },
): Promise<Simulation> => {
  const isCapped = (MARKETING as readonly string[]).includes(definition.category);
  const world = isCapped ? undefined : () => () => ({ mailed: [] });
  const all = simulate(id, definition, [], days, world);
  for (let from = 0; from < count; from += CHUNK) {
    const chunk = people(from, Math.min(from + CHUNK, count));
    merge(all, simulate(id, definition, chunk, days, world));
    await setImmediate();
  }
  return all;
};

/** What a population like the tenant's contacts would get of a sequence in some days, on a virtual clock. Sends nothing. */
export const simulateSequence = async (
  caller: Caller,
  id: string,
  input: SimulateInput,
): Promise<SimulationResult> => {
  const startedAt = performance.now();
  const { definition, kinds, tenant } = await asTenant(caller, async (tx) => ({
    definition: await documentOf(tx, caller, id, input.version),
    kinds: await spread(tx),
    tenant: await ownTenant(tx),
  }));
  const somebody = { email: "person@example.com", name: "", locale: "en", properties: {} } as const;
  const scope = scopeOf(somebody, { event: input.event }, { tenant });
  const people = population(kinds, { count: input.people, enteredAt: Date.now(), scope });
  const result = await simulateInPieces(id, definition, people, {
    count: input.people,
    days: input.days,
  });
  return told(result, input, startedAt);
};
