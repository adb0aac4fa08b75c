import { AsyncLocalStorage } from "node:async_hooks";
import { sql, type Transaction } from "kysely";
import type { Caller } from "@/lib/core/caller";
import { pool } from "@/lib/infra/db/client";
import type { DB } from "@/lib/infra/db/types";

export type Tx = Transaction<DB>;

type Scope = { tx: Tx; identity: string; afterCommit: Set<() => void> };

const scope = new AsyncLocalStorage<Scope>();

const claims = (caller: Caller) => ({
  role: "authenticated",
  tenant_id: caller.tenantId,
  ...(caller.kind === "user" && { sub: caller.userId }),
  ...(caller.kind === "key" && { api_key: caller.keyId }),
  ...(caller.kind === "worker" && { worker: caller.worker }),
  ...(caller.requestId && { request_id: caller.requestId }),
  ...(caller.ip && { ip: caller.ip }),
  ...(caller.userAgent && { user_agent: caller.userAgent }),
});

const enter = (tx: Tx, caller: Caller, text: string) => {
  const timeout = caller.kind === "worker" ? "30s" : "10s";
  return sql`select set_config('role', 'authenticated', true), set_config('request.jwt.claims', ${text}, true),
    set_config('statement_timeout', ${timeout}, true), set_config('lock_timeout', '2s', true),
    set_config('plan_cache_mode', 'auto', true)`.execute(tx);
};

/**
 * Runs `work` in one transaction as the caller: role `authenticated`, claims set for its duration, so row level
 * security decides what exists. Inside another asTenant of the same caller it joins that transaction, which is how
 * a route makes a whole command, its audit rows, events and stored answer one commit.
 */
export const asTenant = async <T>(caller: Caller, work: (tx: Tx) => Promise<T>): Promise<T> => {
  const text = JSON.stringify(claims(caller));
  const outer = scope.getStore();
  if (outer?.identity === text) return work(outer.tx);
  const afterCommit = new Set<() => void>();
  const result = await pool()
    .transaction()
    .execute(async (tx) => {
      await enter(tx, caller, text);
      return scope.run({ tx, identity: text, afterCommit }, () => work(tx));
    });
  for (const hook of afterCommit) hook();
  return result;
};

/** Calls `hook` once after the current transaction commits, never if it rolls back; at once outside of one. */
export const afterCommit = (hook: () => void) => {
  const open = scope.getStore();
  if (open) open.afterCommit.add(hook);
  else hook();
};
