import { createHmac, randomBytes } from "node:crypto";
import { Webhook } from "standardwebhooks";
import Stripe from "stripe";
import { describe, expect, test } from "vitest";
import { type SchemeName, WEBHOOK_SCHEMES } from "@/lib/integrations/webhook-schemes";

const NOW = Date.UTC(2026, 10, 21, 9, 0, 0);
const SECONDS = NOW / 1000;
const body = Buffer.from(
  JSON.stringify({ id: "evt_1", type: "charge.succeeded", note: "grüße 🚀" }),
);
const secrets: Record<SchemeName, string> = {
  shopify: "hush",
  stripe: "whsec_test_secret",
  standard: `whsec_${randomBytes(32).toString("base64")}`,
  hmac: "a-generic-secret",
  none: "",
};

type Signed = { headers: Record<string, string>; body: Buffer };

const hex = (key: string | Buffer, ...parts: (string | Buffer)[]) =>
  parts.reduce((hmac, part) => hmac.update(part), createHmac("sha256", key)).digest();

/** Each scheme as its own documentation describes it, written here a second time on purpose. */
const SIGN = {
  shopify: (data: Buffer, secret = secrets.shopify): Signed => ({
    body: data,
    headers: {
      "x-shopify-hmac-sha256": hex(secret, data).toString("base64"),
      "x-shopify-webhook-id": "b54557e4-bdd9-4b37-8a5f-bf7d70bcd043",
      "x-shopify-topic": "orders/create",
    },
  }),
  stripe: (data: Buffer, secret = secrets.stripe, at = SECONDS): Signed => ({
    body: data,
    headers: { "stripe-signature": `t=${at},v1=${hex(secret, `${at}.`, data).toString("hex")}` },
  }),
  standard: (data: Buffer, secret = secrets.standard, at = SECONDS): Signed => {
    const key = Buffer.from(secret.slice(6), "base64");
    const signature = hex(key, `msg_1.${at}.`, data).toString("base64");
    return {
      body: data,
      headers: {
        "webhook-id": "msg_1",
        "webhook-timestamp": String(at),
        "webhook-signature": `v1,${signature}`,
      },
    };
  },
  hmac: (data: Buffer, secret = secrets.hmac, at = SECONDS): Signed => ({
    body: data,
    headers: {
      "x-timestamp": String(at),
      "x-signature-256": `sha256=${hex(secret, `${at}.`, data).toString("hex")}`,
      "x-delivery-id": "d-1",
    },
  }),
};

const SIGNATURE = {
  shopify: "x-shopify-hmac-sha256",
  stripe: "stripe-signature",
  standard: "webhook-signature",
  hmac: "x-signature-256",
} as const;

type Scheme = keyof typeof SIGN;
const schemes = Object.keys(SIGN) as Scheme[];
const timed = ["stripe", "standard", "hmac"] as const;

const verify = (
  scheme: Scheme,
  { headers, body: data }: Signed,
  given: string[] = [secrets[scheme]],
  toleranceS = 300,
) =>
  WEBHOOK_SCHEMES[scheme].verify({
    headers: new Headers(headers),
    body: data,
    secrets: given,
    nowMs: NOW,
    toleranceS,
  });

const withSignature = (scheme: Scheme, change: (value: string) => string): Signed => {
  const signed = SIGN[scheme](body);
  const name = SIGNATURE[scheme];
  return { ...signed, headers: { ...signed.headers, [name]: change(signed.headers[name] ?? "") } };
};

