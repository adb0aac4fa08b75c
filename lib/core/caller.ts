export type Role = "viewer" | "member" | "admin" | "owner";

type Origin = { requestId?: string; traceparent?: string; ip?: string; userAgent?: string };

/** Who acts, in which tenant. Every domain verb takes one; the database checks it again behind row level security. */
export type Caller = Origin & { tenantId: string } & (
    | { kind: "user"; userId: string; role: Role }
    | { kind: "key"; keyId: string; scopes: readonly string[] }
    | { kind: "worker"; worker: string }
  );

/** A background actor named `name` (room-verb-object) that acts for one tenant under that tenant's rights. */
export const worker = (name: string, tenantId: string, origin: Origin = {}): Caller => ({
  ...origin,
  kind: "worker",
  worker: name,
  tenantId,
});
