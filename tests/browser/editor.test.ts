import type { Browser, Page, Route } from "playwright-core";
import { afterAll, beforeAll, expect, inject, test } from "vitest";
import { openBrowser, openPage } from "@/tests/support/browser";
import { type LiveTenant, newLiveTenant } from "@/tests/support/live-tenant";
import { signIn } from "./pages";
import { stumbles } from "./stumbles";

const stack = inject("stack");

let browser: Browser;
let tenant: LiveTenant;
beforeAll(async () => {
  browser = await openBrowser();
  tenant = await newLiveTenant(stack, "Editors");
});
afterAll(() => browser.close());

const DOCUMENT = {
  schemaVersion: 1,
  name: "Sort orders",
  trigger: { type: "manual", fields: [{ name: "total", type: "number", required: true }] },
  steps: [
    { id: "big", type: "condition", with: { if: "trigger.input.total >= 1000" } },
    {
      id: "thank",
      type: "transform",
      needs: ["big"],
      when: "steps.big.output.result",
      with: { value: "big" },
    },
  ],
};

const make = async (definition: object = DOCUMENT): Promise<string> =>
  (await tenant.api<{ id: string }>("POST", "/workflows", { definition })).body.id;

type Draft = { trigger: object; steps: Record<string, unknown>[] };
const draftOf = async (id: string) =>
  (await tenant.api<{ draft: Draft }>("GET", `/workflows/${id}`)).body.draft;

const open = async (id: string, query = "", width?: number) => {
  const { page, complaints } = await openPage(browser, width);
  page.setDefaultTimeout(30_000);
  await signIn(page, stack.appUrl, tenant);
  await page.goto(`${stack.appUrl}/workflows/${id}${query}`);
  return { page, complaints };
};

const node = (page: Page, id: string) => page.locator(`[data-node="${id}"]`);
const field = (page: Page, path: string) =>
  page.locator(`[data-field="${path}"]`).locator("input,textarea,select").first();
const eventually = <T>(read: () => Promise<T>) => expect.poll(read, { timeout: 30_000 });

test("a step that is chosen stands beside the inspector that opens, not behind it", async () => {
  const chain = [0, 1, 2, 3].map((n) => ({
    id: `s${n}`,
    type: "transform",
    ...(n > 0 && { needs: [`s${n - 1}`] }),
    with: { value: n },
  }));
  const { page } = await open(await make({ ...DOCUMENT, steps: chain }));
  await node(page, "s3").click({ position: { x: 8, y: 8 } });
  const inspector = page.getByLabel("Inspector");
  await inspector.waitFor();
  await eventually(async () => {
    const [step, panel] = [await node(page, "s3").boundingBox(), await inspector.boundingBox()];
    return step && panel && step.x + step.width <= panel.x;
  }).toBe(true);
  await page.context().close();
});

test("a step that is taken back leaves a step in view, not an empty place", async () => {
  const { page } = await open(await make(), "", 800);
  await node(page, "thank").focus();
  await page.keyboard.press("a");
  await page.getByRole("dialog", { name: "Add a step" }).waitFor();
  await page.keyboard.type("delay");
  await page.keyboard.press("Enter");
  await node(page, "delay").waitFor();
  await page.getByRole("button", { name: "Close the step" }).click();
  await node(page, "delay").focus();
  await page.keyboard.press("Control+z");
  await node(page, "delay").waitFor({ state: "detached" });
  const seen = () =>
    page.evaluate(() => {
      const frame = document.querySelector(".react-flow")?.getBoundingClientRect();
      return Array.from(document.querySelectorAll("[data-node]")).some((step) => {
        const { left, right } = step.getBoundingClientRect();
        return frame && left >= frame.left && right <= frame.right;
      });
    });
  await eventually(seen).toBe(true);
  await page.context().close();
});

