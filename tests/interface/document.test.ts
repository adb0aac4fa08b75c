import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { spotAt } from "@/app/_ui/canvas/drop-spot";
import { nodeIds, readGraph, TRIGGER_ID, whenWords } from "@/app/_ui/canvas/graph";
import { layOut, NODE_WIDTH } from "@/app/_ui/canvas/layout";
import { walk } from "@/app/_ui/canvas/walk";
import {
  adoptSteps,
  copySteps,
  readSteps,
} from "@/app/(dashboard)/workflows/[id]/document/clipboard";
import {
  applyEdit,
  type Document,
  type Edit,
} from "@/app/(dashboard)/workflows/[id]/document/edit";
import {
  type Action,
  begin,
  step,
  whatChanged,
} from "@/app/(dashboard)/workflows/[id]/document/history";

const document: Document = {
  schemaVersion: 1,
  name: "Orders",
  trigger: { type: "webhook", provider: "shopify" },
  steps: [
    { id: "big", type: "condition", with: { if: "decimal(trigger.body.total) > 5.0" } },
    {
      id: "tell",
      type: "http.request",
      needs: ["big"],
      when: "steps.big.output.result",
      with: { url: "https://example.com/", json: { note: "{{ steps.big.output.result }} is big" } },
      onError: { run: "sorry" },
    },
    { id: "after", type: "transform", needs: ["tell"], with: { value: "{{ steps.tell.output }}" } },
    { id: "sorry", type: "email.send", with: { text: "steps.big stays as it is" } },
  ],
};

const bare = { condition: ["if"] };
const stepOf = (from: Document, id: string) =>
  (from.steps as Record<string, unknown>[]).find((one) => one.id === id);

const ids = fc.constantFrom("big", "tell", "after", "sorry", "new", "other", "#3", TRIGGER_ID);
const json = fc.jsonValue({ maxDepth: 2 });
const anEdit: fc.Arbitrary<Edit> = fc.oneof(
  fc.record({
    kind: fc.constant("set" as const),
    path: fc.oneof(
      fc.constantFrom(["name"], ["trigger"], ["trigger", "fields", 0, "name"], ["steps"]),
      fc.tuple(fc.constant("steps"), fc.nat(5), fc.constantFrom("with", "needs", "when", "name")),
    ),
    value: fc.option(json, { nil: undefined }),
  }),
  fc.record({
    kind: fc.constant("insert" as const),
    steps: fc.array(fc.record({ id: ids, type: fc.constant("delay") }), { maxLength: 2 }),
    after: fc.option(ids, { nil: undefined }),
    before: fc.option(ids, { nil: undefined }),
  }),
  fc.record({ kind: fc.constant("remove" as const), ids: fc.array(ids, { maxLength: 3 }) }),
  fc.record({
    kind: fc.constantFrom("connect" as const, "disconnect" as const),
    from: ids,
    to: ids,
  }),
  fc.record({ kind: fc.constant("rename" as const), from: ids, to: ids, bare: fc.constant(bare) }),
  fc.record({ kind: fc.constant("replace" as const), document: fc.dictionary(fc.string(), json) }),
);
const anAction: fc.Arbitrary<Action> = fc.oneof(
  { weight: 6, arbitrary: fc.record({ kind: fc.constant("edit" as const), edit: anEdit }) },
  {
    weight: 3,
    arbitrary: fc.record({
      kind: fc.constant("edit" as const),
      edit: anEdit,
      merge: fc.constantFrom("a", "b"),
    }),
  },
  fc.constantFrom<Action>({ kind: "undo" }, { kind: "redo" }, { kind: "seal" }),
);

test("whatever was done, undoing all of it gives the document back, and redoing all of it the last state", () => {
  fc.assert(
    fc.property(fc.array(anAction, { maxLength: 60 }), (actions) => {
      const before = JSON.stringify(document);
      let history = actions.reduce(step, begin(document));
      while (history.future.length > 0) history = step(history, { kind: "redo" });
      const last = history.present;
      while (history.past.length > 0) history = step(history, { kind: "undo" });
      expect(history.present).toBe(document);
      expect(JSON.stringify(document)).toBe(before);
      while (history.future.length > 0) history = step(history, { kind: "redo" });
      expect(history.present).toBe(last);
    }),
    { numRuns: 1000 },
  );
});

