import { sql } from "kysely";
import { asSystem } from "@/lib/infra/db/as-system";
import { unseal } from "@/lib/infra/vault/seal";
import type { SchemeName } from "@/lib/integrations/webhook-schemes";

/** What the ingress needs to know of a hook, with its valid secrets in the clear. Lives in memory for a second. */
export type LiveHook = {
  tenantId: string;
  id: string;
  workflowId: string;
  scheme: SchemeName;
  topic: string | null;
  maxBytes: number;
  toleranceS: number;
  secrets: string[];
};

type Row = Omit<LiveHook, "secrets"> & { secrets: { id: string; cipher: string }[] };

/** Names the place a hook's secret is sealed for. */
export const secretBinding = (tenantId: string, hookId: string, secretId: string) => ({
  tenantId,
  purpose: "hook secret",
  id: `${hookId}/${secretId}`,
});

/** Reads the hook with everything needed to judge a delivery in one statement; undefined when there is none. */
const load = async (id: string): Promise<LiveHook | undefined> => {
  const { rows } = await sql<Row>`
    select h.tenant_id, h.id, h.workflow_id, h.scheme, h.topic, h.max_bytes, h.tolerance_s,
      (select coalesce(jsonb_agg(jsonb_build_object('id', s.id, 'cipher', s.cipher) order by s.created_at desc), '[]')
       from public.hook_secrets s
       where s.tenant_id = h.tenant_id and s.hook_id = h.id and (s.expires_at is null or s.expires_at > now())) as secrets
    from public.hooks h
    join public.workflows w on w.tenant_id = h.tenant_id and w.id = h.workflow_id and w.deleted_at is null
    join public.tenants t on t.id = h.tenant_id and t.deleted_at is null
    where h.id = ${id}::uuid`.execute(
    asSystem("a delivery names its hook before a tenant is known"),
  );
  const [row] = rows;
  if (!row) return undefined;
  const secrets = row.secrets.map(({ id: secretId, cipher }) =>
    unseal(cipher, secretBinding(row.tenantId, row.id, secretId)),
  );
  return { ...row, secrets };
};

type Entry = { hook: Promise<LiveHook | undefined>; atMs: number };

/** Rotation and removal take effect within this time. */
const FRESH_MS = 1000;
const ENTRIES_MAX = 1000;
const cache = new Map<string, Entry>();

const remember = (id: string, entry: Entry) => {
  cache.delete(id);
  cache.set(id, entry);
  const [oldest] = cache.keys();
  if (cache.size > ENTRIES_MAX && oldest !== undefined) cache.delete(oldest);
};

/**
 * The hook of this id, at most a second old, and whether it came from memory: whoever is about to refuse because of
 * what is remembered asks again with `fresh`. Calls at the same time share one statement.
 */
export const findHook = async (
  id: string,
  { fresh = false, nowMs = Date.now() } = {},
): Promise<{ hook: LiveHook | undefined; remembered: boolean }> => {
  const known = cache.get(id);
  if (!fresh && known && nowMs - known.atMs < FRESH_MS && nowMs >= known.atMs)
    return { hook: await known.hook, remembered: true };
  const entry = { hook: load(id), atMs: nowMs };
  remember(id, entry);
  try {
    const hook = await entry.hook;
    if (!hook && cache.get(id) === entry) cache.delete(id);
    return { hook, remembered: false };
  } catch (error) {
    if (cache.get(id) === entry) cache.delete(id);
    throw error;
  }
};
