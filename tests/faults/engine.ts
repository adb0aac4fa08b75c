import { setTimeout as sleep } from "node:timers/promises";
import postgresJs from "postgres";
import type { Figure } from "../bench/report.ts";
import { engineProcess } from "../engine/support/engine-process.ts";
import { type Arena, openArena } from "./engine-arena.ts";
import { clockJumps } from "./engine-clock.ts";
import { fullDisk } from "./engine-disk.ts";
import { figuresOf } from "./engine-ledger.ts";
import { killPoints, POINTS } from "./engine-points.ts";
import { random } from "./random.ts";

/** How much is broken, and how often. */
export type EngineDose = {
  seed: number;
  /** Runs while the engine is killed, and how many times it is. */
  runs: number;
  kills: number;
  /** Times a leader is frozen, loses its session and is let go again; every other time it is killed instead. */
  takeovers: number;
  restarts: number;
  /** Time between two restarts of Postgres. */
  restartMs: [min: number, max: number];
  /** Runs of an application that hangs, lies and hangs up. */
  lies: number;
  /** Times the wall clock is set forward or back. */
  jumps: number;
  /** How long the disk stays full. */
  fullMs: number;
  /** Places where the engine dies, one after the other. */
  points: typeof POINTS;
  say: (line: string) => void;
};

export const FULL_DOSE = {
  runs: 1_000,
  kills: 200,
  takeovers: 20,
  restarts: 9,
  restartMs: [5_000, 10_000],
  lies: 400,
  jumps: 100,
  fullMs: 10_000,
  points: POINTS,
} satisfies Partial<EngineDose>;

const QUICK = { retryScale: 0.003, appProbeMs: [50, 200], databaseDownMs: 60_000 };

const startEngine = (arena: Arena, more: object = {}) =>
  engineProcess({ databaseUrl: arena.databaseUrl, serveUrl: arena.app.url, ...QUICK, ...more });

type Engine = Awaited<ReturnType<typeof startEngine>>;

const leads = async (engine: Engine): Promise<boolean> => {
  const answer = await fetch(`${engine.url}/health`, { signal: AbortSignal.timeout(300) }).catch(
    () => null,
  );
  return answer?.ok === true && ((await answer.json()) as { leading: boolean }).leading;
};

/** One that was frozen may take five seconds to hear that its place is gone; what it does meanwhile is refused. */
const bothLead = async (engines: Engine[]): Promise<boolean> => {
  const end = Date.now() + 5_000;
  while ((await Promise.all(engines.map(leads))).every(Boolean)) {
    if (Date.now() > end) return true;
    await sleep(50);
  }
  return false;
};

const knowsFunctions = async ({ api }: Arena): Promise<void> => {
  for (;;) {
    const answer = await api.api("GET", "/api/functions").catch(() => null);
    if (answer?.body?.data?.length > 0) return;
    await sleep(20);
  }
};

/** Starts the first engine of a scenario and waits until it can start runs. */
const open = async (seed: number, more: object = {}) => {
  const next = random(seed);
  const arena = await openArena(next);
  const engine = await startEngine(arena, more);
  arena.front.turnTo(engine.url);
  await engine.ready();
  await knowsFunctions(arena);
  return { next, arena, engine };
};

/** kill -9 at any moment, also while it starts; new runs keep coming. */
const killed = async ({ seed, runs, kills }: EngineDose): Promise<Figure[]> => {
  const { next, arena, engine } = await open(seed);
  let sent = 0;
  for (let i = 1; i <= kills; i++) {
    const due = Math.round((runs * i) / kills);
    arena.send(due - sent);
    sent = due;
    await sleep(next() * 350);
    arena.broke();
    await engine.kill();
    engine.begin();
    // One in five dies before it serves.
    if (next() > 0.2) await engine.ready();
    else await sleep(next() * 250);
  }
  await engine.ready();
  const ledger = await arena.ledger();
  const refused = arena.refused();
  await engine.kill();
  await arena.stop();
  return figuresOf("kill", ledger, { kills, refused });
};

/** The leader's database sessions end as after a network split, while the process itself is frozen and knows nothing. */
const cutSessions = async (databaseUrl: string): Promise<void> => {
  const sql = postgresJs(databaseUrl, { max: 1, onnotice: () => {} });
  await sql`
    select pg_terminate_backend(l.pid) from pg_locks l
    where l.locktype = 'advisory' and l.granted and l.database = (select oid from pg_database where datname = current_database())`;
  await sql.end();
};

const leaderOf = async (engines: Engine[]): Promise<Engine> => {
  for (;;) {
    for (const engine of engines) if (await leads(engine)) return engine;
    await sleep(30);
  }
};

