import { sql } from "kysely";
import { expect } from "vitest";
import { GET as READ } from "@/app/api/v1/dead-letters/[id]/route";
import { POST as DISCARD } from "@/app/api/v1/dead-letters/discard/route";
import { GET as EXPORT } from "@/app/api/v1/dead-letters/export/route";
import { GET as GROUPS } from "@/app/api/v1/dead-letters/groups/route";
import { POST as REDRIVE } from "@/app/api/v1/dead-letters/redrive/route";
import { POST as RESTORE } from "@/app/api/v1/dead-letters/restore/route";
import { GET as LIST } from "@/app/api/v1/dead-letters/route";
import type { Letter, LetterGroup } from "@/lib/domain/dead-letters/schema";
import { cancelRun } from "@/lib/domain/runs/cancel";
import { replayRun } from "@/lib/domain/runs/replay";
import { asSystem } from "@/lib/infra/db/as-system";
import { endRun, failRuns, performAction } from "@/tests/dead-letters/support/failed";
import { publish } from "@/tests/runs/support/workflow";
import type { Actor } from "@/tests/support/actor";
import { params, test } from "@/tests/support/test";

const STEPS = [
  { id: "shape", type: "transform", with: { value: "{{ trigger.input }}" } },
  {
    id: "tell",
    type: "http.request",
    needs: ["shape"],
    with: { url: "https://warehouse.example.com/" },
  },
  { id: "after", type: "transform", needs: ["tell"], with: { value: 1 } },
];
const system = () => asSystem("tests look at what happened");

type Query = Record<string, string | number> | string;

const list = async (
  actor: Actor,
  query: Query = {},
): Promise<{ data: Letter[]; nextCursor: string | null }> =>
  (await LIST(actor.request("GET", undefined, { query }), params())).json();

const groups = async (
  actor: Actor,
  query: Query = {},
): Promise<{ data: LetterGroup[]; open: number }> =>
  (await GROUPS(actor.request("GET", undefined, { query }), params())).json();

type Command = typeof REDRIVE | typeof DISCARD;

const command = async (actor: Actor, door: Command, body: unknown) => {
  const response = await door(actor.request("POST", body), params());
  return { status: response.status, body: await response.json() };
};

/** Gives the command and does it. */
const done = async (actor: Actor, door: Command, body: unknown) => {
  const asked = await command(actor, door, body);
  if (asked.body.action) await performAction(actor.tenantId, asked.body.action.id);
  return asked;
};

test("a failed run leaves one letter with its cause; one that succeeds, is cancelled or is a sample leaves none", async ({
  tenant,
  rival,
}) => {
  const id = await publish(tenant.caller, STEPS);
  const [runId = ""] = await failRuns(tenant.tenantId, id, 1);
  await endRun(runId, "failed");
  const { data } = await list(tenant);
  expect(data).toMatchObject([
    { runId, workflowId: id, stepId: "tell", code: "http_500", state: "open", redrivenRunId: null },
  ]);
  const detail = await (
    await READ(tenant.request("GET"), params({ id: data[0]?.id ?? "" }))
  ).json();
  expect(detail).toMatchObject({
    trigger: { input: { n: 0 } },
    step: { id: "tell", error: { code: "http_500" } },
  });
  expect((await READ(rival.request("GET"), params({ id: data[0]?.id ?? "" }))).status).toBe(404);
  expect((await list(rival)).data).toEqual([]);
  await sql`update public.workflows set is_demo = true where id = ${id}`.execute(system());
  await failRuns(tenant.tenantId, id, 3);
  expect((await list(tenant)).data).toHaveLength(1);
});

