import { using } from "../../lib/local/database/connect.ts";

/** What a refused request must not leave behind. */
const TABLES = [
  "deliveries",
  "delivery_keys",
  "runs",
  "events",
  "event_keys",
  "workflows",
  "hook_secrets",
  "api_keys",
  "invitations",
  "memberships",
  "tenants",
  "profiles",
  "idempotency_keys",
  "audit_log",
];

/** The rows of every table a door can write, by table. */
export const countRows = (databaseUrl: string): Promise<Record<string, number>> =>
  using(databaseUrl, async (sql) => {
    const counts = TABLES.map((table) => `(select count(*) from public.${table})::int as ${table}`);
    const [row] = await sql.unsafe(`select ${counts.join(", ")}`);
    return { ...row };
  });
