import { globSync } from "node:fs";
import { resolve } from "node:path";
import { expect } from "vitest";
import type { Spec } from "@/lib/api/spec";
import { PERMISSIONS, type Permission } from "@/lib/domain/tenants/permissions";
import type { Actor } from "@/tests/support/actor";
import { params, test } from "@/tests/support/test";

type Door = ((request: Request, context: ReturnType<typeof params>) => Promise<Response>) & {
  spec: Spec;
};

const ROLES = ["viewer", "member", "admin", "owner"] as const;
const METHODS = ["GET", "POST", "PUT", "PATCH", "DELETE"];
const ID = "00000000-0000-4000-8000-000000000000";

/** Every operation that needs a permission, found by walking the route files. */
const doors = (
  await Promise.all(
    globSync("app/api/v1/**/route.ts").map(async (file) => {
      const module = (await import(resolve(file))) as Record<string, Door>;
      const names = [...file.matchAll(/\[([^\]]+)\]/g)].map(([, name = ""]) => [name, ID]);
      return METHODS.flatMap((method) => {
        const door = module[method];
        const access = door?.spec?.access;
        const isGuarded = access !== undefined && access in PERMISSIONS;
        return door && isGuarded
          ? [
              {
                label: `${method} ${file}`,
                method,
                door,
                access: access as Permission,
                values: Object.fromEntries(names),
              },
            ]
          : [];
      });
    }),
  )
).flat();

type Ask = Actor["request"];

/** The status as one caller sees it; bodies and parameters fit nothing, so that only the first refusal shows. */
const knock = async ({ door, method, values }: (typeof doors)[number], request: Ask) => {
  const body = method === "GET" || method === "DELETE" ? undefined : {};
  const headers = method === "POST" ? { "idempotency-key": crypto.randomUUID() } : {};
  return (await door(request(method, body, { headers }), params(values))).status;
};

test("there are doors to knock at", () => {
  expect(doors.length).toBeGreaterThan(15);
});

test("each role and key is let in where the table of permissions says, and nowhere else", async ({
  tenant,
}) => {
  const people = await Promise.all(ROLES.map((role) => tenant.as(role)));
  const wrong: string[] = [];
  const expectRefusal = async (
    door: (typeof doors)[number],
    who: string,
    request: Ask,
    isRefused: boolean,
  ) => {
    const status = await knock(door, request);
    if ((status === 403) !== isRefused || status === 401 || status >= 500)
      wrong.push(`${who}: ${door.label}: ${status}`);
  };
  for (const door of doors) {
    const { role: needed, key: isForKeys } = PERMISSIONS[door.access];
    const scopes = (Object.keys(PERMISSIONS) as Permission[]).filter(
      (scope) => scope !== door.access,
    );
    for (const person of people)
      await expectRefusal(
        door,
        person.role,
        person.request,
        ROLES.indexOf(person.role) < ROLES.indexOf(needed),
      );
    await expectRefusal(
      door,
      "key with all other scopes",
      (await tenant.key(scopes)).request,
      true,
    );
    await expectRefusal(
      door,
      "key with this scope",
      (await tenant.key([door.access])).request,
      !isForKeys,
    );
  }
  expect(wrong).toEqual([]);
}, 120_000);

test("without credentials every guarded door answers 401", async ({ database: _ }) => {
  const bare: Ask = (method, body, { headers = {} } = {}) =>
    new Request("http://127.0.0.1:3000/api/v1/things", {
      method,
      headers: { ...headers, "content-type": "application/json" },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
  const statuses = await Promise.all(doors.map((door) => knock(door, bare)));
  expect(doors.filter((_, i) => statuses[i] !== 401).map(({ label }) => label)).toEqual([]);
});
