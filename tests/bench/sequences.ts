import { benchTenant, type Section } from "./bench.ts";
import { quantile } from "./load.ts";

const mail = (key: string, day: number) => ({
  key,
  type: "mail",
  when: { day, ...(day > 0 && { at: "09:00" }) },
  ...(day > 0 && { if: "person.orders == null" }),
  content: { subject: key, body: `# ${key}` },
});

/** Fourteen days of five mails for ten thousand people on a virtual clock, as somebody who asks for it waits for it. */
export const sequenceFigures: Section = async (bench) => {
  const { api } = await benchTenant(bench);
  const definition = {
    schemaVersion: 1,
    name: "Bench",
    category: "lifecycle",
    entry: {},
    steps: [0, 1, 3, 7, 14].map((day) => mail(`day-${day}`, day)),
  };
  const { body: made } = await api<{ id: string }>("POST", "/sequences", { definition });
  const seconds: number[] = [];
  for (let pass = 0; pass < 3; pass += 1) {
    const began = performance.now();
    const { status, body } = await api<{ people: number; sent: number }>(
      "POST",
      `/sequences/${made.id}/simulate`,
      { people: 10_000, days: 14 },
    );
    if (status !== 200 || body.people !== 10_000) throw new Error(`simulate answered ${status}`);
    seconds.push((performance.now() - began) / 1000);
    bench.say(`sequences: ${body.sent} mails for ${body.people} people simulated`);
  }
  const value = quantile(
    seconds.toSorted((a, b) => a - b),
    0.5,
  );
  return [{ id: "sequences.simulate.10k.seconds", value, unit: "s", aim: "<= 5" }];
};
