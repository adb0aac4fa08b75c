import postgres from "postgres";
import { afterAll, beforeAll, inject } from "vitest";

/** Whoever counts every row of the stack's database must be alone with it; all other files share it. */
const TURN = 7_310_100;
const WAIT_MS = 600_000;

const sql = postgres(inject("stack").databaseUrl, { max: 1, onnotice: () => {} });

beforeAll(async () => {
  await sql`set statement_timeout = 0`;
  await sql`select pg_advisory_lock_shared(${TURN})`;
}, WAIT_MS);

afterAll(() => sql.end({ timeout: 1 }));

/** Call at the top of a file: its tests begin when no other file's are under way, and others wait until its own are over. */
export const runAlone = (): void =>
  beforeAll(async () => {
    await sql`select pg_advisory_unlock_shared(${TURN})`;
    await sql`select pg_advisory_lock(${TURN})`;
  }, WAIT_MS);