test("a workflow is built, published and run with the mouse", { timeout: 180_000 }, async () => {
  const id = await make({
    ...DOCUMENT,
    trigger: { type: "event", name: "x" },
    steps: DOCUMENT.steps.slice(0, 1),
  });
  const { page, complaints } = await open(id);

  await node(page, "@trigger").click();
  await page.getByLabel("What starts it").selectOption("manual");
  await page.getByRole("button", { name: "Add field" }).click();
  await field(page, "trigger.fields.0.name").fill("total");
  await field(page, "trigger.fields.0.type").selectOption("number");
  await page.getByRole("button", { name: "Close the trigger" }).click();

  await page.getByRole("button", { name: "Add a step after big" }).click();
  await page.getByRole("dialog").getByText("Transform", { exact: true }).click();
  await node(page, "transform").waitFor();
  await field(page, "steps.1.with.value").fill('{ "total": "{{ trigger.input.total }}" }');
  await page.getByRole("tab", { name: "Order" }).click();
  await page.getByRole("button", { name: "big is true" }).click();
  await page.getByText("if true").waitFor();

  await page.getByRole("button", { name: "More about this step" }).click();
  await page.getByRole("menuitem", { name: "Delete" }).click();
  await node(page, "transform").waitFor({ state: "detached" });
  await page.getByRole("button", { name: "Undo" }).last().click();
  await node(page, "transform").waitFor();

  await page.getByText("ready to publish").waitFor();
  await page.getByRole("button", { name: "Publish" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Publish" }).click();
  await page.getByText("Version 1 is live").first().waitFor();
  await page.getByRole("button", { name: "Run now" }).click();
  await page.getByRole("dialog").getByLabel("total").fill("1200");
  await page.getByRole("dialog").getByRole("button", { name: "Run" }).click();
  await page.waitForURL(/\/runs\/[0-9a-f-]{36}/);
  await page.getByRole("main").getByText("Succeeded").first().waitFor();
  const { steps } = await draftOf(id);
  expect(steps[1]).toMatchObject({
    type: "transform",
    needs: ["big"],
    when: "steps.big.output.result",
    with: { value: { total: "{{ trigger.input.total }}" } },
  });
  expect(complaints).toEqual([]);
});

const focusedNode = (page: Page) =>
  page.evaluate(() => (document.activeElement as HTMLElement | null)?.dataset.node ?? "");

/** Presses Tab until what has the focus fits; a reader without a mouse does the same. */
const tabTo = async (page: Page, fits: () => Promise<boolean>) => {
  for (let presses = 0; presses < 80; presses += 1) {
    if (await fits()) return;
    await page.keyboard.press("Tab");
  }
  throw new Error("Tab never got there");
};
const focusedName = (page: Page) =>
  page.evaluate(() => {
    const at = document.activeElement as HTMLElement | null;
    const label = at?.id ? document.querySelector(`label[for="${CSS.escape(at.id)}"]`) : null;
    return at?.getAttribute("aria-label") ?? label?.textContent ?? at?.textContent ?? "";
  });

test("a workflow is built, published and run with the keyboard alone", {
  timeout: 180_000,
}, async () => {
  const id = await make({
    ...DOCUMENT,
    trigger: { type: "manual", fields: [] },
    steps: [{ id: "one", type: "transform", with: { value: 1 } }],
  });
  const { page, complaints } = await open(id);
  await node(page, "one").waitFor();

  await tabTo(page, async () => (await focusedNode(page)) === "@trigger");
  await page.keyboard.press("ArrowRight");
  expect(await focusedNode(page)).toBe("one");
  await page.keyboard.press("a");
  await page.getByRole("dialog", { name: "Add a step" }).waitFor();
  await page.keyboard.type("condition");
  await page.keyboard.press("Enter");
  await eventually(() => focusedNode(page)).toBe("condition");
  await page.keyboard.press("Enter");
  await eventually(() => focusedName(page)).toBe("condition");
  await tabTo(page, async () => (await focusedName(page)).startsWith("If"));
  await page.keyboard.type("steps.one.out");
  await page.getByRole("listbox").waitFor();
  await page.keyboard.press("Enter");
  await page.keyboard.type(".value == 1");
  await page.keyboard.press("Escape");
  await eventually(() => focusedNode(page)).toBe("condition");

  await page.keyboard.press("Control+d");
  await node(page, "condition2").waitFor();
  await page.keyboard.press("Control+z");
  await node(page, "condition2").waitFor({ state: "detached" });
  // The focus goes to the step that is left; no finger is as quick as a script.
  await page.waitForFunction(() => document.activeElement !== document.body);
  await page.keyboard.press("Shift+Control+z");
  await node(page, "condition2").waitFor();
  await node(page, "condition2").focus();
  await page.keyboard.press("Delete");
  await node(page, "condition2").waitFor({ state: "detached" });

  await page.getByText(/^Saved/).waitFor();
  expect((await draftOf(id)).steps).toEqual([
    { id: "one", type: "transform", with: { value: 1 } },
    {
      id: "condition",
      type: "condition",
      needs: ["one"],
      with: { if: "steps.one.output.value == 1" },
    },
  ]);
  await page.getByText("ready to publish").waitFor();
  await page.getByRole("button", { name: "Publish" }).focus();
  await page.keyboard.press("Enter");
  await page.getByRole("dialog").waitFor();
  await tabTo(page, async () => (await focusedName(page)) === "Publish");
  await page.keyboard.press("Enter");
  await page.getByText("Version 1 is live").first().waitFor();
  await page.getByRole("button", { name: "Run now" }).focus();
  await page.keyboard.press("Enter");
  await tabTo(page, async () => (await focusedName(page)) === "Run");
  await page.keyboard.press("Enter");
  await page.waitForURL(/\/runs\/[0-9a-f-]{36}/);
  await page.getByRole("main").getByText("Succeeded").first().waitFor();
  expect(complaints).toEqual([]);
});

test("steps are copied into another workflow through the clipboard", {
  timeout: 120_000,
}, async () => {
  const [from, to] = [await make(), await make({ ...DOCUMENT, name: "Elsewhere" })];
  const { page } = await open(from);
  await page.context().grantPermissions(["clipboard-read", "clipboard-write"]);
  await node(page, "big").click();
  await page.keyboard.press("Control+a");
  await page.keyboard.press("Control+c");
  await page.goto(`${stack.appUrl}/workflows/${to}`);
  await node(page, "thank").click();
  await page.keyboard.press("Control+v");
  await node(page, "thank2").waitFor();
  await eventually(() => draftOf(to).then(({ steps }) => steps.slice(-2))).toMatchObject([
    { id: "big2", needs: ["thank"] },
    { id: "thank2", needs: ["big2"], when: "steps.big2.output.result" },
  ]);
});

test("changing the view loses nothing, not even a text that cannot be read yet", {
  timeout: 120_000,
}, async () => {
  const id = await make();
  const { page } = await open(id, "?view=json");
  // What is typed before the page listens is the browser's alone.
  await page.waitForLoadState("networkidle");
  const text = page.getByLabel("Workflow definition, JSON");
  const before = await text.inputValue();
  await text.fill(`${before}oops`);
  await page.getByText("not JSON yet").waitFor();
  await page.getByText("Canvas", { exact: true }).click();
  await page.getByText(/The JSON has a mistake in line \d+/).waitFor();
  await node(page, "thank").waitFor();
  await page.getByRole("button", { name: "Back to the JSON" }).click();
  expect(await text.inputValue()).toBe(`${before}oops`);
  await text.fill(before.replace('"thank"', '"praise"'));
  await page.getByText("List", { exact: true }).click();
  await page.getByRole("button", { name: /^praise\b.*Transform/ }).waitFor();
  await eventually(() => draftOf(id).then(({ steps }) => steps[1]?.id)).toBe("praise");
});

test("when somebody else saved meanwhile, one chooses whose draft stays", {
  timeout: 120_000,
}, async () => {
  const id = await make();
  const { page } = await open(id, "?step=big");
  await field(page, "steps.0.with.if").waitFor();
  await tenant.api("PATCH", `/workflows/${id}`, { definition: { ...DOCUMENT, name: "Theirs" } });
  await field(page, "steps.0.with.if").fill("true");
  await page.getByText("Somebody saved this workflow").first().waitFor();
  await page.getByRole("button", { name: "Keep mine" }).click();
  await eventually(() => draftOf(id).then(({ steps }) => steps[0]?.with)).toEqual({ if: "true" });
  await tenant.api("PATCH", `/workflows/${id}`, { definition: { ...DOCUMENT, name: "Theirs" } });
  await field(page, "steps.0.with.if").fill("false");
  await page.getByRole("button", { name: "Load theirs" }).click();
  await eventually(() => field(page, "steps.0.with.if").inputValue()).toBe(
    "trigger.input.total >= 1000",
  );
  await page.getByRole("heading", { name: "Theirs" }).waitFor();
});

test("while the server cannot be reached the draft waits, and is saved by itself", {
  timeout: 120_000,
}, async () => {
  const id = await make();
  const { page } = await open(id, "?step=big");
  await field(page, "steps.0.with.if").waitFor();
  const cut = (route: Route) =>
    route.request().method() === "PATCH" ? route.abort() : route.continue();
  await page.route("**/api/v1/workflows/*", cut);
  await field(page, "steps.0.with.if").fill("true");
  await page.getByText("It is tried again by itself").first().waitFor();
  await page.unroute("**/api/v1/workflows/*", cut);
  await page.getByText(/^Saved/).waitFor();
  expect((await draftOf(id)).steps[0]?.with).toEqual({ if: "true" });
});

test("the way back leads to the draft as it was saved, not as it was opened", {
  timeout: 120_000,
}, async () => {
  const id = await make();
  const { page } = await open(id, "?step=big");
  await field(page, "steps.0.with.if").fill("true");
  await eventually(() => draftOf(id).then(({ steps }) => steps[0]?.with)).toEqual({ if: "true" });
  await page.getByRole("link", { name: "Runs", exact: true }).click();
  await page.getByRole("heading", { name: "Runs", exact: true }).waitFor();
  await page.goBack();
  await eventually(() => field(page, "steps.0.with.if").inputValue()).toBe("true");
  await field(page, "steps.0.with.if").fill("false");
  await eventually(() => draftOf(id).then(({ steps }) => steps[0]?.with)).toEqual({ if: "false" });
});

test("a problem leads to its field, and a step is tried with pinned data", {
  timeout: 120_000,
}, async () => {
  const broken = { ...DOCUMENT.steps[0], with: { if: "trigger.nonsense > 1" } };
  const id = await make({ ...DOCUMENT, steps: [broken] });
  const { page } = await open(id);
  await page.getByRole("button", { name: /There is no trigger.nonsense/ }).click();
  const input = field(page, "steps.0.with.if");
  await eventually(() => input.evaluate((one) => one === document.activeElement)).toBe(true);
  await input.fill("trigger.input.total > 5");
  await page.getByText("ready to publish").waitFor();
  await page.getByRole("tab", { name: "Test" }).click();
  await page.getByRole("button", { name: "Pin sample data" }).click();
  await page.getByLabel("Sample data, JSON").fill('{ "trigger": { "input": { "total": 7 } } }');
  await page.getByRole("button", { name: "Pin it" }).click();
  await page.getByRole("button", { name: "Test this step" }).click();
  await page.getByText(/Worked in/).waitFor();
  await page.getByRole("tab", { name: /^Setup/ }).click();
  await eventually(() => page.locator("output").first().textContent()).toContain("true");
});

test.for([
  { width: 1440, colorScheme: "light" },
  { width: 390, colorScheme: "dark" },
] as const)(
  "nobody stumbles in any state of the editor at $width px",
  { timeout: 480_000 },
  async ({ width, colorScheme }) => {
    const steps = [
      ...DOCUMENT.steps,
      {
        id: "ask",
        type: "http.request",
        needs: ["thank"],
        with: { url: "nowhere", headers: { a: "{{ b }}" } },
        onError: { run: "mail" },
      },
      {
        id: "mail",
        type: "email.send",
        with: { to: ["a@example.com"], subject: "{{ 1 + }}", text: "x" },
      },
    ];
    const id = await make({ ...DOCUMENT, steps });
    const { page } = await open(id, "", width);
    await page.emulateMedia({ colorScheme });
    const found: Record<string, string[]> = {};
    const look = async (state: string) => {
      const stumbled = await stumbles(page);
      if (stumbled.length > 0) found[state] = stumbled;
    };
    await node(page, "mail").waitFor();
    await look("drawing");
    for (const [step, tabs] of [
      ["ask", ["Setup", "Order", "Errors", "Test", "Help"]],
      ["mail", ["Setup"]],
    ] as const) {
      await page.goto(`${stack.appUrl}/workflows/${id}?step=${step}`);
      for (const tab of tabs) {
        await page.getByRole("tab", { name: tab }).click();
        await look(`${step} ${tab}`);
      }
    }
    await page.goto(`${stack.appUrl}/workflows/${id}?step=@trigger`);
    for (const type of ["manual", "webhook", "schedule"]) {
      await page.getByLabel("What starts it").selectOption(type);
      await look(`trigger ${type}`);
    }
    for (const view of ["list", "json"]) {
      await page.goto(`${stack.appUrl}/workflows/${id}?view=${view}`);
      await page.getByRole("region", { name: "Problems" }).waitFor();
      await look(view);
    }
    await page.goto(`${stack.appUrl}/workflows/${id}`);
    await page.getByRole("button", { name: "Add step" }).click();
    await page.getByRole("dialog").waitFor();
    await look("picker");
    expect(found).toEqual({});
  },
);

test("a step kind is dragged onto a connection, a node or free space and comes there", {
  timeout: 180_000,
}, async () => {
  const id = await make({
    ...DOCUMENT,
    steps: [
      { id: "one", type: "transform", with: { value: 1 } },
      { id: "two", type: "transform", needs: ["one"], with: { value: 2 } },
    ],
  });
  const { page, complaints } = await open(id);
  await node(page, "two").waitFor();
  const kind = (title: string) =>
    page
      .getByRole("region", { name: "Steps to add" })
      .getByRole("button", { name: title, exact: true });
  const steps = () =>
    draftOf(id).then((draft) => draft.steps.map(({ id, needs }) => [id, needs] as const));

  await kind("Condition").dragTo(
    page.getByRole("button", { name: "Add a step between one and two" }),
  );
  await eventually(() => focusedNode(page)).toBe("condition");
  await eventually(steps).toEqual([
    ["one", undefined],
    ["condition", ["one"]],
    ["two", ["condition"]],
  ]);
  const showAll = async () => {
    await page.getByRole("button", { name: "Close the step" }).click();
    await page.getByLabel("Inspector").waitFor({ state: "detached" });
    await page.getByRole("button", { name: "Show everything" }).click();
  };
  await showAll();
  await kind("Delay").dragTo(node(page, "two"));
  await eventually(() => focusedNode(page)).toBe("delay");
  await page.keyboard.press("Control+z");
  await node(page, "delay").waitFor({ state: "detached" });
  await showAll();
  await kind("Stop").dragTo(page.getByRole("region", { name: "Steps of Sort orders" }), {
    targetPosition: { x: 900, y: 60 },
  });
  await eventually(steps).toContainEqual(["stop", ["two"]]);
  expect(complaints).toEqual([]);
});

test("undo and redo leave the focus at a step, wherever they are asked for", {
  timeout: 180_000,
}, async () => {
  const id = await make();
  const { page, complaints } = await open(id);
  await node(page, "thank").waitFor();
  const nowhere = () => page.evaluate(() => document.activeElement === document.body);

  await node(page, "thank").click();
  await page.getByRole("button", { name: "More about this step" }).click();
  await page.getByRole("menuitem", { name: "Delete" }).click();
  await node(page, "thank").waitFor({ state: "detached" });
  await eventually(() => focusedName(page)).toBe("More about this step");
  await page.getByRole("button", { name: "Undo" }).last().click();
  await node(page, "thank").waitFor();
  await page.locator("[data-sonner-toast]").waitFor({ state: "detached" });
  expect(await nowhere()).toBe(false);

  await page.getByRole("button", { name: "Undo" }).first().focus();
  await page.keyboard.press("Enter");
  await page.keyboard.press("Enter");
  await page.getByText("Nothing to undo").waitFor({ state: "attached" });
  expect(await nowhere()).toBe(false);

  await node(page, "thank").click();
  await page.getByRole("button", { name: "Close the step" }).focus();
  await page.keyboard.press("Shift+Control+z");
  await eventually(nowhere).toBe(false);
  await node(page, "@trigger").focus();
  await page.keyboard.press("a");
  await page.getByRole("dialog", { name: "Add a step" }).waitFor();
  await page.keyboard.type("delay");
  await page.keyboard.press("Enter");
  await node(page, "delay").waitFor();
  await page.getByRole("button", { name: "Close the step" }).focus();
  await page.keyboard.press("Control+z");
  await node(page, "delay").waitFor({ state: "detached" });
  await eventually(() => focusedNode(page)).toBe("@trigger");
  expect(complaints).toEqual([]);
});
