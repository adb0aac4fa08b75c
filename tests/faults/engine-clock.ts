import { setTimeout as sleep } from "node:timers/promises";
import { createEngine } from "../../lib/local/engine/create.ts";
import { type Clock, systemClock } from "../../lib/local/engine/schedule/clock.ts";
import type { Figure } from "../bench/report.ts";
import { keys, until } from "../engine/support/harness.ts";
import { openArena } from "./engine-arena.ts";
import { figuresOf } from "./engine-ledger.ts";
import { random } from "./random.ts";

/** Signatures are good for five minutes either way, and the application's own clock stands still in this. */
const FURTHEST_MS = 280_000;

/** A clock that is set forward and back while the engine works; the machine's timers go on as before. */
const unsteady = (next: () => number) => {
  let aheadMs = 0;
  const clock: Clock = { ...systemClock, now: () => Date.now() + aheadMs };
  return {
    clock,
    jump: () => {
      aheadMs = (next() * 2 - 1) * FURTHEST_MS;
    },
    right: () => {
      aheadMs = 0;
    },
  };
};

/** The wall clock jumps by up to nine minutes at a time, forward and back, while runs are under way. */
export const clockJumps = async ({
  seed,
  jumps,
}: {
  seed: number;
  jumps: number;
}): Promise<Figure[]> => {
  const next = random(seed);
  const arena = await openArena(next);
  const time = unsteady(next);
  const { databaseUrl } = arena;
  const engine = await createEngine(
    { databaseUrl, ...keys, serveUrl: arena.app.url, port: 0, retryScale: 0.003 },
    { clock: time.clock },
  );
  arena.front.turnTo(engine.url);
  await until(async () => {
    const known = await arena.api.api("GET", "/api/functions").catch(() => null);
    return known?.body?.data?.length > 0 || null;
  }, 120_000);
  for (let i = 0; i < jumps; i++) {
    arena.send(5);
    await sleep(20 + next() * 120);
    time.jump();
    arena.send(5);
    await sleep(20 + next() * 120);
  }
  time.right();
  const ledger = await arena.ledger();
  await engine.close();
  await arena.stop();
  return figuresOf("clock", ledger, { jumps });
};
