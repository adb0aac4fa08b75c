import { expect, inject, test } from "vitest";
import { newLiveTenant } from "../support/live-tenant.ts";

const stack = inject("stack");

type Mail = { subject: string; text: string; headers?: Record<string, string> };

const mailsTo = async (to: string): Promise<Mail[]> => {
  const answer = await fetch(
    `${stack.mailboxUrl}/api/messages?to=${encodeURIComponent(to)}&limit=50`,
  );
  return ((await answer.json()) as { data: Mail[] }).data;
};

const subjectsTo = async (to: string) => (await mailsTo(to)).map(({ subject }) => subject);

const patience = { timeout: 30_000, interval: 250 };

test("an event lets a customer enter a sequence, the mail arrives, and another event ends it", async () => {
  const { api } = await newLiveTenant(stack, "Northwind Shop");
  const definition = {
    schemaVersion: 1,
    name: "After the order",
    category: "product",
    entry: { event: "order.placed", if: "event.total > 10", consent: "soft-opt-in" },
    goal: { event: "order.reviewed" },
    holdout: 0,
    window: { from: "00:00", to: "00:00" },
    steps: [
      {
        key: "thanks",
        type: "mail",
        when: { day: 0 },
        content: {
          subject: "Thank you, {{ person.firstName }}",
          body: "# Order {{ event.number }}\n\nIt is on its way.",
        },
      },
      {
        key: "review",
        type: "mail",
        when: { after: "3d" },
        content: { subject: "How was it?", body: "# How was it?" },
      },
    ],
  };
  const brand = {
    name: "",
    logo: "",
    accent: "#0b6470",
    address: "Northwind, Dublin",
    replyTo: "",
  };
  expect((await api("PUT", "/brand", { ...brand, locale: "en" })).status).toBe(200);
  const made = await api<{ id: string }>("POST", "/sequences", { definition });
  expect(made.status).toBe(201);
  expect((await api("POST", `/sequences/${made.body.id}/publish`)).status).toBe(200);

  const email = `jon-${Date.now()}@inbox.test`;
  const customer = { email, name: "Jon Doe", timeZone: "Europe/Berlin" };
  const order = { customer, number: "#1001", total: 49 };
  const send = (name: string, data: object) => api("POST", "/events", { name, data });
  await send("order.placed", { ...order, total: 5 });
  await send("order.placed", order);
  await send("order.placed", order);
  await expect.poll(() => subjectsTo(email), patience).toEqual(["Thank you, Jon"]);
  const [mail] = await mailsTo(email);
  expect(mail?.text).toContain("Order #1001");
  expect(mail?.text).toContain("/unsubscribe/");

  type People = { data: { id: string; status: string; reason: string | null }[] };
  const people = () => api<People>("GET", `/enrolments?sequenceId=${made.body.id}`);
  expect((await people()).body.data).toMatchObject([{ status: "active" }]);
  await send("order.reviewed", { email });
  await expect
    .poll(async () => (await people()).body.data, patience)
    .toMatchObject([{ status: "exited", reason: "goal reached" }]);
  const [inside] = (await people()).body.data;
  const { body } = await api<{ log: { what: string; mail: { status: string } | null }[] }>(
    "GET",
    `/enrolments/${inside?.id}`,
  );
  expect(body.log.map(({ what }) => what)).toEqual(["enter", "send", "goal"]);
  expect(body.log[1]?.mail?.status).toMatch(/accepted|delivered/);
  expect(await subjectsTo(email)).toHaveLength(1);
}, 120_000);
