import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { diffDefinitions } from "@/lib/domain/workflows/versions/diff";
import type { DefinitionDiff, FieldChange } from "@/lib/domain/workflows/versions/schema";

type Json = Record<string, unknown>;

const step = (id: string, more: Json = {}): Json => ({ id, type: "transform", ...more });
const document = (steps: unknown[], more: Json = {}): Json => ({
  name: "A",
  trigger: { type: "manual" },
  steps,
  ...more,
});

describe("the way from one version to another", () => {
  test("is told step by step with the fields that changed, before and after", () => {
    const before = document([
      step("get", { with: { url: "https://a.example", headers: { a: "1" } } }),
      step("old"),
      step("send", { needs: ["get"] }),
    ]);
    const after = document(
      [
        step("send", { needs: ["get", "new"] }),
        step("get", { with: { url: "https://b.example", headers: { a: "1", b: "2" } } }),
        step("new"),
      ],
      { trigger: { type: "schedule", cron: "0 9 * * *" } },
    );
    expect(diffDefinitions(before, after)).toEqual({
      isSame: false,
      fields: [
        { path: "trigger.type", before: "manual", after: "schedule" },
        { path: "trigger.cron", after: "0 9 * * *" },
      ],
      steps: [
        {
          id: "send",
          change: "moved and changed",
          from: 2,
          to: 0,
          fields: [{ path: "needs", before: ["get"], after: ["get", "new"] }],
        },
        {
          id: "get",
          change: "changed",
          from: 0,
          to: 1,
          fields: [
            { path: "with.url", before: "https://a.example", after: "https://b.example" },
            { path: "with.headers.b", after: "2" },
          ],
        },
        { id: "new", change: "added", from: null, to: 2, fields: [], after: step("new") },
        { id: "old", change: "removed", from: 1, to: null, fields: [], before: step("old") },
      ],
    });
  });

  test("one step taken to the front moves alone, not everything behind it", () => {
    const ids = ["a", "b", "c", "d", "e"];
    const { steps } = diffDefinitions(
      document(ids.map((id) => step(id))),
      document(["e", "a", "b", "c", "d"].map((id) => step(id))),
    );
    expect(steps).toEqual([{ id: "e", change: "moved", from: 4, to: 0, fields: [] }]);
  });

  test("a draft that is no workflow is compared as far as it goes", () => {
    for (const broken of [
      {},
      { steps: "x" },
      { steps: [null, 3, { id: 5 }, { id: "a" }, { id: "a" }] },
      { trigger: [], steps: null },
    ] as Json[]) {
      const good = document([step("a")]);
      expect(diffDefinitions(broken, broken).isSame).toBe(true);
      expect(diffDefinitions(broken, good).isSame).toBe(false);
      expect(diffDefinitions(good, broken).isSame).toBe(false);
    }
  });

  test("names that look like paths or like prototypes stay one name", () => {
    const nasty = JSON.parse('{"a.b": 1, "__proto__": {"x": 1}, "constructor": 2}') as Json;
    const { steps } = diffDefinitions(
      document([step("a", { with: {} })]),
      document([step("a", { with: nasty })]),
    );
    expect(steps[0]?.fields.map(({ path }) => path)).toEqual([
      'with."a.b"',
      "with.__proto__",
      "with.constructor",
    ]);
  });
});

const ids = fc.uniqueArray(fc.constantFrom(..."abcdefghijkl".split("")), { maxLength: 10 });
const value = fc.jsonValue({ maxDepth: 3 });
const fields = fc.dictionary(fc.stringMatching(/^[a-z][a-zA-Z. ]{0,6}$/), value, { maxKeys: 4 });
const documents: fc.Arbitrary<Json> = fc
  .record({ ids, bodies: fc.array(fields, { minLength: 10, maxLength: 10 }), rest: fields })
  .map(({ ids: names, bodies, rest }) => ({
    ...rest,
    steps: names.map((id, index) => ({ ...bodies[index], id })),
  }));

const names = (path: string): string[] =>
  [...path.matchAll(/"(?:[^"\\]|\\.)*"|[^.]+/g)].map(([part]) =>
    part.startsWith('"') ? (JSON.parse(part) as string) : part,
  );

/** Writes changes into a copy, as somebody who has only the diff could. */
const write = (target: Json, changes: FieldChange[]): Json => {
  const copy = structuredClone(target);
  for (const change of changes) {
    const path = names(change.path);
    const last = path.pop() ?? "";
    const at = path.reduce<Json>((object, key) => object[key] as Json, copy);
    if ("after" in change) at[last] = change.after;
    else delete at[last];
  }
  return copy;
};

const apply = (before: Json, { fields: changes, steps }: DefinitionDiff): Json => {
  const { steps: old, ...rest } = before as Json & { steps: Json[] };
  const told = new Map(steps.map((one) => [one.id, one]));
  const kept = old
    .filter(({ id }) => !told.has(String(id)) || told.get(String(id))?.change === "changed")
    .map((one) => write(one, told.get(String(one.id))?.fields ?? []));
  // What is new or moved says where it ends; the others keep their order around it.
  const placed = steps
    .filter(({ change }) => change === "added" || change.startsWith("moved"))
    .sort((a, b) => (a.to ?? 0) - (b.to ?? 0));
  for (const { id, to, after, fields: own } of placed) {
    const body = after ?? write(old.find((one) => one.id === id) ?? {}, own);
    kept.splice(to ?? 0, 0, body as Json);
  }
  return { ...write(rest, changes), steps: kept };
};

describe("any two documents", () => {
  test("a document differs in nothing from itself, however its fields are ordered", () => {
    const turned = (given: unknown): unknown =>
      Array.isArray(given)
        ? given.map(turned)
        : typeof given === "object" && given !== null
          ? Object.fromEntries(
              Object.entries(given)
                .reverse()
                .map(([k, v]) => [k, turned(v)]),
            )
          : given;
    fc.assert(
      fc.property(documents, (given) => {
        expect(diffDefinitions(given, turned(given) as Json)).toEqual({
          isSame: true,
          fields: [],
          steps: [],
        });
      }),
      { numRuns: 300 },
    );
  });

  test("the first with the diff written into it is the second", () => {
    fc.assert(
      fc.property(documents, documents, (before, after) => {
        expect(apply(before, diffDefinitions(before, after))).toEqual(after);
      }),
      { numRuns: 600 },
    );
  });

  test("the way back names the same fields with before and after swapped", () => {
    const turn = ({ path, ...sides }: FieldChange): FieldChange => ({
      path,
      ...("after" in sides && { before: sides.after }),
      ...("before" in sides && { after: sides.before }),
    });
    fc.assert(
      fc.property(documents, documents, (one, two) => {
        const there = diffDefinitions(one, two);
        const back = diffDefinitions(two, one);
        const byPath = (a: FieldChange, b: FieldChange) => (a.path < b.path ? -1 : 1);
        expect([...back.fields].sort(byPath)).toEqual(there.fields.map(turn).sort(byPath));
        // Which of two steps that changed places has moved is a choice; how many have is not.
        const count = ({ steps }: DefinitionDiff, is: string) =>
          steps.filter(({ change }) => change.startsWith(is)).length;
        for (const [way, other] of [
          ["added", "removed"],
          ["removed", "added"],
          ["moved", "moved"],
        ] as const)
          expect(count(back, other)).toBe(count(there, way));
      }),
      { numRuns: 500 },
    );
  });
});
