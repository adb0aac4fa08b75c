import { randomUUID } from "node:crypto";
import { sql } from "kysely";
import type { Caller, Role } from "@/lib/core/caller";
import { randomToken } from "@/lib/core/ids";
import { PERMISSIONS, type Permission } from "@/lib/domain/tenants/permissions";
import { hashApiKey } from "@/lib/infra/auth/api-key";
import { asSystem } from "@/lib/infra/db/as-system";
import { json } from "@/lib/infra/db/json";
import { relayIdle } from "@/lib/infra/events/relay";
import { accessToken } from "@/tests/support/token";
import { forget, sent } from "@/tests/support/vendors";

type RequestOptions = {
  headers?: Record<string, string>;
  /** Path of the request; the door takes the route's name from it. */
  path?: string;
  query?: Record<string, string | number> | string;
};

/** A request as the handler gets it. An object becomes a JSON body, a string goes as it is. */
const requestWith =
  (authorization: Record<string, string>) =>
  (
    method: string,
    body?: unknown,
    { headers = {}, path = "/api/v1/things", query = "" }: RequestOptions = {},
  ) => {
    const url = new URL(path, "http://127.0.0.1:3000");
    url.search =
      typeof query === "string"
        ? query
        : new URLSearchParams(Object.entries(query).map(([k, v]) => [k, String(v)])).toString();
    const type = body === undefined ? {} : { "content-type": "application/json" };
    return new Request(url, {
      method,
      headers: { ...authorization, ...type, ...headers },
      ...(body !== undefined && { body: typeof body === "string" ? body : JSON.stringify(body) }),
    });
  };

const system = () => asSystem("tests prepare what they look at");

/** A confirmed person, as Supabase Auth stores one; the sign-up trigger does the rest. */
export const signUp = async (metadata: Record<string, unknown>) => {
  const id = randomUUID();
  const email = `${id.slice(0, 8)}@example.com`;
  await sql`insert into auth.users (id, email, raw_user_meta_data, email_confirmed_at, created_at, updated_at)
    values (${id}, ${email}, ${json(metadata)}, now(), now(), now())`.execute(system());
  return { id, email };
};

const eventsOf = async (tenantId: string) => {
  const { rows } = await sql<{ id: string; name: string; data: Record<string, unknown> }>`
    select id, name, data from app.outbox where tenant_id = ${tenantId}`.execute(system());
  const handedOver = sent.filter(({ data }) => data.tenantId === tenantId);
  const all = new Map(
    [...handedOver, ...rows].map(({ id, name, data }) => [id, { id, name, data }]),
  );
  return [...all.values()]
    .sort((a, b) => (a.id < b.id ? -1 : 1))
    .map(({ name, data }) => ({ name, data }));
};

type Person = { id: string; email: string };
type Place = { tenantId: string; slug: string };

const KEY_SCOPES = (Object.keys(PERMISSIONS) as Permission[]).filter(
  (permission) => PERMISSIONS[permission].key,
);

const keyFor = async ({ tenantId, slug }: Place, scopes: readonly string[]) => {
  const key = `stw_${randomToken(32)}`;
  const { rows } = await sql<{ id: string }>`
    insert into public.api_keys (tenant_id, name, prefix, hash, scopes)
    values (${tenantId}, 'test', ${key.slice(0, 12)}, ${hashApiKey(key)}, ${[...scopes]}::text[]) returning id`.execute(
    system(),
  );
  const keyId = rows[0]?.id ?? "";
  const caller: Caller & { kind: "key" } = { kind: "key", keyId, tenantId, scopes };
  const request = requestWith({ authorization: `Bearer ${key}` });
  return { key, keyId, tenantId, slug, caller, request };
};

type Member = Place & {
  userId: string;
  email: string;
  role: Role;
  /** Its access token. */
  token: string;
  caller: Caller & { kind: "user" };
  /** A request of this person with its access token; `headers` may override. */
  request: ReturnType<typeof requestWith>;
};

/** A person of one tenant, and the doors to its things. */
export type Actor = Member & {
  /** Another person of the same tenant. */
  as(other: Role): Promise<Actor>;
  /** An API key of the tenant; by default with every scope a key may have. */
  key(scopes?: readonly string[]): ReturnType<typeof keyFor>;
  /** What the tenant's transactions emitted, oldest first, whether still in the outbox or handed over. */
  events(): ReturnType<typeof eventsOf>;
};

const actorOf = async (person: Person, place: Place, role: Role): Promise<Actor> => {
  const { tenantId, slug } = place;
  const token = await accessToken(person);
  const caller: Caller & { kind: "user" } = { kind: "user", userId: person.id, role, tenantId };
  return {
    tenantId,
    slug,
    userId: person.id,
    email: person.email,
    role,
    token,
    caller,
    request: requestWith({ authorization: `Bearer ${token}` }),
    as: (other: Role) => colleague(place, other),
    key: (scopes: readonly string[] = KEY_SCOPES) => keyFor(place, scopes),
    events: () => eventsOf(tenantId),
  };
};

const colleague = async (place: Place, role: Role): Promise<Actor> => {
  const person = await signUp({ invitation: "test" });
  await sql`with member as (insert into public.memberships (tenant_id, user_id, role) values (${place.tenantId}, ${person.id}, ${role}::public.tenant_role))
    update public.profiles set last_tenant_id = ${place.tenantId} where user_id = ${person.id}`.execute(
    system(),
  );
  return actorOf(person, place, role);
};

/** The owner of a new tenant. What the sign-up itself emitted is put away. */
export const newOwner = async (): Promise<Actor> => {
  const person = await signUp({ company: "Test company", full_name: "Test Person" });
  const { rows } = await sql<Place>`
    select t.id as tenant_id, t.slug from public.memberships m join public.tenants t on t.id = m.tenant_id
    where m.user_id = ${person.id}`.execute(system());
  const place = rows[0];
  if (!place) throw new Error("The sign-up trigger made no tenant");
  // A relay that was under way may have taken the sign-up's events along.
  await relayIdle();
  await sql`delete from app.outbox where tenant_id = ${place.tenantId}`.execute(system());
  forget(place.tenantId);
  return actorOf(person, place, "owner");
};
