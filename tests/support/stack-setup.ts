import type { JWK } from "jose";
import type { TestProject } from "vitest/node";
import { buildIfNeeded } from "../../lib/local/build.ts";
import { startLiveStack } from "./live-stack.ts";

/** What a test of the whole platform needs to reach it. Workflows may call 127.0.0.1 on `capturePorts`. */
export type StackAccess = {
  appUrl: string;
  supabaseUrl: string;
  mailboxUrl: string;
  databaseUrl: string;
  engineUrl: string;
  engineToken: string;
  publishableKey: string;
  secretKey: string;
  /** Signs access tokens as Supabase Auth does. */
  signingJwk: JWK;
  capturePorts: number[];
  /** Process ids by part, as they were at the start. */
  pids: Record<string, number | undefined>;
};

declare module "vitest" {
  interface ProvidedContext {
    stack: StackAccess;
  }
}

/** One whole throw-away stack for every test of the project, on the production build. */
export default async function setup(project: TestProject) {
  await buildIfNeeded(() => {});
  const capturePorts = Array.from({ length: 8 }, () => 41_000 + Math.floor(Math.random() * 9_000));
  const stack = await startLiveStack({
    fsync: false,
    outboundAllow: capturePorts.map((port) => `127.0.0.1:${port}`).join(","),
  });
  project.provide("stack", {
    appUrl: stack.urls.app,
    supabaseUrl: stack.urls.supabase,
    mailboxUrl: stack.urls.mailbox,
    databaseUrl: stack.urls.database,
    engineUrl: stack.urls.engine,
    engineToken: stack.secrets.engineToken,
    publishableKey: stack.secrets.publishableKey,
    secretKey: stack.secrets.secretKey,
    signingJwk: stack.secrets.signingJwk,
    capturePorts,
    pids: stack.pids(),
  });
  return () => stack.stop();
}
