import { createHmac, randomUUID } from "node:crypto";
import { sql } from "kysely";
import { POST } from "@/app/api/hooks/[hook]/route";
import { addSecret } from "@/lib/domain/inbound/secrets";
import { asSystem } from "@/lib/infra/db/as-system";
import { json } from "@/lib/infra/db/json";
import type { SchemeName } from "@/lib/integrations/webhook-schemes";
import type { Actor } from "@/tests/support/actor";
import { params } from "@/tests/support/test";

export const system = () => asSystem("tests prepare and count what the ingress wrote");

type Options = {
  scheme?: SchemeName;
  topic?: string | null;
  provider?: "shopify" | "stripe" | "generic";
};

/** A live workflow of two steps with a hook and a signing secret, as publishing makes them. */
export const newHook = async ({ tenantId, caller }: Actor, options: Options = {}) => {
  const { scheme = "shopify", topic = null, provider = "shopify" } = options;
  const workflowId = randomUUID();
  const hookId = randomUUID();
  const definition = { schemaVersion: 1, name: "Orders", steps: [{ id: "a" }, { id: "b" }] };
  const insert = sql`
    with w as (insert into public.workflows (tenant_id, id, name, status, draft, live_version)
        values (${tenantId}, ${workflowId}, 'Orders', 'live', ${json(definition)}, 1) returning id)
    select id from w`;
  await insert.execute(system());
  await sql`insert into public.workflow_versions (tenant_id, workflow_id, version, definition)
    values (${tenantId}, ${workflowId}, 1, ${json(definition)})`.execute(system());
  await sql`insert into public.hooks (tenant_id, id, workflow_id, provider, topic, scheme)
    values (${tenantId}, ${hookId}, ${workflowId}, ${provider}, ${topic}, ${scheme})`.execute(
    system(),
  );
  const { secret } = await addSecret(caller, hookId, { overlapHours: 24 });
  return { workflowId, hookId, secret };
};

type Post = { secret: string; id?: string; headers?: Record<string, string>; signed?: Uint8Array };

/** Posts a body at a hook as Shopify would; `signed` is what the signature is made over when it is not the body. */
export const post = (hookId: string, body: string | Uint8Array | ReadableStream, given: Post) => {
  const { secret, id = randomUUID(), headers = {}, signed } = given;
  const over = signed ?? (body instanceof ReadableStream ? "" : body);
  const request = new Request(`http://127.0.0.1:3000/api/hooks/${hookId}`, {
    method: "POST",
    body: body as BodyInit,
    duplex: "half",
    headers: {
      "content-type": "application/json",
      "x-shopify-hmac-sha256": createHmac("sha256", secret).update(over).digest("base64"),
      "x-shopify-webhook-id": id,
      "x-shopify-topic": "orders/create",
      ...headers,
    },
  } as RequestInit);
  return POST(request, params({ hook: hookId }));
};

/** How many rows a hook's deliveries left: `[deliveries, runs, keys]`. */
export const countRows = async (hookId: string) => {
  const { rows } = await sql<{ deliveries: number; runs: number; keys: number }>`
    select (select count(*)::int from public.deliveries where hook_id = ${hookId}::uuid) as deliveries,
      (select count(*)::int from public.runs r join public.hooks h on h.workflow_id = r.workflow_id where h.id = ${hookId}::uuid) as runs,
      (select count(*)::int from public.delivery_keys where hook_id = ${hookId}::uuid) as keys`.execute(
    system(),
  );
  const [row] = rows;
  return [row?.deliveries, row?.runs, row?.keys];
};