/** Two engines: the leader dies, or freezes, loses its place and wakes up as a zombie. */
const takenOver = async ({ seed, takeovers }: EngineDose): Promise<Figure[]> => {
  const { next, arena, engine } = await open(seed);
  const second = await startEngine(arena);
  await second.ready();
  const engines = [engine, second];
  let zombies = 0;
  let both = 0;
  for (let i = 0; i < takeovers; i++) {
    const leader = await leaderOf(engines);
    arena.front.turnTo(leader.url);
    arena.send(6);
    await sleep(60 + next() * 200);
    arena.broke();
    const others = engines.filter((one) => one !== leader);
    if (i % 2 === 0) {
      zombies++;
      leader.signal("SIGSTOP");
      await cutSessions(arena.databaseUrl);
      arena.front.turnTo((await leaderOf(others)).url);
      arena.send(4);
      await sleep(next() * 300);
      leader.signal("SIGCONT");
    } else {
      await leader.kill();
      arena.front.turnTo((await leaderOf(others)).url);
      await leader.start();
    }
    await sleep(100);
    both += Number(await bothLead(engines));
  }
  arena.front.turnTo((await leaderOf(engines)).url);
  const ledger = await arena.ledger();
  for (const one of engines) await one.kill();
  await arena.stop();
  return [
    ...figuresOf("takeover", ledger, { zombies, kills: takeovers - zombies }),
    { id: "faults.engine.takeover.both", value: both, unit: "times", aim: "= 0" },
  ];
};

/** Postgres goes away and comes back under load: orderly, by kill -9, and by kill -9 together with the engine. */
const restarted = async ({ seed, restarts, restartMs: [min, max] }: EngineDose) => {
  const { next, arena, engine } = await open(seed);
  let powerCuts = 0;
  for (let i = 0; i < restarts; i++) {
    const end = Date.now() + min + next() * (max - min);
    while (Date.now() < end) {
      arena.send(3);
      await sleep(100);
    }
    arena.broke();
    const back = arena.postgres.restart(next() * 800, { kill: i % 3 > 0 });
    if (i % 3 === 2) {
      powerCuts++;
      await engine.kill();
      engine.begin();
    }
    arena.send(3);
    await sleep(200);
    arena.send(3);
    await back;
    // The application's unanswered work is repeated once more when the state is loaded anew.
    arena.broke();
  }
  const ledger = await arena.ledger();
  const refused = arena.refused();
  await engine.kill();
  await arena.stop();
  return figuresOf("postgres", ledger, { restarts, "power-cuts": powerCuts, refused });
};

/** An application that answers with pages, nonsense, silence, or hangs up in the middle. */
const liedTo = async ({ seed, lies }: EngineDose): Promise<Figure[]> => {
  const { next, arena, engine } = await open(seed, { requestTimeoutMs: 1_500 });
  let told = 0;
  arena.app.intercept(() => {
    const dice = next();
    if (dice > 0.35) return null;
    told++;
    arena.broke();
    if (dice < 0.08) return { status: 200, body: "<html>hello</html>" };
    if (dice < 0.14) return { status: 206, body: '[{"op":"StepRun"' };
    if (dice < 0.2) return { status: 500, body: "" };
    if (dice < 0.24) return { hang: true };
    return { cutAfterMs: next() * 60 };
  });
  for (let sent = 0; sent < lies; sent += 10) {
    arena.send(10);
    await sleep(40);
  }
  const ledger = await arena.ledger();
  await engine.kill();
  await arena.stop();
  return figuresOf("app", ledger, { lies: told });
};

/** What is broken, by the word in the ids of its figures. */
const SCENARIOS = {
  kill: killed,
  takeover: takenOver,
  postgres: restarted,
  app: liedTo,
  clock: clockJumps,
  disk: fullDisk,
  points: ({ points, say }: EngineDose) => killPoints(points, say),
};

/**
 * Breaks the engine and what is around it in every way, and compares the ledgers afterwards. `only` is the beginning
 * of a figure's id.
 */
export const engineFaults = async (dose: EngineDose, only = ""): Promise<Figure[]> => {
  const figures: Figure[] = [];
  for (const [name, scenario] of Object.entries(SCENARIOS)) {
    const id = `faults.engine.${name}`;
    if (!id.startsWith(only) && !only.startsWith(id)) continue;
    const began = Date.now();
    figures.push(...(await scenario(dose)));
    dose.say(`engine, ${name}: seed ${dose.seed}, ${((Date.now() - began) / 1000).toFixed(1)} s`);
  }
  return figures;
};
