import { sql } from "kysely";
import { expect } from "vitest";
import { uuidv7 } from "@/lib/core/ids";
import { asSystem } from "@/lib/infra/db/as-system";
import { partOf } from "@/lib/infra/db/parts";
import { test } from "@/tests/support/test";

const system = () => asSystem("tests look where rows lie");
const nameOf = (ids: string[]) => partOf("runs", ids).compile(system()).sql;

test("the part of an id is the one that Postgres puts its row into", async ({ tenant }) => {
  const week = 7 * 86_400_000;
  const monday = Date.UTC(2026, 10, 16);
  const now = Date.now();
  const ids = [now, now + week, now + 2 * week].map((ms) => uuidv7(ms));
  for (const id of ids) {
    const { rows } = await sql<{ part: string }>`
      with w as (insert into public.workflows (tenant_id, name, draft) values (${tenant.tenantId}, ${id}, '{}') returning id)
      insert into public.runs (tenant_id, id, workflow_id, workflow_name, version, trigger_kind, trigger, steps_total)
      select ${tenant.tenantId}, ${id}, id, 'Test', 1, 'manual', '{}', 0 from w returning tableoid::regclass::text as part`.execute(
      system(),
    );
    expect(nameOf([id])).toBe(rows[0]?.part);
  }
  expect(nameOf([uuidv7(monday), uuidv7(monday + week - 1)])).toBe("parts.runs_20261116");
  expect(nameOf([uuidv7(monday - 1)])).toBe("parts.runs_20261109");
  expect(nameOf([uuidv7(monday), uuidv7(monday + week)])).toBe("public.runs");
});
