import type { LiveTenant } from "./live-tenant.ts";

type StepView = {
  id: string;
  type: string;
  status: string;
  attempts: number;
  input: unknown;
  output: unknown;
  error: unknown;
  startedAt: string | null;
  endedAt: string | null;
};

type RunView = {
  id: string;
  workflowId: string;
  status: string;
  triggerKind: string;
  trigger: Record<string, unknown>;
  replayOf: string | null;
  requestId: string | null;
  steps: StepView[];
};

/** Asks every 100 ms until `find` gives something; fails after `patienceMs`. */
export const eventually = async <T>(
  what: string,
  find: () => Promise<T | undefined>,
  patienceMs = 15_000,
): Promise<T> => {
  for (const deadline = Date.now() + patienceMs; Date.now() < deadline; ) {
    const found = await find();
    if (found !== undefined) return found;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error(`${what} did not come within ${patienceMs} ms`);
};

export const getRun = async (tenant: LiveTenant, id: string): Promise<RunView> =>
  (await tenant.api<RunView>("GET", `/runs/${id}`)).body;

/** The run as soon as it has one of the states. */
export const runIn = (tenant: LiveTenant, id: string, ...states: string[]): Promise<RunView> =>
  eventually(`run ${id} ${states.join(" or ")}`, async () => {
    const run = await getRun(tenant, id);
    return states.includes(run.status) ? run : undefined;
  });

export const runsOf = async (tenant: LiveTenant, workflowId: string): Promise<RunView[]> =>
  (await tenant.api<{ data: RunView[] }>("GET", `/runs?workflowId=${workflowId}&limit=200`)).body
    .data;

/** Saves and publishes a workflow; its id. */
export const publish = async (tenant: LiveTenant, definition: object): Promise<string> => {
  const created = await tenant.api<{ id: string }>("POST", "/workflows", { definition });
  const { id } = created.body;
  const published = await tenant.api("POST", `/workflows/${id}/publish`, {});
  if (published.status !== 200)
    throw new Error(`publish: ${published.status} ${JSON.stringify(published.body)}`);
  return id;
};