test("whatever a draft has become, it can be drawn", () => {
  fc.assert(
    fc.property(fc.array(anEdit, { maxLength: 12 }), (edits) => {
      const graph = readGraph(edits.reduce(applyEdit, document));
      const known = new Set(graph.nodes.map(({ id }) => id));
      expect(known.size).toBe(graph.nodes.length);
      for (const { from, to } of graph.edges) expect(known.has(from) && known.has(to)).toBe(true);
      const places = layOut(graph, new Set());
      for (const { x, y } of places.values()) expect(Number.isFinite(x + y)).toBe(true);
      for (const key of ["ArrowRight", "ArrowLeft", "ArrowUp", "ArrowDown"] as const)
        expect(known.has(walk(graph, places, graph.nodes[0]?.id ?? "", key))).toBe(true);
    }),
    { numRuns: 300 },
  );
});

test("typing in one field is one undo, and a seal ends it", () => {
  const type = (value: string): Action => ({
    kind: "edit",
    edit: { kind: "set", path: ["name"], value },
    merge: "name",
  });
  const history = [type("O"), type("Or"), { kind: "seal" } as const, type("Ord")].reduce(
    step,
    begin(document),
  );
  const once = step(history, { kind: "undo" });
  expect(once.present.name).toBe("Or");
  expect(step(once, { kind: "undo" }).present).toBe(document);
});

test("a step put on an edge stands between the two", () => {
  const added = { id: "pause", type: "delay" };
  const next = applyEdit(document, {
    kind: "insert",
    steps: [added],
    after: "big",
    before: "tell",
  });
  expect(stepOf(next, "pause")).toEqual({ ...added, needs: ["big"] });
  expect(stepOf(next, "tell")?.needs).toEqual(["pause"]);
  const first = applyEdit(document, {
    kind: "insert",
    steps: [added],
    after: TRIGGER_ID,
    before: "big",
  });
  expect(stepOf(first, "pause")).toEqual(added);
  expect(stepOf(first, "big")?.needs).toEqual(["pause"]);
});

test("when a step goes, what needed it needs what it needed, and nobody's way out leads to nothing", () => {
  const next = applyEdit(document, { kind: "remove", ids: ["tell"] });
  expect(stepOf(next, "after")?.needs).toEqual(["big"]);
  const other = applyEdit(document, { kind: "remove", ids: ["sorry"] });
  expect(stepOf(other, "tell")).not.toHaveProperty("onError");
});

test("a renamed step keeps every reference: needs, ways out, conditions, templates; plain text stays", () => {
  const next = applyEdit(document, { kind: "rename", from: "big", to: "is-big", bare });
  expect(nodeIds(next)).toEqual(["is-big", "tell", "after", "sorry"]);
  expect(stepOf(next, "tell")).toMatchObject({
    needs: ["is-big"],
    when: 'steps["is-big"].output.result',
    with: { json: { note: '{{ steps["is-big"].output.result }} is big' } },
  });
  expect(stepOf(next, "sorry")?.with).toEqual({ text: "steps.big stays as it is" });
  const back = applyEdit(next, { kind: "rename", from: "is-big", to: "big", bare });
  expect(back).toEqual(document);
});

test("copied steps fit into another workflow and into their own, their references among them kept", () => {
  const copied = readSteps(copySteps(document, ["big", "tell"])) ?? [];
  const empty = { steps: [] };
  expect(adoptSteps(empty, copied, bare).map(({ id }) => id)).toEqual(["big", "tell"]);
  const [big, tell] = adoptSteps(document, copied, bare);
  expect(big?.id).toBe("big2");
  expect(tell).toMatchObject({ id: "tell2", needs: ["big2"], when: "steps.big2.output.result" });
  expect(readSteps("no JSON")).toBeUndefined();
  expect(readSteps('{"a":1}')).toBeUndefined();
  expect(readSteps(JSON.stringify(document))).toHaveLength(4);
});

