import { type ChildProcess, spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import postgresJs from "postgres";
import type { Figure } from "../bench/report.ts";
import { engineProcess } from "../engine/support/engine-process.ts";
import { clientOf, startApp, until } from "../engine/support/harness.ts";

const KEEPER = fileURLToPath(new URL("../engine/support/small-postgres.ts", import.meta.url));
/** No file of the server's may become larger, in blocks of 512 bytes: a little more than a segment of its log. */
const BLOCKS = (20 * 1024 * 1024) / 512;
const PAYLOAD_BYTES = 480_000;
/** Many times what there is room for. */
const EVENTS_MAX = 600;
const SENDER_MS = 4_000;

/** Starts Postgres, with or without room for large files. A write beyond it fails as on a full disk, without privileges. */
const startServer = async (dataDir: string, port: number, room: boolean) => {
  const limit = room ? "" : `ulimit -S -f ${BLOCKS} && `;
  const child: ChildProcess = spawn(
    "sh",
    ["-c", `${limit}exec "$0" "$@"`, process.execPath, KEEPER, dataDir, String(port)],
    { stdio: ["pipe", "pipe", "inherit"] },
  );
  const line = await new Promise<string>((resolve, reject) => {
    child.stdout?.once("data", (data) => resolve(String(data)));
    child.once("exit", (code) => reject(new Error(`Postgres did not start: ${code}`)));
  });
  const [bound = "", adminUrl = ""] = line.trim().split(" ");
  const stop = () =>
    new Promise<void>((resolve) => {
      child.once("exit", () => resolve());
      child.stdin?.end();
    });
  return { port: Number(bound), adminUrl, stop };
};

type Row = { event: string; status: string; steps: number };

const RUNS = `
  select e.external_id as event, r.status, (select count(*)::int from engine.step s where s.run = r.id) as steps
  from engine.run r join engine.event e on e.id = r.events`;

/**
 * The disk fills under load: events are refused, nothing acknowledged is lost, no body runs again and again; when
 * there is room the work goes on.
 */
export const fullDisk = async ({ fullMs }: { fullMs: number }): Promise<Figure[]> => {
  const directory = await mkdtemp(join(tmpdir(), "engine-disk-"));
  const dataDir = join(directory, "pg");
  let server = await startServer(dataDir, 0, false);
  const databaseUrl = new URL("/postgres", server.adminUrl).href;
  let url = "";
  const bodies = new Map<string, number>();
  const app = await startApp({
    functions: (c) => [
      c.createFunction(
        { id: "big", triggers: [{ event: "disk/big" }] },
        async ({ step, event }) => {
          const once = (name: string) => {
            const body = `${event.id} ${name}`;
            bodies.set(body, (bodies.get(body) ?? 0) + 1);
          };
          const text = await step.run("grow", () => {
            once("grow");
            return randomBytes(PAYLOAD_BYTES / 4).toString("hex");
          });
          return step.run("end", () => {
            once("end");
            return text.length;
          });
        },
      ),
    ],
    engineUrl: () => url,
  });
  const engine = await engineProcess({
    databaseUrl,
    serveUrl: app.url,
    retryScale: 0.003,
    databaseDownMs: 120_000,
  });
  url = engine.url;
  app.start();
  const api = clientOf(() => url);
  await engine.ready();
  await until(
    async () => (await api.api("GET", "/api/functions")).body.data?.length > 0 || null,
    120_000,
  );

  const acknowledged: string[] = [];
  let refused = 0;
  let count = 0;
  const text = randomBytes(PAYLOAD_BYTES / 2).toString("hex");
  const send = async (events = 1): Promise<boolean> => {
    const ids = Array.from({ length: events }, () => `d${count++}`);
    const body = ids.map((id) => ({ id, name: "disk/big", data: { text: `${id}${text}` } }));
    // A sender that does not wait for ever: what has no answer is not acknowledged.
    const answer = await Promise.race([
      api.send(body).catch(() => null),
      sleep(SENDER_MS).then(() => null),
    ]);
    if (answer?.status === 200) acknowledged.push(...ids);
    else refused++;
    return answer?.status === 200;
  };
  // Until the disk is full: as fast as it takes them, then one by one.
  while (count < EVENTS_MAX && refused === 0) await send(6);
  const wasFull = refused > 0;
  const end = Date.now() + fullMs;
  while (Date.now() < end) {
    await send();
    await sleep(100);
  }
  const repeatedWhileFull = [...bodies.values()].filter((times) => times > 1).length;
  await server.stop();
  server = await startServer(dataDir, server.port, true);
  await until(() => send(), 60_000);
  await send(6);

  const sql = postgresJs(databaseUrl, { max: 1, onnotice: () => {} });
  const rows = await until(async () => {
    const runs = await sql.unsafe<Row[]>(RUNS);
    const started = new Set(runs.map(({ event }) => event));
    const done = runs.every(({ status }) => status === "Completed");
    return done && acknowledged.every((id) => started.has(id)) ? runs : null;
  }, 60_000).catch(() => sql.unsafe<Row[]>(RUNS));
  await sql.end();
  await engine.kill();
  await app.stop();
  await server.stop();
  await rm(directory, { recursive: true, force: true });
  const started = new Set(rows.map(({ event }) => event));
  const id = (stat: string) => `faults.engine.disk.${stat}`;
  const none = (stat: string, value: number, unit: string): Figure => ({
    id: id(stat),
    value,
    unit,
    aim: "= 0",
  });
  return [
    { id: id("acknowledged"), value: acknowledged.length, unit: "events" },
    { id: id("refused"), value: refused, unit: "events" },
    none("never-full", wasFull ? 0 : 1, "times"),
    none("lost", acknowledged.filter((one) => !started.has(one)).length, "events"),
    none("unfinished", rows.filter(({ status }) => status !== "Completed").length, "runs"),
    none(
      "doubled",
      rows.length - started.size + rows.filter(({ steps }) => steps !== 2).length,
      "rows",
    ),
    none("repeated-while-full", repeatedWhileFull, "bodies"),
    none("repeated-too-often", [...bodies.values()].filter((times) => times > 2).length, "bodies"),
  ];
};