describe.each(schemes)("%s", (scheme) => {
  const sign = SIGN[scheme];

  test("accepts what the sender signed, whatever bytes it holds", () => {
    const bodies = [
      body,
      Buffer.alloc(0),
      Buffer.from([0xff, 0xfe, 0x00, 0x80]),
      randomBytes(100_000),
    ];
    for (const data of bodies) expect(verify(scheme, sign(data))).toEqual({ ok: true });
  });

  test("refuses another secret, and no secret at all", () => {
    const foreign = scheme === "standard" ? `whsec_${randomBytes(32).toString("base64")}` : "other";
    expect(verify(scheme, sign(body, foreign))).toMatchObject({ ok: false, reason: "mismatch" });
    expect(verify(scheme, sign(body), [])).toMatchObject({ ok: false, reason: "no_secret" });
  });

  test("accepts either of two valid secrets", () => {
    const next =
      scheme === "standard" ? `whsec_${randomBytes(32).toString("base64")}` : "the-next-one";
    expect(verify(scheme, sign(body), [next, secrets[scheme]])).toEqual({ ok: true });
    expect(verify(scheme, sign(body, next), [next, secrets[scheme]])).toEqual({ ok: true });
  });

  test("refuses a body that differs by one byte, one space or its end", () => {
    const signed = sign(body);
    const altered = Buffer.from(body);
    altered[3] = (altered[3] ?? 0) ^ 1;
    const others = [
      altered,
      Buffer.concat([body, Buffer.from(" ")]),
      Buffer.concat([body, Buffer.from("\n")]),
      body.subarray(0, -1),
    ];
    for (const data of others) expect(verify(scheme, { ...signed, body: data }).ok).toBe(false);
  });

  test("tells invalid UTF-8 bodies apart that read the same as text", () => {
    const signed = sign(Buffer.from([0x22, 0xff, 0x22]));
    expect(verify(scheme, signed)).toEqual({ ok: true });
    expect(verify(scheme, { ...signed, body: Buffer.from([0x22, 0xfe, 0x22]) }).ok).toBe(false);
  });

  test("refuses a signature that is missing, empty, cut, padded or in the wrong case", () => {
    const changes: ((value: string) => string)[] = [
      () => "",
      (value) => value.slice(0, -2),
      (value) => `${value}A`,
      (value) => `${value}=`,
      (value) => value.toUpperCase(),
      (value) => value.replace(/[a-z](?=[^a-z]*$)/, (char) => char.toUpperCase()),
      (value) => ` x${value}`,
      (value) => value.split("").reverse().join(""),
    ];
    for (const change of changes) {
      const signed = withSignature(scheme, change);
      if (signed.headers[SIGNATURE[scheme]] === sign(body).headers[SIGNATURE[scheme]]) continue;
      expect(verify(scheme, signed).ok, String(change)).toBe(false);
    }
    const { [SIGNATURE[scheme]]: _, ...rest } = sign(body).headers;
    expect(verify(scheme, { body, headers: rest })).toMatchObject({ ok: false, reason: "missing" });
  });

  test("refuses a header that was sent twice with a wrong one first", () => {
    const wrong: Record<Scheme, [string, string]> = {
      shopify: ["x-shopify-hmac-sha256", "A".repeat(44)],
      stripe: ["stripe-signature", `t=${SECONDS - 9},v1=${"0".repeat(64)}`],
      // Its signature header is a list in which one match is enough.
      standard: ["webhook-id", "msg_0"],
      hmac: ["x-signature-256", `sha256=${"0".repeat(64)}`],
    };
    const headers = new Headers([wrong[scheme], ...Object.entries(sign(body).headers)]);
    const given = { secrets: [secrets[scheme]], nowMs: NOW, toleranceS: 300 };
    expect(WEBHOOK_SCHEMES[scheme].verify({ headers, body, ...given }).ok).toBe(false);
  });

  test("does not read a header beyond 4 KiB", () => {
    const signed = withSignature(scheme, (value) => `${value},${"x".repeat(4097)}`);
    expect(verify(scheme, signed)).toMatchObject({ ok: false, reason: "header_too_large" });
  });
});

describe.each(timed)("%s", (scheme) => {
  test("accepts the edge of the window in both directions and nothing beyond it", () => {
    for (const at of [SECONDS - 300, SECONDS + 300])
      expect(verify(scheme, SIGN[scheme](body, secrets[scheme], at)).ok).toBe(true);
    for (const at of [SECONDS - 301, SECONDS + 301])
      expect(verify(scheme, SIGN[scheme](body, secrets[scheme], at))).toMatchObject({
        ok: false,
        reason: "expired",
      });
    expect(
      verify(scheme, SIGN[scheme](body, secrets[scheme], SECONDS - 301), [secrets[scheme]], 900).ok,
    ).toBe(true);
  });

  test("refuses a time that was altered or is no whole number", () => {
    const times = [
      String(SECONDS - 1),
      `${SECONDS}.0`,
      "1e9",
      `0${SECONDS}`,
      `+${SECONDS}`,
      "",
      "NaN",
      "-1",
    ];
    for (const time of times) {
      const signed = SIGN[scheme](body);
      const headers = Object.fromEntries(
        Object.entries(signed.headers).map(([name, value]) => [
          name,
          value.replace(/^\d{10}$/, time).replace(/t=\d+/, `t=${time}`),
        ]),
      );
      expect(verify(scheme, { body, headers }).ok, time).toBe(false);
    }
  });
});