test("ten thousand identical errors are one group, and every other cause is another", async ({
  tenant,
}) => {
  const [one, two] = [await publish(tenant.caller, STEPS), await publish(tenant.caller, STEPS)];
  await failRuns(tenant.tenantId, one, 9000);
  await failRuns(tenant.tenantId, two, 1000);
  const page = await groups(tenant);
  expect(page.open).toBe(10_000);
  expect(page.data).toMatchObject([
    {
      code: "http_500",
      stepId: "tell",
      count: 10_000,
      workflows: [
        { id: one, count: 9000 },
        { id: two, count: 1000 },
      ],
    },
  ]);
  await failRuns(tenant.tenantId, one, 1, { code: "tls" });
  expect((await groups(tenant)).data.map(({ count }) => count)).toEqual([1, 10_000]);
  expect((await groups(tenant, { code: "tls" })).data).toHaveLength(1);
  expect((await groups(tenant, { workflowId: two })).data.map(({ count }) => count)).toEqual([
    1000,
  ]);
  const first = (await groups(tenant, { limit: 1 })) as {
    data: LetterGroup[];
    nextCursor?: string;
  };
  expect(
    (await groups(tenant, { limit: 1, cursor: first.nextCursor ?? "" })).data.map(
      ({ count }) => count,
    ),
  ).toEqual([10_000]);
}, 180_000);

test("causes come by what failed last or by how many runs they stopped, and are paged without repeating", async ({
  tenant,
}) => {
  const id = await publish(tenant.caller, STEPS);
  for (const [code, count] of [
    ["a", 2],
    ["b", 3],
    ["c", 1],
    ["d", 2],
  ] as const)
    await failRuns(tenant.tenantId, id, count, { code });
  const codes = async (query: Record<string, string>) => {
    const found: string[] = [];
    for (let cursor = ""; ; ) {
      const page = (await groups(tenant, { ...query, limit: "1", ...(cursor && { cursor }) })) as {
        data: LetterGroup[];
        nextCursor?: string | null;
      };
      found.push(...page.data.map(({ code }) => code));
      if (!page.nextCursor) return found;
      cursor = page.nextCursor;
    }
  };
  expect(await codes({})).toEqual(["d", "c", "b", "a"]);
  expect(await codes({ sort: "most" })).toEqual(["b", "d", "a", "c"]);
  const { nextCursor = "" } = (await groups(tenant, { limit: 1 })) as { nextCursor?: string };
  const mixed = tenant.request("GET", undefined, {
    query: { sort: "most", cursor: nextCursor },
  });
  expect((await (await GROUPS(mixed, params())).json()).code).toBe("invalid_input");
});

test("letters are filtered by workflow, code, group, state and time, and paged without repeating", async ({
  tenant,
}) => {
  const [one, two] = [await publish(tenant.caller, STEPS), await publish(tenant.caller, STEPS)];
  const [a = "", b = ""] = await failRuns(tenant.tenantId, one, 2);
  const [c = ""] = await failRuns(tenant.tenantId, two, 1, {
    code: "tls",
    message: "bad certificate",
  });
  const runs = async (query: Query) =>
    (await list(tenant, query)).data.map(({ runId }) => runId).sort();
  const { data } = await list(tenant);
  const group = data.find(({ runId }) => runId === c)?.group ?? "";
  expect(await runs({ workflowId: one })).toEqual([a, b].sort());
  expect(await runs({ code: "tls" })).toEqual([c]);
  expect(await runs({ group })).toEqual([c]);
  expect(await runs("state=open&state=discarded")).toHaveLength(3);
  expect(await runs({ state: "resolved" })).toEqual([]);
  expect(await runs({ from: new Date(Date.now() + 60_000).toISOString() })).toEqual([]);
  const page = await list(tenant, { limit: 2 });
  const rest = await list(tenant, { limit: 2, cursor: page.nextCursor ?? "" });
  expect([...page.data, ...rest.data].map(({ id }) => id)).toEqual(data.map(({ id }) => id));
  for (const query of [
    { group: "x" },
    { state: "lost" },
    { code: "x".repeat(101) },
    { other: "1" },
    { cursor: "%" },
  ])
    expect((await LIST(tenant.request("GET", undefined, { query }), params())).status).toBe(422);
});

