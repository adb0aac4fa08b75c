import { describe, expect } from "vitest";
import { POST as INSTALL } from "@/app/api/v1/templates/[id]/install/route";
import { GET as READ } from "@/app/api/v1/templates/[id]/route";
import { GET as LIST } from "@/app/api/v1/templates/route";
import { GET as WORKFLOW } from "@/app/api/v1/workflows/[id]/route";
import { GET as WORKFLOWS } from "@/app/api/v1/workflows/route";
import { recommend } from "@/lib/domain/templates/recommend";
import { TEMPLATES } from "@/lib/domain/templates/registry";
import type { Need } from "@/lib/domain/templates/schema";
import { documentOf } from "@/lib/domain/templates/template";
import { readValues } from "@/lib/domain/templates/values";
import { validate } from "@/lib/domain/workflows/definition/validate";
import { stepKinds } from "@/lib/domain/workflows/steps/registry";
import type { Actor } from "@/tests/support/actor";
import { params, test } from "@/tests/support/test";

const VALUE: Record<Need["type"], string> = {
  url: "https://api.example.com/v1/",
  email: "team@example.com",
  text: "Acme",
  number: "12.5",
  "time zone": "Europe/Berlin",
};

const valuesFor = (needs: readonly Need[]) =>
  Object.fromEntries(needs.map(({ name, type }) => [name, VALUE[type]]));

// biome-ignore lint/suspicious/noExplicitAny: a test looks into answers of every shape
type Json = Record<string, any>;
const read = async (response: Response) => ({
  status: response.status,
  body: (await response.json()) as Json,
});

const install = async (actor: Pick<Actor, "request">, id: string, body: object, headers = {}) =>
  read(await INSTALL(actor.request("POST", body, { headers }), params({ id })));

const list = async (actor: Actor, query: Record<string, string>) =>
  (await read(await LIST(actor.request("GET", undefined, { query }), params()))).body
    .data as Json[];

test("there are sixteen templates and more, each with an id and a title of its own", () => {
  expect(TEMPLATES.length).toBeGreaterThanOrEqual(16);
  expect(new Set(TEMPLATES.map(({ id }) => id)).size).toBe(TEMPLATES.length);
  expect(new Set(TEMPLATES.map(({ title }) => title)).size).toBe(TEMPLATES.length);
  const industries = new Set(TEMPLATES.flatMap((template) => template.industries));
  expect([...industries].sort()).toEqual(["agency", "commerce", "hospitality", "payroll"]);
});

describe.each(TEMPLATES)("$title", (template) => {
  test("is a workflow without problems once its values are given", () => {
    const { values, missing } = readValues(template.needs, valuesFor(template.needs));
    expect(missing).toEqual([]);
    expect(validate(documentOf(template, values), stepKinds).problems).toEqual([]);
  });

  test("shows a problem for every value that is missing and has no default", () => {
    for (const left of template.needs.filter((need) => need.default === undefined)) {
      const { [left.name]: _left, ...others } = valuesFor(template.needs);
      const { values } = readValues(template.needs, others);
      const { problems } = validate(documentOf(template, values), stepKinds);
      expect(problems.length, left.name).toBeGreaterThan(0);
    }
  });
});

test("a template installed without values is a draft whose problems say where they belong", async ({
  tenant,
}) => {
  const { status, body } = await install(tenant, "paid-order-to-books", {});
  expect(status).toBe(201);
  expect(body).toMatchObject({ version: null, hooks: [] });
  expect(body.problems.map(({ path }: Json) => path)).toContain("steps.2.with.url");
  const saved = await read(
    await WORKFLOW(tenant.request("GET"), params({ id: String(body.workflowId) })),
  );
  expect(saved.body).toMatchObject({ status: "draft", name: "Paid order to the books" });
});

test("a template with every value goes live at once, and the same key never makes a second one", async ({
  tenant,
}) => {
  const key = { "idempotency-key": "install-1" };
  const body = {
    values: { team: "team@example.com", limit: "250" },
    publish: true,
  };
  const first = await install(tenant, "big-orders", body, key);
  expect(first.status).toBe(201);
  expect(first.body).toMatchObject({ version: 1, problems: [], hooks: [{ scheme: "shopify" }] });
  expect((await install(tenant, "big-orders", body, key)).body).toEqual(first.body);
  const { body: page } = await read(await WORKFLOWS(tenant.request("GET"), params()));
  expect(page.data).toHaveLength(1);
});

test("publishing without all values names each and makes nothing", async ({ tenant }) => {
  const { status, body } = await install(tenant, "new-order-log", { publish: true });
  expect([status, body.code]).toEqual([422, "invalid_input"]);
  expect(body.errors.map(({ path, code }: Json) => [path, code])).toEqual([
    ["values.chat", "value_missing"],
    ["values.log", "value_missing"],
  ]);
  const { body: page } = await read(await WORKFLOWS(tenant.request("GET"), params()));
  expect(page.data).toEqual([]);
});

test.for([
  ["team", "not an address"],
  ["limit", "-1"],
  ["limit", "1') || true"],
  ["team", "{{ run.id }}@example.com"],
  ["nobody", "asked"],
])("the value %s = %s is refused by name", async ([name, value], { tenant }) => {
  const { status, body } = await install(tenant, "big-orders", { values: { [name ?? ""]: value } });
  expect([status, body.code]).toEqual([422, "invalid_input"]);
  expect(body.errors.map(({ path }: Json) => path)).toEqual([`values.${name}`]);
});

test("who may not publish may still install a draft; a viewer may only look", async ({
  tenant,
}) => {
  const writer = await tenant.key(["workflows:read", "workflows:write"]);
  const full = { values: { team: "team@example.com" }, publish: true };
  expect((await install(writer, "big-orders", full)).status).toBe(403);
  expect((await install(writer, "big-orders", { values: full.values })).status).toBe(201);
  const viewer = await tenant.as("viewer");
  expect((await install(viewer, "big-orders", {})).status).toBe(403);
  expect((await list(viewer, {})).length).toBe(TEMPLATES.length);
});

test("the list is searched by words, industry and trigger", async ({ tenant }) => {
  expect((await list(tenant, { search: "stripe dispute" })).map(({ id }) => id)).toEqual([
    "dispute-opened",
  ]);
  const hotel = await list(tenant, { industry: "hospitality", trigger: "event" });
  expect(hotel.map(({ id }) => id)).toEqual(["pre-arrival", "no-show"]);
  expect(await list(tenant, { search: "no such thing anywhere" })).toEqual([]);
});

test("one template tells its drawing and its sample; an unknown one is not found", async ({
  tenant,
}) => {
  const known = await read(await READ(tenant.request("GET"), params({ id: "low-stock" })));
  expect(known.body).toMatchObject({ sample: { sku: "LAMP-1" }, document: { schemaVersion: 1 } });
  const nothing = await READ(tenant.request("GET"), params({ id: "none" }));
  expect(nothing.status).toBe(404);
  expect((await install(tenant, "none", {})).status).toBe(404);
});

test("recommendations put what is used first, then the industry, and say why", () => {
  const [first] = recommend({ industry: "commerce", uses: ["stripe"] });
  expect(first?.reason).toBe("Because you use Stripe, and it is made for commerce.");
  expect(recommend({ industry: "hospitality" }, 2)).toEqual([
    { id: "pre-arrival", reason: "Because it is made for hospitality." },
    { id: "no-show", reason: "Because it is made for hospitality." },
  ]);
  expect(recommend({}, 1)[0]?.reason).toBe("Often wanted in commerce.");
});
