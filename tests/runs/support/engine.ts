import { randomBytes } from "node:crypto";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { serve } from "inngest/node";
import { http } from "msw";
import postgres from "postgres";
import { inject } from "vitest";
import { functions } from "@/inngest/index";
import { env } from "@/lib/core/env";
import { inngest } from "@/lib/infra/events/client";
import { createEngine } from "@/lib/local/engine/create";
import { type Clock, systemClock } from "@/lib/local/engine/schedule/clock";
import { vendors } from "@/tests/support/vendors";

const SERVED = ["workflows-run", "events-dispatch"];

/** Functions of other rooms would work on what a test looks at; these are served as the app serves them. */
const served = (more: readonly string[]) =>
  functions.filter((fn) => [...SERVED, ...more].includes(fn.id()));

const newDatabase = async () => {
  const admin = postgres(inject("adminUrl"), { max: 1, onnotice: () => {} });
  const name = `engine_${randomBytes(6).toString("hex")}`;
  await admin`create database ${admin(name)}`;
  const url = new URL(inject("adminUrl"));
  url.pathname = `/${name}`;
  const drop = async () => {
    await admin`drop database ${admin(name)} with (force)`;
    await admin.end();
  };
  return { url: url.href, drop };
};

/** `apps` servers that take the engine's calls in turn, behind one address. */
const serveApp = async (more: readonly string[], apps: number) => {
  const handlers = Array.from({ length: apps }, () =>
    serve({ client: inngest, functions: served(more) }),
  );
  let calls = 0;
  const server = createServer((request, response) => {
    calls += 1;
    return handlers[calls % apps]?.(request, response);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  const close = () =>
    new Promise<void>((resolve) => {
      server.closeAllConnections();
      server.close(() => resolve());
    });
  return { url: `http://127.0.0.1:${port}/api/inngest`, close };
};

/**
 * The real engine with the real functions behind it, in this process; `more` names functions that are served besides those
 * of runs, by `apps` servers in turn. `connect` leads the SDK's calls to it.
 */
export const startEngine = async (
  more: readonly string[] = [],
  { clock = systemClock, apps = 1 }: { clock?: Clock; apps?: number } = {},
) => {
  const database = await newDatabase();
  const app = await serveApp(more, apps);
  const { INNGEST_SIGNING_KEY: signingKey, INNGEST_EVENT_KEY: eventKey } = env();
  const engine = await createEngine(
    {
      databaseUrl: database.url,
      signingKey,
      eventKey,
      token: "test-engine-token",
      serveUrl: app.url,
      port: 0,
    },
    { clock },
  );
  const forward = async ({ request }: { request: Request }) => {
    const { pathname, search } = new URL(request.url);
    const body = request.method === "GET" ? undefined : await request.arrayBuffer();
    const { method, headers } = request;
    const answer = await fetch(new URL(pathname + search, engine.url), {
      method,
      headers,
      ...(body && { body }),
    });
    return new Response(await answer.arrayBuffer(), {
      status: answer.status,
      headers: answer.headers,
    });
  };
  return {
    connect: () => vendors.use(http.all("http://engine.test/*", forward)),
    close: async () => {
      await engine.close();
      await app.close();
      await database.drop();
    },
  };
};
