import { expect, test } from "vitest";
import { z } from "zod";
import { stepKinds } from "@/lib/domain/workflows/steps/registry";

test.each(Object.values(stepKinds).map((kind) => [kind.type, kind] as const))(
  "%s can be shown: a form from its schema, a place in the palette, a text that tells of it",
  (type, kind) => {
    const schema = z.toJSONSchema(kind.input, { io: "input", unrepresentable: "any" });
    expect(schema.type).toBe("object");
    const fields = Object.keys(schema.properties ?? {});
    for (const field of kind.expressions) expect(fields).toContain(field.split(".")[0]);
    expect(z.toJSONSchema(kind.output, { io: "output", unrepresentable: "any" })).toBeTypeOf(
      "object",
    );
    expect(kind.type).toBe(type);
    expect(kind.icon).toMatch(/^[a-z0-9-]+$/);
    expect(kind.docs.length).toBeGreaterThan(80);
    expect(kind.summary).toMatch(/\.$/);
  },
);
