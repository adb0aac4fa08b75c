import { randomBytes } from "node:crypto";
import { inject } from "vitest";
import { resetEnv } from "@/lib/core/env";
import { closePool } from "@/lib/infra/db/client";
import { relayIdle } from "@/lib/infra/events/relay";
import { requestsCounted } from "@/lib/infra/log/count-request";
import { copyDatabase, dropDatabase } from "@/lib/local/database/prepare";

/** Makes this file's own copy of the migrated database and points the app at it. */
export const openDatabase = async () => {
  const name = `test_${randomBytes(6).toString("hex")}`;
  const adminUrl = inject("adminUrl");
  await copyDatabase(adminUrl, "app", name);
  const url = new URL(inject("databaseUrl"));
  url.pathname = `/${name}`;
  process.env.DATABASE_URL = url.href;
  resetEnv();
  const close = async () => {
    await Promise.all([relayIdle(), requestsCounted()]);
    await closePool();
    await dropDatabase(adminUrl, name);
  };
  return { url: url.href, close };
};
