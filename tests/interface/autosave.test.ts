import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { Problem } from "@/app/_ui/http/send";
import { Autosave } from "@/app/_ui/save/autosave";

type Draft = { text: string };
type Row = { draft: Draft; revision: number };

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

/** A server with one row, as a save meets it; `weather` is asked before and after each save. */
const open = () => {
  const server = {
    row: { draft: { text: "" }, revision: 1 } as Row,
    saves: 0,
    before: async () => {},
    after: async () => {},
  };
  const save = new Autosave<Draft, Row>(
    {
      store: async (draft, over) => {
        await server.before();
        if (over && over.revision !== server.row.revision)
          throw new Problem(409, "conflict", "Somebody else saved.");
        server.saves += 1;
        server.row = { draft: structuredClone(draft), revision: server.row.revision + 1 };
        const answer = server.row;
        await server.after();
        return answer;
      },
      read: async () => server.row,
      documentOf: ({ draft }) => draft,
    },
    server.row,
  );
  const type = (text: string) => {
    const draft = { text };
    save.change(draft);
    return draft;
  };
  return { server, save, type };
};

const fails = (status: number, more: Partial<Problem> = {}) => {
  throw new Problem(status, "unavailable", "Not now.", more);
};
const later = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));
const pass = (ms: number) => vi.advanceTimersByTimeAsync(ms);

test("what is typed is saved a moment after the last key, and at the latest after the first one's bound", async () => {
  const { server, save, type } = open();
  type("a");
  await pass(700);
  expect(server.saves).toBe(0);
  await pass(200);
  expect(server.row.draft.text).toBe("a");
  expect(save.now()).toMatchObject({ state: "saved", saved: { revision: 2 } });
  for (let n = 0; n < 20; n++) {
    type(`b${n}`);
    await pass(100);
  }
  expect(server.saves).toBe(2);
  await pass(1000);
  expect(server.row.draft.text).toBe("b19");
});

test("what is taken back while a save is under way is saved as well", async () => {
  const { server, save, type } = open();
  const first = type("first");
  await pass(1000);
  server.after = () => later(3000);
  type("second");
  await pass(1000);
  save.change(first);
  await pass(10_000);
  expect(server.row.draft.text).toBe("first");
  expect(save.now().state).toBe("saved");
});

test("a save that does not go through is repeated by itself until it does, and later changes with it", async () => {
  const { server, save, type } = open();
  server.before = async () => fails(0);
  type("a");
  await pass(1000);
  expect(save.now()).toMatchObject({ state: "failed", problem: { message: "Not now." } });
  await pass(60_000);
  server.before = async () => {};
  await pass(30_000);
  expect(server.row.draft.text).toBe("a");
  server.before = async () => fails(503, { retryAfterS: 20 });
  type("b");
  await pass(1000);
  server.before = async () => {};
  await pass(15_000);
  expect(server.row.draft.text).toBe("a");
  await pass(10_000);
  expect(server.row.draft.text).toBe("b");
  expect(save.now()).toMatchObject({ state: "saved", problem: undefined });
});

test("what can never go through is not repeated", async () => {
  const { server, save, type } = open();
  let asked = 0;
  server.before = async () => {
    asked += 1;
    fails(413);
  };
  type("huge");
  await pass(600_000);
  expect(asked).toBe(1);
  expect(save.now().state).toBe("failed");
});

test("a save that arrived without its answer is no conflict", async () => {
  const { server, save, type } = open();
  server.after = async () => fails(0);
  type("a");
  await pass(1000);
  expect(save.now().state).toBe("failed");
  server.after = async () => {};
  await pass(5000);
  expect(server.saves).toBe(1);
  type("b");
  await pass(1000);
  expect(server.row).toEqual({ draft: { text: "b" }, revision: 3 });
});

test("what changes around the draft is no conflict, what changes in it is", async () => {
  const { server, save, type } = open();
  server.row = { ...server.row, revision: 5 };
  type("mine");
  await pass(1000);
  expect(server.row).toEqual({ draft: { text: "mine" }, revision: 6 });
  server.row = { draft: { text: "theirs" }, revision: 7 };
  type("mine again");
  await pass(60_000);
  expect(server.row.draft.text).toBe("theirs");
  expect(save.now().state).toBe("conflict");
  type("and more");
  await pass(60_000);
  expect(save.now().state).toBe("conflict");
  expect(await save.flush(true)).toBe(true);
  expect(server.row.draft.text).toBe("and more");
});

test("what others saved is taken over only while nothing here is unsaved", async () => {
  const { server, save, type } = open();
  const theirs = { draft: { text: "theirs" }, revision: 2 };
  server.row = theirs;
  expect(save.hear(theirs)).toBe(theirs.draft);
  type("mine");
  expect(save.hear({ draft: { text: "later" }, revision: 3 })).toBeUndefined();
  await pass(1000);
  expect(server.row).toEqual({ draft: { text: "mine" }, revision: 3 });
});

test("leaving sends at once what waits for its second", async () => {
  const { server, save, type } = open();
  type("a");
  save.leave();
  await pass(0);
  expect(server.row.draft.text).toBe("a");
});