test("a preview counts and changes nothing; bodies that choose nothing or everything at once are refused", async ({
  tenant,
  rival,
}) => {
  const id = await publish(tenant.caller, STEPS);
  await failRuns(tenant.tenantId, id, 3);
  expect((await command(tenant, REDRIVE, { filter: { all: true }, dryRun: true })).body).toEqual({
    count: 3,
    action: null,
  });
  expect((await command(rival, REDRIVE, { filter: { all: true } })).body).toEqual({
    count: 0,
    action: null,
  });
  const ids = (await list(tenant)).data.map((letter) => letter.id);
  expect((await command(rival, DISCARD, { ids })).body).toEqual({ count: 0, action: null });
  for (const body of [
    {},
    { ids, filter: { all: true } },
    { filter: {} },
    { filter: { all: false } },
    { ids: [] },
    { ids: ["x"] },
    { ids, input: {} },
    { filter: { all: true }, mode: "half" },
    { filter: { group: "'; drop" } },
  ])
    expect((await command(tenant, REDRIVE, body)).status, JSON.stringify(body)).toBe(422);
  const viewer = await tenant.as("viewer");
  expect((await command(viewer, REDRIVE, { filter: { all: true } })).status).toBe(403);
  expect((await list(tenant, { state: "open" })).data).toHaveLength(3);
});

test("a letter is redriven once, however often and by whomever it is asked for", async ({
  tenant,
}) => {
  const id = await publish(tenant.caller, STEPS);
  await failRuns(tenant.tenantId, id, 250);
  const asked = await Promise.all(
    Array.from({ length: 3 }, () => command(tenant, REDRIVE, { filter: { all: true } })),
  );
  await Promise.all(asked.map(({ body }) => performAction(tenant.tenantId, body.action.id)));
  const { rows } = await sql<{
    n: number;
    runs: number;
  }>`select count(*)::int as n, count(distinct replay_of)::int as runs
    from public.runs where workflow_id = ${id} and replay_of is not null`.execute(system());
  expect(rows).toEqual([{ n: 250, runs: 250 }]);
  expect((await list(tenant, { state: "redriving", limit: 200 })).data).toHaveLength(200);
  expect((await done(tenant, REDRIVE, { filter: { all: true } })).body).toEqual({
    count: 0,
    action: null,
  });
});

test("from the failed step only that step and what follows is left to do", async ({ tenant }) => {
  const id = await publish(tenant.caller, STEPS);
  await failRuns(tenant.tenantId, id, 2);
  await done(tenant, REDRIVE, { filter: { group: (await groups(tenant)).data[0]?.group } });
  const { rows } = await sql<{
    stepId: string;
    reused: boolean;
    output: unknown;
    stepsDone: number;
  }>`
    select s.step_id, s.reused, s.output, r.steps_done from public.runs r join public.run_steps s on s.run_id = r.id
    where r.workflow_id = ${id} and r.replay_of is not null`.execute(system());
  const copy = { stepId: "shape", reused: true, output: { value: "kept" }, stepsDone: 1 };
  expect(rows).toEqual([copy, copy]);
});

test("the letter follows its new run: resolved, redriven or open again", async ({ tenant }) => {
  const id = await publish(tenant.caller, STEPS);
  const runs = await failRuns(tenant.tenantId, id, 3);
  await done(tenant, REDRIVE, { filter: { workflowId: id } });
  const letters = async () =>
    new Map((await list(tenant)).data.map((letter) => [letter.runId, letter]));
  const again = runs.map(async (run) => (await letters()).get(run)?.redrivenRunId ?? "");
  const [good = "", bad = "", gone = ""] = await Promise.all(again);
  await endRun(good, "succeeded");
  await endRun(bad, "failed", "still broken");
  await cancelRun(tenant.caller, gone);
  const after = await letters();
  expect(runs.map((run) => after.get(run)?.state)).toEqual(["resolved", "redriven", "open"]);
  expect(after.get(bad)).toMatchObject({ state: "open", message: "still broken" });
  expect((await groups(tenant)).open).toBe(2);
});

test("a replay by hand takes the letter along, and its success closes it", async ({ tenant }) => {
  const id = await publish(tenant.caller, STEPS);
  const [run = ""] = await failRuns(tenant.tenantId, id, 1);
  const { runId } = await replayRun(tenant.caller, run, { version: "same" });
  expect((await list(tenant)).data).toMatchObject([{ state: "redriving", redrivenRunId: runId }]);
  expect((await command(tenant, REDRIVE, { filter: { all: true } })).body.count).toBe(0);
  await endRun(runId, "succeeded");
  expect((await list(tenant)).data).toMatchObject([{ state: "resolved" }]);
});

