import { expect, test } from "vitest";
import { PALETTE, STEWARD } from "@/emails/_brand";
import { type MailKey, mails } from "@/emails/catalogue";
import { renderMail } from "@/emails/render";

type Sample = Record<string, unknown>;

const HTML_MAX_BYTES = 90 * 1024;
const LONG = "Wirtschaftsprüfungsgesellschaftsverzeichnis & <Söhne> “Ünïcode” 東京 ".repeat(20);
const keys = Object.keys(mails) as MailKey[];

/** Changes every text of a sample; addresses stay addresses and the brand stays a brand. */
const mapTexts = (value: unknown, change: (text: string) => string): unknown => {
  if (typeof value === "string") return value.startsWith("https://") ? value : change(value);
  if (Array.isArray(value)) return value.map((item) => mapTexts(item, change));
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => [key, mapTexts(item, change)]),
  );
};

const previewOf = (key: MailKey) => mails[key].Component.PreviewProps as Sample;
const samples = keys.flatMap((key) => {
  const preview = previewOf(key);
  const required = Object.fromEntries(
    Object.entries(preview).filter(
      ([name]) => !["code", "action", "address", "unsubscribeUrl"].includes(name),
    ),
  );
  return [
    [key, "preview", preview],
    [key, "longest", mapTexts(preview, () => LONG) as Sample],
    [key, "empty", mapTexts(required, () => "") as Sample],
  ] as const;
});

const renderSample = (key: MailKey, props: Sample) => renderMail(key, props as never);
const decode = (text: string) => text.replaceAll("&amp;", "&").replaceAll("&#x27;", "'");

test.for(samples)("%s with %s data is whole in HTML and in text", async ([key, , props]) => {
  const { subject, html, text } = await renderSample(key, props);
  expect(Buffer.byteLength(html)).toBeLessThanOrEqual(HTML_MAX_BYTES);
  expect(html.match(/<h1[\s>]/g)).toHaveLength(1);
  expect(text.trim()).not.toBe("");
  for (const part of [subject, html, text]) expect(part).not.toMatch(/\{\{|undefined|\[object|NaN/);
  const links = [...html.matchAll(/href="([^"]+)"/g)].map(([, href = ""]) => decode(href));
  for (const href of links) expect(text).toContain(href);
  expect(html).toContain('name="color-scheme" content="light dark"');
  expect(html).toMatch(/<html[^>]* lang="en"/);
  expect(subject).not.toMatch(/[\r\n]/);
});

test.for(keys)("%s has a subject, an action and no link without a name", async (key) => {
  const { subject, html } = await renderSample(key, previewOf(key));
  expect(subject.length).toBeGreaterThan(5);
  expect(subject.length).toBeLessThan(80);
  const buttons = html.match(/class="button"/g);
  expect(buttons).toHaveLength(1);
  for (const [, label = ""] of html.matchAll(/<a [^>]*>(.*?)<\/a>/gs))
    expect(label.replaceAll(/<!--.*?-->|<[^>]+>/gs, "").trim()).not.toBe("");
});

test.for(keys)("%s renders to the same bytes every time", async (key) => {
  const [first, second] = await Promise.all([
    renderSample(key, previewOf(key)),
    renderSample(key, previewOf(key)),
  ]);
  expect(second).toEqual(first);
});

test("what people typed is text and never markup", async () => {
  const { html } = await renderMail("workflow-message", {
    title: "<b>bold</b>",
    paragraphs: ['<img src=x onerror="alert(1)">\nsecond line'],
    tenant: "<i>shop</i>",
    action: { label: "Open", url: "javascript:alert(1)" },
  });
  expect(html).not.toMatch(/<b>|<img|<i>shop|href="javascript:alert/);
  expect(html).toContain("<br/>second line");
});

test("lifecycle mail shows the postal address and a way to unsubscribe, in both parts", async () => {
  for (const key of keys.filter((one) => mails[one].category === "lifecycle")) {
    const props = {
      ...previewOf(key),
      address: "1 Example Street, Berlin",
      unsubscribeUrl: "https://x.test.dev/u?a=1&b=2",
    };
    const { html, text } = await renderSample(key, props);
    expect(decode(html)).toContain('href="https://x.test.dev/u?a=1&b=2"');
    for (const part of [html, text]) expect(part).toContain("1 Example Street, Berlin");
    expect(text).toContain("https://x.test.dev/u?a=1&b=2");
  }
});

test("a brand colours and names the mail", async () => {
  const brand = { ...STEWARD, name: "Contoso", accent: "#5b2a86" } as const;
  const { html, text, subject } = await renderMail("welcome", {
    person: "",
    tenant: "Shop",
    url: "https://x.test.dev/",
    brand,
  });
  expect(subject).toBe("Welcome to Contoso");
  expect(html).toContain("#5b2a86");
  expect(html).not.toContain(STEWARD.accent);
  expect(text).not.toContain("Steward");
});

const luminance = (hex: string) => {
  const [r = 0, g = 0, b = 0] = [1, 3, 5].map((at) => {
    const value = Number.parseInt(hex.slice(at, at + 2), 16) / 255;
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
};

const contrast = (one: string, other: string) => {
  const [light = 0, dark = 0] = [luminance(one), luminance(other)].sort((a, b) => b - a);
  return (light + 0.05) / (dark + 0.05);
};

const pairs = (["light", "dark"] as const).flatMap((theme) => {
  const { page, card, text, muted, danger } = PALETTE[theme];
  const [accent, onAccent] =
    theme === "light"
      ? [STEWARD.accent, STEWARD.onAccent]
      : [STEWARD.accentDark, STEWARD.onAccentDark];
  return [
    [theme, "text on card", text, card],
    [theme, "text on page", text, page],
    [theme, "muted on card", muted, card],
    [theme, "muted on page", muted, page],
    [theme, "danger on card", danger, card],
    [theme, "link on card", accent, card],
    [theme, "link on page", accent, page],
    [theme, "button", onAccent, accent],
  ] as const;
});

test.for(pairs)("%s: %s has a contrast of at least 4.5", ([, , ink, ground]) => {
  expect(contrast(ink, ground)).toBeGreaterThanOrEqual(4.5);
});

test("every colour a mail uses is one whose contrast was measured", async () => {
  const known = new Set<string>([
    ...Object.values(PALETTE.light),
    ...Object.values(PALETTE.dark),
    ...Object.values(STEWARD),
  ]);
  for (const key of keys) {
    const { html } = await renderSample(key, previewOf(key));
    for (const [colour] of html.matchAll(/#[0-9a-f]{6}\b/gi)) expect(known).toContain(colour);
  }
});
