import { randomBytes } from "node:crypto";
import { expect, test } from "vitest";
import { seal, unseal } from "@/lib/infra/vault/seal";

const secret = randomBytes(32).toString("base64");
const place = { tenantId: "t-1", purpose: "hook secret", id: "h-1/s-1" };

test("a sealed secret opens in its place and nowhere else", () => {
  const sealed = seal("whsec_grüße", place, secret);
  expect(unseal(sealed, place, secret)).toBe("whsec_grüße");
  const elsewhere = [
    { ...place, tenantId: "t-2" },
    { ...place, purpose: "token" },
    { ...place, id: "h-1/s-2" },
    { tenantId: "t-1h", purpose: "ook secret", id: "h-1/s-1" },
  ];
  for (const other of elsewhere)
    expect(() => unseal(sealed, other, secret)).toThrow("cannot be opened");
});

test("no character of a sealed secret can change", () => {
  const sealed = seal("open sesame", place, secret);
  for (let at = 0; at < sealed.length; at += 1) {
    for (const other of ["A", "B", "_", ".", "z"]) {
      if (sealed[at] === other) continue;
      const altered = sealed.slice(0, at) + other + sealed.slice(at + 1);
      expect(() => unseal(altered, place, secret), `position ${at} as ${other}`).toThrow(
        "cannot be opened",
      );
    }
  }
});

test("a sealed secret cannot be cut, prolonged or put together from two", () => {
  const one = seal("first", place, secret).split(".");
  const two = seal("second", place, secret).split(".");
  const [version, key, wrapped, body] = one;
  const broken = [
    [version, key, wrapped, two[3]],
    [version, key, two[2], body],
    [version, key, wrapped],
    [...one, "x"],
    [version, key, wrapped, `${body}A`],
    [version, key, wrapped, body?.slice(0, -2)],
    ["v2", key, wrapped, body],
    [""],
  ];
  for (const parts of broken)
    expect(() => unseal(parts.join("."), place, secret)).toThrow("cannot be opened");
});

test("a secret sealed under another master key does not open", () => {
  const sealed = seal("x", place, secret);
  expect(() => unseal(sealed, place, randomBytes(32).toString("base64"))).toThrow(
    "cannot be opened",
  );
});

test("the same secret is never sealed into the same text", () => {
  const texts = new Set(Array.from({ length: 200 }, () => seal("same", place, secret)));
  expect(texts.size).toBe(200);
  for (const text of texts) expect(text).not.toContain(Buffer.from("same").toString("base64url"));
});
