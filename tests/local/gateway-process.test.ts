import { existsSync, mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { newPerson, runGateway, startGateway, type TestGateway } from "./support/gateway.ts";
import { query, scratch } from "./support/server.ts";

const HELLO = `
import { createClient } from "@supabase/supabase-js";
Deno.serve(async (request) => {
  const url = new URL(request.url);
  if (url.pathname.endsWith("/die")) Deno.exit(3);
  const key = Deno.env.get("SUPABASE_SERVICE_ROLE_KEY") ?? "";
  const client = createClient(Deno.env.get("SUPABASE_URL") ?? "", key, { auth: { persistSession: false } });
  const { data } = await client.rpc("whoami");
  const outside = await fetch("http://192.0.2.1/", { signal: AbortSignal.timeout(500) }).catch((error) => error.name);
  return Response.json({
    greeting: Deno.env.get("GREETING"), path: url.pathname, search: url.search, role: data?.role,
    body: await request.text(), authorization: request.headers.get("authorization"), outside,
    pid: Deno.pid, database: Deno.env.get("STEWARD_PART") ?? null,
  }, { status: 201 });
});
`;

const project = scratch();
let gateway: TestGateway;

const writeFunction = (name: string, code: string) => {
  const directory = join(project.path, "supabase", "functions", name);
  mkdirSync(directory, { recursive: true });
  writeFileSync(join(directory, "index.ts"), code);
  writeFileSync(
    join(directory, "deno.json"),
    JSON.stringify({ imports: { "@supabase/supabase-js": "npm:@supabase/supabase-js@2.119.0" } }),
  );
};

beforeAll(async () => {
  symlinkSync(resolve("node_modules"), join(project.path, "node_modules"));
  writeFileSync(join(project.path, "package.json"), "{}");
  writeFunction("hello", HELLO);
  writeFunction("broken", "throw new Error('no good');");
  gateway = await startGateway({ projectRoot: project.path });
});
afterAll(async () => {
  await gateway.end();
  project.remove();
});

describe("an edge function", () => {
  test("is started at its first call, with npm packages, its keys and no way out of this machine", async () => {
    const { client, token } = await newPerson(gateway);
    const { data, error } = await client.functions.invoke("hello/deep?x=1", { body: { a: 1 } });
    expect(error).toBeNull();
    expect(data).toEqual({
      greeting: "hello",
      path: "/hello/deep",
      search: "?x=1",
      role: "service_role",
      body: '{"a":1}',
      authorization: `Bearer ${token}`,
      outside: "NotCapable",
      pid: expect.any(Number),
      database: null,
    });
  });

  test("that dies answers 502 once and is started again", async () => {
    const call = (path: string) => fetch(`${gateway.url}/functions/v1/${path}`, { method: "POST" });
    expect((await call("hello/die")).status).toBe(502);
    expect((await call("hello")).status).toBe(201);
  });

  test("ends with a gateway that is killed", async () => {
    const other = await runGateway(gateway.config);
    const { pid } = (await (await fetch(`${other.url}/functions/v1/hello`)).json()) as {
      pid: number;
    };
    expect(() => process.kill(pid, 0)).not.toThrow();
    other.child.kill("SIGKILL");
    await other.ended;
    await expect.poll(() => existsSync(`/proc/${pid}`), { timeout: 10_000 }).toBe(false);
  });

  test("that does not start answers 503 and says why; an unknown one 404", async () => {
    const broken = await fetch(`${gateway.url}/functions/v1/broken`);
    expect([broken.status, (await broken.json()).code]).toEqual([503, "BOOT_ERROR"]);
    for (const name of ["missing", "..%2f..", ""])
      expect((await fetch(`${gateway.url}/functions/v1/${name}`)).status).toBe(404);
  });
});

describe("the gateway's process", () => {
  const lastLine = (log: string[]) =>
    JSON.parse(log.at(-1) ?? "{}") as { level: string; message: string };

  test("has proved the walls in a scratch database and left none behind", async () => {
    const databases = await query(
      gateway.server.adminUrl,
      "select datname from pg_database where datname like 'steward%'",
    );
    expect(databases).toEqual([]);
    const passes = await query(
      gateway.server.adminUrl,
      "select count(*)::int as n from steward.self_test",
    );
    expect(passes).toEqual([{ n: 1 }]);
  });

  test.each(["SIGTERM", "SIGINT", "stdin"] as const)(
    "ends cleanly within two seconds at %s",
    async (cause) => {
      const other = await runGateway(gateway.config);
      expect(other.url).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
      await fetch(`${other.url}/functions/v1/hello`);
      const before = Date.now();
      if (cause === "stdin") other.child.stdin?.end();
      else other.child.kill(cause);
      expect(await other.ended).toBe(0);
      expect(Date.now() - before).toBeLessThan(2_000);
    },
  );

  test("says in one sentence that its port is in use", async () => {
    const other = await runGateway({ ...gateway.config, port: Number(new URL(gateway.url).port) });
    expect(other.url).toBe("");
    expect(await other.ended).toBe(1);
    expect(lastLine(other.log)).toMatchObject({
      level: "error",
      message: expect.stringMatching(/^Port \d+ is in use: /),
    });
  });

  test("says what is wrong with its configuration, and nothing secret", async () => {
    const other = await runGateway({ ...gateway.config, jwtSecret: "too short" });
    expect(await other.ended).toBe(1);
    expect(lastLine(other.log).message).toContain("jwtSecret");
    expect(other.log.join("\n")).not.toContain(gateway.config.secretKey);
  });

  test("says that Postgres does not answer", async () => {
    const away = (url: string) => url.replace(/:\d+\//, ":1/");
    const { liteUrl, adminUrl } = gateway.config;
    const other = await runGateway({
      ...gateway.config,
      liteUrl: away(liteUrl),
      adminUrl: away(adminUrl),
    });
    expect(await other.ended).toBe(1);
    expect(lastLine(other.log).message).toBe(
      "Postgres does not answer: start it before the gateway.",
    );
  });
});