test("at most eight signatures are compared", () => {
  const bad = `v1=${"0".repeat(64)},`;
  const [time, good] = SIGN.stripe(body).headers["stripe-signature"]?.split(",") ?? [];
  const at = (n: number) => ({
    body,
    headers: { "stripe-signature": `${time},${bad.repeat(n)}${good}` },
  });
  expect(verify("stripe", at(7)).ok).toBe(true);
  expect(verify("stripe", at(8)).ok).toBe(false);
});

test("an altered message id does not verify under Standard Webhooks", () => {
  const signed = SIGN.standard(body);
  expect(
    verify("standard", { body, headers: { ...signed.headers, "webhook-id": "msg_2" } }).ok,
  ).toBe(false);
});

test("Svix's header names mean the same", () => {
  const headers = Object.fromEntries(
    Object.entries(SIGN.standard(body).headers).map(([name, value]) => [
      name.replace("webhook", "svix"),
      value,
    ]),
  );
  expect(verify("standard", { body, headers })).toEqual({ ok: true });
});

test("a timestamped delivery of one's own cannot pass for a body without timestamp", () => {
  const { headers } = SIGN.hmac(body);
  const forged = {
    body: Buffer.concat([Buffer.from(`${SECONDS}.`), body]),
    headers: { "x-signature-256": headers["x-signature-256"] ?? "" },
  };
  expect(verify("hmac", forged).ok).toBe(false);
});

test("a body without timestamp, GitHub's headers included, verifies by its bytes alone", () => {
  const signature = `sha256=${hex(secrets.hmac, body).toString("hex")}`;
  for (const name of ["x-signature-256", "X-Hub-Signature-256"])
    expect(verify("hmac", { body, headers: { [name]: signature } }).ok).toBe(true);
});

test("the standardwebhooks package and we agree in both directions", () => {
  const theirs = new Webhook(secrets.standard);
  const now = Math.floor(Date.now() / 1000);
  const text = body.toString();
  const signed = {
    "webhook-id": "msg_7",
    "webhook-timestamp": String(now),
    "webhook-signature": theirs.sign("msg_7", new Date(now * 1000), text),
  };
  const ours = WEBHOOK_SCHEMES.standard.verify({
    headers: new Headers(signed),
    body,
    secrets: [secrets.standard],
    nowMs: Date.now(),
    toleranceS: 300,
  });
  expect(ours).toEqual({ ok: true });
  expect(() =>
    theirs.verify(text, SIGN.standard(body, secrets.standard, now).headers),
  ).not.toThrow();
});

test("Stripe's own library and we agree in both directions", () => {
  const stripe = new Stripe("sk_test_x");
  const text = body.toString();
  const header = stripe.webhooks.generateTestHeaderString({
    payload: text,
    secret: secrets.stripe,
    timestamp: SECONDS,
  });
  expect(verify("stripe", { body, headers: { "stripe-signature": header } })).toEqual({ ok: true });
  const ours = SIGN.stripe(body).headers["stripe-signature"] ?? "";
  expect(stripe.webhooks.constructEvent(body, ours, secrets.stripe, 300, undefined, NOW).id).toBe(
    "evt_1",
  );
});

test("each scheme names the delivery and its topic the sender's way", () => {
  const parsed = JSON.parse(body.toString());
  const identify = (scheme: SchemeName, headers: Record<string, string>, value: unknown = parsed) =>
    WEBHOOK_SCHEMES[scheme].identify(new Headers(headers), value);
  expect(identify("shopify", SIGN.shopify(body).headers)).toEqual({
    deliveryKey: "b54557e4-bdd9-4b37-8a5f-bf7d70bcd043",
    topic: "orders/create",
  });
  expect(identify("stripe", {})).toEqual({ deliveryKey: "evt_1", topic: "charge.succeeded" });
  expect(identify("standard", { "webhook-id": "msg_1" })).toEqual({
    deliveryKey: "msg_1",
    topic: "charge.succeeded",
  });
  expect(identify("hmac", { "x-github-delivery": "g-1", "x-github-event": "push" })).toEqual({
    deliveryKey: "g-1",
    topic: "push",
  });
  expect(identify("none", { "idempotency-key": "i-1" })).toEqual({ deliveryKey: "i-1" });
});

test("a name that is missing, overlong or not visible text is no name", () => {
  for (const value of ["", "x".repeat(256), "a b", "é"])
    expect(WEBHOOK_SCHEMES.none.identify(new Headers({ "x-delivery-id": value }), null)).toEqual(
      {},
    );
  for (const value of [null, 7, "text", [], { id: 7 }, { id: "a b" }, { id: "x".repeat(256) }])
    expect(WEBHOOK_SCHEMES.stripe.identify(new Headers(), value)).toEqual({});
});