test("conditions are told in words where they are simple, else as written", () => {
  expect(whenWords("{{ steps.big.output.result }}")).toBe("if true");
  expect(whenWords("!steps.big.output.result")).toBe("if false");
  expect(whenWords('steps.kind.output.case == "b2b"')).toBe("case b2b");
  expect(whenWords("trigger.body.total > 3")).toBe("trigger.body.total > 3");
});

test("the drawing tells conditions on edges, dashed ways out, and steps that any of several leads to", () => {
  const { edges } = readGraph(document);
  expect(edges).toContainEqual({
    id: "big>tell",
    from: "big",
    to: "tell",
    kind: "flow",
    chip: "if true",
    when: "steps.big.output.result",
  });
  expect(edges).toContainEqual({ id: "tell!sorry", from: "tell", to: "sorry", kind: "error" });
  // A step that only runs when another fails does not start with the trigger.
  expect(edges.filter(({ to }) => to === "sorry")).toHaveLength(1);
  const joined = readGraph({
    steps: [{ id: "a" }, { id: "b" }, { id: "c", needs: ["a", "b"], join: "any", when: "true" }],
  });
  expect(joined.nodes.find(({ id }) => id === "c")?.chip).toBe("any of these · true");
});

test("arrow keys lead along the edges and back", () => {
  const graph = readGraph(document);
  const places = layOut(graph, new Set());
  expect(walk(graph, places, TRIGGER_ID, "ArrowRight")).toBe("big");
  expect(walk(graph, places, "big", "ArrowRight")).toBe("tell");
  expect(walk(graph, places, "tell", "ArrowLeft")).toBe("big");
  expect(walk(graph, places, "after", "ArrowRight")).toBe("after");
  expect(walk(graph, places, "after", "Home")).toBe(TRIGGER_ID);
  expect([
    walk(graph, places, "after", "ArrowDown"),
    walk(graph, places, "after", "ArrowUp"),
  ]).toContain("sorry");
});

describe("a step dropped on the drawing", () => {
  const graph = readGraph(document);
  const places = layOut(graph, new Set());
  const box = (id: string) => places.get(id) ?? { x: 0, y: 0, height: 0 };
  const at = (x: number, y: number) => {
    const { after, before } = spotAt(graph, places, { x, y });
    return [after, before];
  };

  test("on a node comes behind it, on an arrow between its ends, else behind the nearest to the left", () => {
    const [big, tell, after] = [box("big"), box("tell"), box("after")];
    expect(at(big.x + 20, big.y + 20)).toEqual(["big", undefined]);
    const middle = {
      x: (big.x + NODE_WIDTH + tell.x) / 2,
      y: (big.y + big.height / 2 + tell.y + tell.height / 2) / 2,
    };
    expect(at(middle.x, middle.y + 5)).toEqual(["big", "tell"]);
    expect(at(after.x + NODE_WIDTH + 80, after.y - 60)).toEqual(["after", undefined]);
    expect(at(-500, -500)).toEqual([TRIGGER_ID, undefined]);
  });

  test("never comes on the arrow of an error", () => {
    const [tell, sorry] = [box("tell"), box("sorry")];
    const x = (tell.x + NODE_WIDTH + sorry.x) / 2;
    const y = (tell.y + sorry.y + sorry.height) / 2;
    expect(at(x, y)[1]).not.toBe("sorry");
  });
});

test("undoing and redoing show the steps that came, else the one before those that went", () => {
  const added = applyEdit(document, {
    kind: "insert",
    steps: [{ id: "new", type: "delay" }],
    after: "tell",
  });
  expect(whatChanged(document, added, [])).toEqual(["new"]);
  expect(whatChanged(added, document, ["new"])).toEqual(["tell"]);
  expect(whatChanged(added, document, ["big"])).toBeUndefined();
  const alone = applyEdit({ steps: [] }, { kind: "insert", steps: [{ id: "x", type: "delay" }] });
  expect(whatChanged(alone, { steps: [] }, ["x"])).toEqual([TRIGGER_ID]);
});
