import { createHash } from "node:crypto";
import { sql } from "kysely";
import type { Caller } from "@/lib/core/caller";
import { AppError } from "@/lib/core/errors";
import { asTenant, type Tx } from "@/lib/infra/db/as-tenant";
import { json } from "@/lib/infra/db/json";
import { type Binding, seal, unseal } from "@/lib/infra/vault/seal";

/** A finished answer, as it was sent and as it is sent again. */
export type Answer = { status: number; headers: Record<string, string>; body: string };

export type Command = {
  caller: Caller;
  /** Method and path template. */
  route: string;
  key: string;
  fingerprint: Buffer;
};

const STRUCTURED = /^"((?:[\x21\x23-\x5b\x5d-\x7e]|\\["\\])*)"$/;

/** The key of an `Idempotency-Key` header, a structured string or a bare token of 1–255 visible ASCII characters. */
export const parseKey = (header: string): string => {
  const key = STRUCTURED.exec(header)?.[1]?.replace(/\\(["\\])/g, "$1") ?? header;
  if (/^[\x21-\x7e]{1,255}$/.test(key)) return key;
  throw new AppError("malformed", "Idempotency-Key takes 1 to 255 visible ASCII characters.");
};

const canonical = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(canonical);
  if (typeof value !== "object" || value === null) return value;
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return entries.map(([name, inner]) => [name, canonical(inner)]);
};

/** What makes two requests the same command, whatever the order of keys and the white space. */
export const fingerprintOf = (...parts: unknown[]): Buffer =>
  createHash("sha256")
    .update(JSON.stringify(parts.map(canonical)))
    .digest();

const principalOf = (caller: Caller) => {
  if (caller.kind === "user") return `user:${caller.userId}`;
  return caller.kind === "key" ? `key:${caller.keyId}` : `worker:${caller.worker}`;
};

/**
 * The lock lives as long as the transaction, so a holder that dies gives way at once. A statement of its own: what the
 * former holder committed is visible to the next statement only.
 */
const lock = async (tx: Tx, name: string) => {
  const { rows } = await sql<{ locked: boolean }>`
    select pg_try_advisory_xact_lock(hashtextextended(${name}, 7)) as locked`.execute(tx);
  if (rows[0]?.locked) return;
  throw new AppError("conflict", "A request with this idempotency key is still under way.", {
    retryAfterS: 1,
  });
};

/** Answers may hold what is shown once (a new key, a secret), so they rest sealed. */
const bindingOf = ({ caller, route, key }: Command, principal: string): Binding => ({
  tenantId: caller.tenantId,
  purpose: "idempotency",
  id: JSON.stringify([principal, route, key]),
});

const find = (tx: Tx, principal: string, { route, key }: Command) =>
  tx
    .selectFrom("idempotencyKeys")
    .select(["fingerprint", "status", "headers", "body"])
    .where("principal", "=", principal)
    .where("route", "=", route)
    .where("key", "=", key)
    .where("expiresAt", ">", sql<Date>`now()`)
    .executeTakeFirst();

const store = async (tx: Tx, principal: string, command: Command, answer: Answer) => {
  const { route, key, fingerprint } = command;
  const { status, headers, body } = answer;
  const sealed = body && seal(body, bindingOf(command, principal));
  const values = { fingerprint, status, headers: json(headers), body: sealed };
  await tx
    .insertInto("idempotencyKeys")
    .values({ principal, route, key, ...values })
    .onConflict((conflict) =>
      conflict.columns(["tenantId", "principal", "route", "key"]).doUpdateSet({
        ...values,
        createdAt: sql`now()`,
        expiresAt: sql`now() + interval '24 hours'`,
      }),
    )
    .execute();
};

/**
 * Runs a keyed command once. The answer is stored in the transaction of the command itself, so either both exist or
 * neither; later requests with the key within 24 hours get it back. Throws conflict while the first is under way, and
 * idempotency_key_reused when the key came with another request. What `work` throws stores nothing and frees the key.
 */
export const once = (
  command: Command,
  work: () => Promise<Answer>,
): Promise<{ answer: Answer; isReplay: boolean }> =>
  asTenant(command.caller, async (tx) => {
    const principal = principalOf(command.caller);
    await lock(tx, `${command.caller.tenantId} ${principal} ${command.route} ${command.key}`);
    const stored = await find(tx, principal, command);
    if (!stored) {
      const answer = await work();
      await store(tx, principal, command, answer);
      return { answer, isReplay: false };
    }
    if (!stored.fingerprint.equals(command.fingerprint))
      throw new AppError(
        "idempotency_key_reused",
        "This idempotency key belongs to a request with other contents.",
      );
    const headers = stored.headers as Record<string, string>;
    const body = stored.body ? unseal(stored.body, bindingOf(command, principal)) : "";
    const answer = { status: stored.status ?? 200, headers, body };
    return { answer, isReplay: true };
  });
