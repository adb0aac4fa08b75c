import { createHmac, randomBytes, randomUUID } from "node:crypto";
import fc from "fast-check";
import { expect, test } from "vitest";
import { MAIL_CATEGORIES } from "@/lib/core/mail-category";
import {
  readUnsubscribeToken,
  unsubscribeLinks,
  unsubscribeToken,
} from "@/lib/infra/email/unsubscribe";

const recipient = () => ({
  tenantId: randomUUID(),
  contactId: randomUUID(),
  category: "lifecycle" as const,
});

test("a token names its tenant, contact and category, and is the same each time", () => {
  for (const category of MAIL_CATEGORIES) {
    const given = { ...recipient(), category };
    expect(readUnsubscribeToken(unsubscribeToken(given))).toEqual(given);
    expect(unsubscribeToken(given)).toBe(unsubscribeToken({ ...given }));
  }
});

test("G5: of 100,000 forged and altered tokens none is read", () => {
  const genuine = unsubscribeToken(recipient());
  const bytes = Buffer.from(genuine, "base64url");
  let read = 0;
  for (let n = 0; n < 50_000; n += 1) {
    const forged = Buffer.from(bytes);
    const at = n % forged.length;
    forged[at] = (forged[at] ?? 0) ^ (1 + (n % 255));
    if (readUnsubscribeToken(forged.toString("base64url"))) read += 1;
    if (readUnsubscribeToken(randomBytes(n % 120).toString("base64url"))) read += 1;
  }
  expect(read).toBe(0);
});

test("G5: rubbish, other spellings and tokens of other rooms are not read", () => {
  const given = recipient();
  const genuine = unsubscribeToken(given);
  const body = Buffer.from(genuine, "base64url").subarray(0, 33);
  const signed = (secret: string, purpose: string) =>
    Buffer.concat([
      body,
      createHmac("sha256", Buffer.from(secret, "base64")).update(purpose).update(body).digest(),
    ]).toString("base64url");
  const wrong = [
    "",
    genuine.slice(0, -1),
    `${genuine}=`,
    ` ${genuine}`,
    genuine.replace(/-|_/, "+"),
    `${genuine}${genuine}`,
    signed(String(process.env.STEWARD_SECRET), "approval\0"),
    signed(randomBytes(32).toString("base64"), "unsubscribe\0"),
    "../../etc/passwd",
    "A".repeat(100_000),
  ].filter((token) => token !== genuine);
  for (const token of wrong)
    expect(readUnsubscribeToken(token), token.slice(0, 80)).toBeUndefined();
  fc.assert(fc.property(fc.string({ maxLength: 300 }), (token) => !readUnsubscribeToken(token)));
});

test("the headers are those of RFC 8058: one address, one fixed answer", () => {
  const { headers, unsubscribeUrl, preferencesUrl } = unsubscribeLinks(recipient());
  expect(headers["List-Unsubscribe"]).toMatch(/^<https?:\/\/[^<>, ]+\/api\/unsubscribe\/[\w-]+>$/);
  expect(headers["List-Unsubscribe-Post"]).toBe("List-Unsubscribe=One-Click");
  const token = /unsubscribe\/([\w-]+)>/.exec(headers["List-Unsubscribe"] ?? "")?.[1] ?? "";
  expect([unsubscribeUrl, preferencesUrl].every((url) => url.endsWith(`/${token}`))).toBe(true);
});
