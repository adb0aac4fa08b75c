import fc from "fast-check";
import { expect } from "vitest";
import { POST } from "@/app/api/v1/contacts/import/route";
import { GET as LIST } from "@/app/api/v1/contacts/route";
import { csvLine, parseCsv } from "@/lib/core/csv";
import type { Actor } from "@/tests/support/actor";
import { params, test } from "@/tests/support/test";

const load = async ({ request }: Actor, csv: string, more: object = {}) => {
  const answer = await POST(request("POST", { csv, ...more }), params());
  return { status: answer.status, body: await answer.json() };
};

const list = async ({ request }: Actor, search: string) =>
  (await (await LIST(request("GET", undefined, { query: { search } }), params())).json()).data;

test("what is written as CSV is read back, however it is quoted", () => {
  const cell = fc.string({ unit: fc.constantFrom(..."ab,;\"\n\t '"), maxLength: 12 });
  fc.assert(
    fc.property(fc.array(fc.tuple(cell, cell), { minLength: 1, maxLength: 8 }), (rows) => {
      const given = rows.map(([a, b]) => [`a${a}`, `b${b}`]);
      const text = csvLine(["x", "y"]) + given.map((row) => csvLine(row)).join("");
      expect(parseCsv(text, 100).map(({ cells }) => cells)).toEqual([["x", "y"], ...given]);
    }),
  );
});

test("good lines are taken, bad ones are told with line and reason", async ({ tenant }) => {
  const csv = [
    "\uFEFFE-Mail;Name;language;time zone;user_id;First order",
    "ada@example.com;Ada;DE;Europe/Vienna;u-1;2026-01-02",
    "",
    '"grace@example.com";"Hopper; Grace";;;u-2;',
    "nobody;X;;;;",
    "ADA@example.com;Twin;;;;",
    "eve@example.com;Eve;;Mars/Olympus;;",
    "bob@example.com;Bob;;;u-2;",
  ].join("\r\n");
  const consent = { basis: "contract", text: "import of November" };
  const { status, body } = await load(tenant, csv, { consent });
  expect([status, body]).toMatchObject([200, { added: 2, changed: 0, refused: 4 }]);
  expect(body.problems.map(({ line }: { line: number }) => line)).toEqual([5, 6, 7, 8]);
  expect(body.problems.map(({ message }: { message: string }) => message).join(" ")).toMatch(
    /email: .*line 2.*timeZone: .*line 4/,
  );
  expect((await list(tenant, "ada"))[0]).toMatchObject({
    locale: "de",
    timeZone: "Europe/Vienna",
    userId: "u-1",
    properties: { First_order: "2026-01-02" },
    consent: { basis: "contract", text: "import of November" },
  });
  expect((await list(tenant, "grace"))[0]).toMatchObject({ name: "Hopper; Grace" });
  expect((await load(tenant, csv)).body).toMatchObject({ added: 0, changed: 2, refused: 4 });
});

test("10,000 lines are taken at once, 10,001 are not", { timeout: 60_000 }, async ({ tenant }) => {
  const lines = Array.from({ length: 10_000 }, (_, n) => `p${n}@example.com,Person ${n},${n}`);
  const csv = `email,name,orders\n${lines.join("\n")}`;
  expect((await load(tenant, csv)).body).toEqual({
    added: 10_000,
    changed: 0,
    refused: 0,
    problems: [],
  });
  expect(await list(tenant, "p9999@")).toHaveLength(1);
  const more = await load(tenant, `${csv}\nlast@example.com,x,1`);
  expect([more.status, more.body.code]).toEqual([422, "invalid_input"]);
  expect(await list(tenant, "last@")).toEqual([]);
});

test("what is no table of contacts is refused as a whole", async ({ tenant }) => {
  for (const csv of ["name\nAda", "email,email\na@b.example,c@d.example", '"', "\n\n", ",\n"]) {
    const { status, body } = await load(tenant, csv);
    expect([status, body.code], csv).toEqual([422, "invalid_input"]);
  }
});