test("what is discarded can be opened again, and neither touches anything else", async ({
  tenant,
}) => {
  const id = await publish(tenant.caller, STEPS);
  await failRuns(tenant.tenantId, id, 3);
  const [one] = (await list(tenant)).data.map((letter) => letter.id);
  await done(tenant, DISCARD, { ids: [one] });
  expect((await list(tenant, { state: "discarded" })).data.map((letter) => letter.id)).toEqual([
    one,
  ]);
  expect((await command(tenant, DISCARD, { ids: [one] })).body.count).toBe(0);
  expect((await command(tenant, REDRIVE, { filter: { all: true }, dryRun: true })).body.count).toBe(
    2,
  );
  await done(tenant, RESTORE, { filter: { all: true } });
  expect((await groups(tenant)).open).toBe(3);
  const { rows } = await sql<{
    action: string;
  }>`select action from public.audit_log where tenant_id = ${tenant.tenantId} order by seq desc limit 2`.execute(
    system(),
  );
  expect(rows.map(({ action }) => action)).toEqual(["dead_letter.restore", "dead_letter.discard"]);
});

test("an edited input starts the one new run, and the audit log says so without it", async ({
  tenant,
}) => {
  const id = await publish(tenant.caller, STEPS);
  await failRuns(tenant.tenantId, id, 1);
  const ids = (await list(tenant)).data.map((letter) => letter.id);
  await done(tenant, REDRIVE, { ids, mode: "whole", input: { input: { secret: "mended" } } });
  const { rows } = await sql<{
    trigger: unknown;
  }>`select trigger from public.runs where workflow_id = ${id} and replay_of is not null`.execute(
    system(),
  );
  expect(rows).toEqual([{ trigger: { input: { secret: "mended" } } }]);
  const audited = await sql<{
    after: object;
  }>`select after from public.audit_log where action = 'dead_letter.redrive' and tenant_id = ${tenant.tenantId}`.execute(
    system(),
  );
  expect(audited.rows).toEqual([
    { after: { count: 1, ids, mode: "whole", version: "same", edited: true } },
  ]);
});

test("letters that cannot be redriven stay open and are told with their code", async ({
  tenant,
}) => {
  const id = await publish(tenant.caller, STEPS);
  await failRuns(tenant.tenantId, id, 1);
  await sql`update public.workflow_versions set definition = jsonb_set(definition, '{steps}', '[{"id": "tell", "type": "http.request", "needs": [], "onError": "fail"}]') where workflow_id = ${id}`.execute(
    system(),
  );
  const { body } = await done(tenant, REDRIVE, { filter: { all: true }, version: "latest" });
  const { rows } =
    await sql<object>`select state, done, failed, problems -> 0 ->> 'code' as code from public.bulk_actions where id = ${body.action.id}`.execute(
      system(),
    );
  expect(rows).toEqual([{ state: "done", done: 0, failed: 1, code: "step_gone" }]);
  expect((await groups(tenant)).open).toBe(1);
});

test("the letters that match go into a file, newest or oldest first, and nobody else's", async ({
  tenant,
  rival,
}) => {
  const id = await publish(tenant.caller, STEPS);
  await failRuns(tenant.tenantId, id, 3);
  await failRuns(tenant.tenantId, id, 2, { code: "timeout", message: "=too, late" });
  await failRuns(rival.tenantId, await publish(rival.caller, STEPS), 1);
  const file = async (query: Query) =>
    (
      await EXPORT(tenant.request("GET", undefined, { path: "/api/v1/dead-letters/export", query }))
    ).text();
  const csv = (await file({ code: "timeout" })).trimEnd().split("\r\n");
  expect(csv).toHaveLength(3);
  expect(csv[1]).toContain(`,tell,timeout,"'=too, late",`);
  const ids = async (query: Query) =>
    (JSON.parse(await file({ format: "json", ...(query as object) })) as Letter[]).map(
      ({ id }) => id,
    );
  const newest = await ids({});
  expect(newest).toHaveLength(5);
  expect(await ids({ order: "oldest" })).toEqual(newest.toReversed());
  const pages: string[] = [];
  let cursor: string | null = "";
  while (cursor !== null) {
    const page = await list(tenant, { order: "oldest", limit: 2, ...(cursor && { cursor }) });
    pages.push(...page.data.map(({ id }) => id));
    cursor = page.nextCursor;
  }
  expect(pages).toEqual(newest.toReversed());
});
