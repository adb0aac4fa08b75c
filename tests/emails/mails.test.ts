import fc from "fast-check";
import { expect, test } from "vitest";
import { PALETTE, STEWARD } from "@/emails/_brand";
import { accents, contrast } from "@/emails/_colour";
import { type MailKey, mails } from "@/emails/catalogue";
import { renderMail } from "@/emails/render";

type Sample = Record<string, unknown>;

const HTML_MAX_BYTES = 90 * 1024;
const LONG = "Wirtschaftsprüfungsgesellschaftsverzeichnis & <Söhne> “Ünïcode” 東京 ".repeat(20);
const keys = Object.keys(mails) as MailKey[];

/** Words a mail chooses by; everything else is text. */
const CHOICES = ["basis", "otherwise"];

/** Changes every text of a sample; addresses stay addresses and choices stay choices. */
const mapTexts = (value: unknown, change: (text: string) => string): unknown => {
  if (typeof value === "string") return value.startsWith("https://") ? value : change(value);
  if (Array.isArray(value)) return value.map((item) => mapTexts(item, change));
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => [
      key,
      CHOICES.includes(key) ? item : mapTexts(item, change),
    ]),
  );
};

const previewOf = (key: MailKey) => mails[key].Component.PreviewProps as Sample;
const LOCALES = ["en", "de"] as const;
const OPTIONAL = ["code", "action", "address", "unsubscribeUrl", "preferencesUrl"];
const samples = keys.flatMap((key) => {
  const preview = previewOf(key);
  const required = Object.fromEntries(
    Object.entries(preview).filter(([name]) => !OPTIONAL.includes(name)),
  );
  return LOCALES.flatMap((locale) =>
    Object.entries({
      preview,
      longest: mapTexts(preview, () => LONG) as Sample,
      empty: mapTexts(required, () => "") as Sample,
    }).map(([kind, sample]) => [key, locale, kind, { ...sample, locale }] as const),
  );
});

const renderSample = (key: MailKey, props: Sample) => renderMail(key, props as never);
const decode = (text: string) => text.replaceAll("&amp;", "&").replaceAll("&#x27;", "'");

test.for(samples)(
  "G10: %s in %s with %s data is whole in HTML and in text",
  async ([key, locale, , props]) => {
    const { subject, html, text } = await renderSample(key, props);
    expect(Buffer.byteLength(html)).toBeLessThanOrEqual(HTML_MAX_BYTES);
    expect(html.match(/<h1[\s>]/g)).toHaveLength(1);
    expect(text.trim()).not.toBe("");
    for (const part of [subject, html, text])
      expect(part).not.toMatch(/\{\{|undefined|\[object|NaN/);
    const links = [...html.matchAll(/href="([^"]+)"/g)].map(([, href = ""]) => decode(href));
    for (const href of links) expect(text).toContain(href);
    expect(html).toContain('name="color-scheme" content="light dark"');
    expect(html).toMatch(new RegExp(`<html[^>]* lang="${locale}"`));
    expect(subject).not.toMatch(/[\r\n]/);
  },
);

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
  const { html, text, subject } = await renderMail("sequence-mail", {
    title: "Welcome to Contoso",
    preview: "",
    body: "Hello",
    action: { label: "Go on", url: "https://x.test.dev/" },
    tenant: "Shop",
    basis: "contract",
    brand,
  });
  expect(subject).toBe("Welcome to Contoso");
  expect(html).toContain("#5b2a86");
  expect(html).not.toContain(STEWARD.accent);
  expect(text).not.toContain("Steward");
});

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
    ...Object.values(STEWARD).filter((value) => value !== undefined),
  ]);
  for (const key of keys) {
    const { html } = await renderSample(key, previewOf(key));
    for (const [colour] of html.matchAll(/#[0-9a-f]{6}\b/gi)) expect(known).toContain(colour);
  }
});

test("G10: whatever colour a tenant chooses, links and buttons can be read in light and dark inboxes", () => {
  const byte = fc.integer({ min: 0, max: 255 });
  fc.assert(
    fc.property(byte, byte, byte, (...channels) => {
      const chosen = `#${channels.map((value) => value.toString(16).padStart(2, "0")).join("")}`;
      const { accent, onAccent, accentDark, onAccentDark } = accents(chosen as `#${string}`);
      const { light, dark } = PALETTE;
      for (const [ink, ground] of [
        [accent, light.card],
        [accent, light.page],
        [onAccent, accent],
        [accentDark, dark.card],
        [accentDark, dark.page],
        [onAccentDark, accentDark],
      ] as const)
        expect(contrast(ink, ground)).toBeGreaterThanOrEqual(4.5);
    }),
    { numRuns: 2000 },
  );
});

test("a German mail has no English sentence of ours", async () => {
  const english = await Promise.all(keys.map((key) => renderSample(key, previewOf(key))));
  const german = await Promise.all(
    keys.map((key) => renderSample(key, { ...previewOf(key), locale: "de" })),
  );
  const lines = (text = "") =>
    text.split("\n").filter((line) => line.length > 25 && /\p{L}/u.test(line));
  for (const [at, key] of keys.entries()) {
    // The tenant's own words, which a sample has in one language only.
    const given = JSON.stringify(previewOf(key)).replaceAll("\\n", " ").replaceAll("*", "");
    const shared = lines(german[at]?.text).filter(
      (line) => lines(english[at]?.text).includes(line) && !/https:/.test(line),
    );
    expect(
      shared.filter((line) => !given.includes(line.replace(/^[ *\d.]+/, "").slice(0, 40))),
      key,
    ).toEqual([]);
  }
});
