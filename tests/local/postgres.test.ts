import { spawn } from "node:child_process";
import { chmodSync, cpSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { join } from "node:path";
import postgres from "postgres";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { explain } from "../../lib/local/postgres/failure.ts";
import { type Postgres, startPostgres } from "../../lib/local/postgres/start.ts";
import { query, scratch } from "./support/server.ts";

let directory: ReturnType<typeof scratch>;
let dataDir: string;
const running: Postgres[] = [];

const start = async (options: { fsync?: boolean; port?: number } = {}) => {
  const server = await startPostgres({ dataDir, port: 0, fsync: false, ...options });
  running.push(server);
  return server;
};

const messageOf = (work: Promise<unknown>) =>
  work.then(
    () => "it started",
    (error: Error) => error.message,
  );

/** One sentence: no line break, one full stop, at the end. */
const sentence = expect.stringMatching(/^[A-Z/][^\n]*[^.\n]\.$/);

const alive = (pid: number) => {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
};

const template = scratch();

beforeAll(async () => {
  const made = await startPostgres({ dataDir: join(template.path, "data"), port: 0, fsync: false });
  await made.stop();
});
afterAll(() => template.remove());

beforeEach(() => {
  directory = scratch();
  dataDir = join(directory.path, "data");
});

/** A data directory that was made before; copying one is cheaper than making one. */
const made = () => cpSync(join(template.path, "data"), dataDir, { recursive: true });

afterEach(async () => {
  for (const server of running.splice(0)) await server.stop();
  directory.remove();
});

test("a second start keeps the data, and the password only its owner reads", async () => {
  dataDir = join(directory.path, "fresh");
  const first = await start();
  await query(first.adminUrl, "create table kept (n int); insert into kept values (7)");
  await first.stop();
  expect(await first.exited).toBe(0);
  const second = await start();
  expect(await query(second.adminUrl, "select n from kept")).toEqual([{ n: 7 }]);
  expect(statSync(join(dataDir, "steward.password")).mode & 0o777).toBe(0o600);
  expect(statSync(dataDir).mode & 0o077).toBe(0);
});

test("only this machine is listened to, by TCP and password, in UTF-8 and UTC", async () => {
  made();
  const server = await start();
  const [row] = await query(
    server.adminUrl,
    `select current_setting('listen_addresses') as addresses, current_setting('unix_socket_directories') as sockets,
       current_setting('password_encryption') as passwords, current_setting('shared_preload_libraries') as preload,
       pg_encoding_to_char(encoding) as encoding, current_setting('timezone') as zone, upper('äß') as upper
     from pg_database where datname = 'postgres'`,
  );
  expect(row).toEqual({
    addresses: "127.0.0.1",
    sockets: "",
    passwords: "scram-sha-256",
    preload: "pg_stat_statements",
    encoding: "UTF8",
    zone: "UTC",
    upper: "Äß",
  });
  const wrong = new URL(server.adminUrl);
  wrong.password = "wrong";
  await expect(query(wrong.href, "select 1")).rejects.toThrow(/password authentication failed/);
});

test("the terminal's Ctrl-C does not reach the server: it leads a process group of its own", async () => {
  made();
  const { pid } = await start();
  const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
  const [, , group] = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
  expect(Number(group)).toBe(pid);
});

test("after kill -9 of the server every acknowledged row is there, and stop still resolves", async () => {
  made();
  const first = await start({ fsync: true });
  const sql = postgres(first.adminUrl, { max: 1, onnotice: () => undefined });
  await sql`create table rows (n int)`;
  let acknowledged = 0;
  const writing = (async () => {
    for (let n = 0; ; n++) {
      await sql`insert into rows values (${n})`;
      acknowledged++;
    }
  })().catch(() => undefined);
  await expect.poll(() => acknowledged, { timeout: 20_000 }).toBeGreaterThan(5);
  process.kill(first.pid, "SIGKILL");
  expect(await first.exited).toBeNull();
  await writing;
  await sql.end({ timeout: 0 });
  await first.stop();
  const second = await start({ fsync: true });
  const [row] = await query(second.adminUrl, "select count(*)::int as n from rows");
  expect(row?.n).toBeGreaterThanOrEqual(acknowledged);
});

describe("a server left behind", () => {
  const parent = async () => {
    const script = join(import.meta.dirname, "support", "orphan.ts");
    const child = spawn(process.execPath, [script, dataDir], {
      stdio: ["ignore", "pipe", "inherit"],
    });
    const pid = await new Promise<number>((done) => {
      child.stdout.once("data", (chunk) => done(Number(chunk)));
    });
    return { child, pid };
  };

  test("by a parent that was killed is ended and its data taken over", async () => {
    made();
    const { child, pid } = await parent();
    child.kill("SIGKILL");
    await new Promise((done) => child.once("exit", done));
    expect(alive(pid)).toBe(true);
    const server = await start();
    expect(await query(server.adminUrl, "select 1 as one")).toEqual([{ one: 1 }]);
    expect(server.pid).not.toBe(pid);
  });

  test("by nobody, because its parent still runs, is not touched", async () => {
    made();
    const { child, pid } = await parent();
    const message = await messageOf(start());
    expect(message).toEqual(sentence);
    expect(message).toContain(`in use by the running process ${child.pid}`);
    expect(alive(pid)).toBe(true);
    child.kill("SIGTERM");
    await new Promise((done) => child.once("exit", done));
    await start();
  });

  test("as a pid file whose number now belongs to another program does not stop a start", async () => {
    made();
    const other = spawn("sleep", ["60"]);
    const file = `${other.pid}\n${dataDir}\n1\n5432\n\n127.0.0.1\n`;
    writeFileSync(join(dataDir, "postmaster.pid"), file);
    await start();
    expect(alive(other.pid ?? 0)).toBe(true);
    other.kill();
  });
});

describe("one sentence says what to do when", () => {
  test("the port is in use", async () => {
    made();
    const other = createServer();
    await new Promise<void>((done) => other.listen(0, "127.0.0.1", done));
    const address = other.address();
    const port = typeof address === "object" && address ? address.port : 0;
    const message = await messageOf(start({ port }));
    other.close();
    expect(message).toEqual(sentence);
    expect(message).toContain(`Port ${port} is in use`);
    expect(message).toContain("STEWARD_PORT_BASE");
  });

  test("the data is broken", async () => {
    made();
    writeFileSync(join(dataDir, "global", "pg_control"), "broken");
    const message = await messageOf(start());
    expect(message).toEqual(sentence);
    expect(message).toContain("restore the directory from a backup");
  });

  test("the directory holds something else, and leaves that alone", async () => {
    writeFileSync(join(directory.path, "note.txt"), "mine");
    const message = await messageOf(startPostgres({ dataDir: directory.path, port: 0 }));
    expect(message).toEqual(sentence);
    expect(message).toContain("PG_VERSION is missing");
    expect(readFileSync(join(directory.path, "note.txt"), "utf8")).toBe("mine");
  });

  test("the password file is gone", async () => {
    made();
    rmSync(join(dataDir, "steward.password"));
    expect(await messageOf(start())).toEqual(sentence);
  });

  test("the data was made by a Postgres that is not installed", async () => {
    made();
    writeFileSync(join(dataDir, "PG_VERSION"), "12\n");
    const message = await messageOf(start());
    expect(message).toEqual(sentence);
    expect(message).toContain("made by Postgres 12");
  });

  // Root may write everywhere.
  test.skipIf(process.getuid?.() === 0)("the directory is not writable", async () => {
    chmodSync(directory.path, 0o555);
    const message = await messageOf(start());
    chmodSync(directory.path, 0o755);
    expect(message).toEqual(sentence);
    expect(message).toContain("STEWARD_DATA_DIR");
  });

  test.each([
    ["FATAL:  could not write lock file: No space left on device", "is full"],
    ['FATAL:  data directory "/x" has wrong ownership', "may not write"],
    ["FATAL:  could not create shared memory segment", "not enough memory"],
    ["Error: spawn /x/initdb EACCES", "may not write"],
    ["PANIC:  could not locate a valid checkpoint record", "could not locate a valid checkpoint"],
  ])("Postgres says %s", (line, part) => {
    const { message } = explain(["2026-01-01 LOG:  starting", line], "/data", 5432);
    expect(message).toEqual(sentence);
    expect(message).toContain(part);
  });
});
