import type { Secrets } from "../secrets.ts";
import type { Stack } from "../stack.ts";
import { demoWorkflow } from "./workflow.ts";

const EMAIL = "demo@steward.example";
const ORDERS = 240;
const SENDERS = 6;

export type Demo = { email: string; password: string };

type Answer = { status: number; body: Record<string, unknown> };

const call = async (
  url: string,
  method: string,
  headers: Record<string, string>,
  body?: unknown,
): Promise<Answer> => {
  const response = await fetch(url, {
    method,
    headers: { "content-type": "application/json", ...headers },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
  const text = await response.text();
  return {
    status: response.status,
    body: text ? (JSON.parse(text) as Record<string, unknown>) : {},
  };
};

const expect = (answer: Answer, what: string, ...statuses: number[]): Answer => {
  if (statuses.includes(answer.status)) return answer;
  throw new Error(
    `The demo could not be set up: ${what} answered ${answer.status} ${JSON.stringify(answer.body).slice(0, 300)}`,
  );
};

/** The demo person; made once, found again later. */
const signIn = async ({ urls }: Stack, secrets: Secrets): Promise<string> => {
  const admin = { apikey: secrets.secretKey, authorization: `Bearer ${secrets.secretKey}` };
  const user = {
    email: EMAIL,
    password: secrets.demoPassword,
    email_confirm: true,
    user_metadata: { full_name: "Dana Demo", company: "Northwind Candles" },
  };
  expect(
    await call(`${urls.supabase}/auth/v1/admin/users`, "POST", admin, user),
    "creating the demo person",
    200,
    201,
    422,
  );
  const session = expect(
    await call(
      `${urls.supabase}/auth/v1/token?grant_type=password`,
      "POST",
      { apikey: secrets.publishableKey },
      { email: EMAIL, password: secrets.demoPassword },
    ),
    "signing in",
    200,
  );
  return String(session.body.access_token);
};

const publishWorkflow = async (api: string, headers: Record<string, string>): Promise<string> => {
  const created = expect(
    await call(`${api}/workflows`, "POST", headers, { definition: demoWorkflow }),
    "creating the workflow",
    201,
  );
  const id = String(created.body.id);
  const published = expect(
    await call(`${api}/workflows/${id}/publish`, "POST", headers, {}),
    "publishing the workflow",
    200,
  );
  const [hook] = published.body.hooks as { id: string }[];
  if (!hook) throw new Error("The demo could not be set up: the published workflow has no hook.");
  expect(
    await call(`${api}/hooks/${hook.id}/secrets`, "POST", headers, {}),
    "making the signing secret",
    200,
    201,
  );
  return id;
};

const sendOrders = async (
  api: string,
  headers: Record<string, string>,
  id: string,
  say: (line: string) => void,
) => {
  let next = 0;
  const sender = async () => {
    while (next < ORDERS) {
      const seed = next++;
      if (seed > 0 && seed % 80 === 0) say(`  ${seed} of ${ORDERS} sample orders sent`);
      expect(
        await call(`${api}/workflows/${id}/sample`, "POST", headers, { seed }),
        "sending a sample order",
        202,
      );
    }
  };
  await Promise.all(Array.from({ length: SENDERS }, sender));
};

/**
 * Fills the demo tenant on the first start: a published workflow and a few hundred runs, made by really sending it
 * sample orders. Finding its workflow, it changes nothing. Returns the login.
 */
export const seedDemo = async (
  stack: Stack,
  secrets: Secrets,
  say: (line: string) => void,
): Promise<Demo> => {
  const headers = { authorization: `Bearer ${await signIn(stack, secrets)}` };
  const api = `${stack.urls.app}/api/v1`;
  const existing = expect(
    await call(`${api}/workflows?limit=1`, "GET", headers),
    "listing workflows",
    200,
  );
  if ((existing.body.data as unknown[]).length === 0) {
    say("Filling the demo company with sample orders …");
    await sendOrders(api, headers, await publishWorkflow(api, headers), say);
  }
  return { email: EMAIL, password: secrets.demoPassword };
};
