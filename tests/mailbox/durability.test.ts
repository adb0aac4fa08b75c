import { spawn } from "node:child_process";
import { appendFile, readdir, readFile, stat } from "node:fs/promises";
import { join } from "node:path";
import { Resend } from "resend";
import { expect, onTestFinished, test } from "vitest";
import {
  API_KEY,
  draft,
  scratchDirectory,
  startMailbox,
  WEBHOOK_SECRET,
} from "@/tests/mailbox/support/start";

const MAIN = join(import.meta.dirname, "../../lib/local/mailbox/main.ts");

const spawnMailbox = async (part: object) => {
  const child = spawn(process.execPath, [MAIN], {
    env: { ...process.env, STEWARD_PART: JSON.stringify(part) },
    stdio: ["pipe", "pipe", "pipe"],
  });
  onTestFinished(() => {
    child.kill("SIGKILL");
  });
  let errors = "";
  child.stderr.on("data", (chunk) => {
    errors += chunk;
  });
  const ended = new Promise<number | null>((resolve) => child.once("exit", resolve));
  const line = await Promise.race([
    new Promise<string>((resolve) => child.stdout.once("data", (chunk) => resolve(String(chunk)))),
    ended.then(() => ""),
  ]);
  return { child, ended, line, url: line.replace("ready ", "").trim(), errors: () => errors };
};

const config = (dataDir: string) => ({
  port: 0,
  dataDir,
  apiKey: API_KEY,
  webhookSecret: WEBHOOK_SECRET,
  rateLimitPerS: 10_000,
});

test("every mail that was answered survives kill -9, with its key", {
  timeout: 20_000,
}, async () => {
  const dataDir = await scratchDirectory();
  const answered = new Map<string, string>();
  for (let round = 0; round < 2; round += 1) {
    const mailbox = await spawnMailbox(config(dataDir));
    expect(mailbox.line).toMatch(/^ready http:\/\/127\.0\.0\.1:\d+\n$/);
    const resend = new Resend(API_KEY, { baseUrl: mailbox.url });
    const sends = Array.from({ length: 60 }, async (_, n) => {
      const idempotencyKey = `${round}/${n}`;
      const { data } = await resend.emails.send(draft, { idempotencyKey });
      if (data) answered.set(idempotencyKey, data.id);
      if (answered.size === round * 60 + 20) mailbox.child.kill("SIGKILL");
    });
    await Promise.all(sends);
    await mailbox.ended;
  }
  expect(answered.size).toBeGreaterThanOrEqual(40);
  const { resend } = await startMailbox({ dataDir });
  for (const [idempotencyKey, id] of answered) {
    expect((await resend.emails.get(id)).data?.subject).toBe("Welcome");
    expect((await resend.emails.send(draft, { idempotencyKey })).data?.id).toBe(id);
  }
});

test("a torn last line is cut off and what stands before it is kept", async () => {
  const first = await startMailbox();
  const { data } = await first.resend.emails.send(draft, { idempotencyKey: "k" });
  await expect
    .poll(async () => (await first.resend.emails.get(data?.id ?? "")).data?.last_event)
    .toBe("delivered");
  await first.close();
  const [file = ""] = await readdir(first.dataDir);
  const path = join(first.dataDir, file);
  const whole = (await stat(path)).size;
  await appendFile(path, '{"t":"mail","mail":{"id":"torn","subject":"Half a');
  const second = await startMailbox({ dataDir: first.dataDir });
  expect((await stat(path)).size).toBe(whole);
  await second.resend.emails.send({ ...draft, subject: "After" });
  expect((await second.messages()).map(({ subject }) => subject)).toEqual(["After", "Welcome"]);
});

test("a batch that was written only in part does not appear", async () => {
  const first = await startMailbox();
  await first.resend.batch.send([draft, draft]);
  await first.close();
  const [file = ""] = await readdir(first.dataDir);
  const path = join(first.dataDir, file);
  const lines = (await readFile(path, "utf8")).split("\n");
  const [mailLine = ""] = lines.filter((line) => line.startsWith('{"t":"mail"'));
  const half = mailLine.replaceAll(
    /[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}/g,
    "half",
  );
  await appendFile(path, `${half}\n`);
  const second = await startMailbox({ dataDir: first.dataDir });
  await second.resend.emails.send(draft);
  expect(await second.messages()).toHaveLength(3);
});

test("only the newest mails are kept, in memory and on disk, and suppressions and keys outlive them", async () => {
  const options = { keep: 20, segmentBytes: 4000 };
  const first = await startMailbox(options);
  await first.resend.suppressions.add({ email: "no@shop.dev" });
  const key = { idempotencyKey: "first" };
  const oldest = await first.resend.emails.send(draft, key);
  for (let n = 0; n < 200; n += 1) await first.resend.emails.send({ ...draft, subject: `${n}` });
  await first.close();
  const { resend, messages, dataDir } = await startMailbox({ ...options, dataDir: first.dataDir });
  const kept = await messages("limit=200");
  expect(kept).toHaveLength(20);
  expect(kept[0]?.subject).toBe("199");
  expect((await resend.emails.get(oldest.data?.id ?? "")).error?.statusCode).toBe(404);
  expect((await resend.emails.send(draft, key)).data?.id).toBe(oldest.data?.id);
  expect((await resend.suppressions.get("no@shop.dev")).error).toBeNull();
  const sizes = await Promise.all(
    (await readdir(dataDir)).map(async (name) => (await stat(join(dataDir, name))).size),
  );
  const whole = 200 * 900;
  expect(sizes.reduce((sum, size) => sum + size, 0)).toBeLessThan(whole);
});

test("a waiting mail is kept however many come after it", async () => {
  const options = { keep: 10, segmentBytes: 4000 };
  const first = await startMailbox(options);
  const { data } = await first.resend.emails.send({ ...draft, scheduledAt: "in 1 day" });
  for (let n = 0; n < 60; n += 1) await first.resend.emails.send(draft);
  await first.close();
  const second = await startMailbox({ ...options, dataDir: first.dataDir });
  expect((await second.resend.emails.get(data?.id ?? "")).data?.last_event).toBe("scheduled");
});

test("the process ends with its parent and on SIGTERM", async () => {
  const orphan = await spawnMailbox(config(await scratchDirectory()));
  orphan.child.stdin.end();
  expect(await orphan.ended).toBe(0);
  const stopped = await spawnMailbox(config(await scratchDirectory()));
  stopped.child.kill("SIGTERM");
  expect(await stopped.ended).toBe(0);
});

test("a port in use and a broken configuration end it with one clear sentence", async () => {
  const { url } = await startMailbox();
  const port = Number(new URL(url).port);
  const taken = await spawnMailbox({ ...config(await scratchDirectory()), port });
  expect([await taken.ended, taken.line]).toEqual([1, ""]);
  expect(JSON.parse(taken.errors())).toMatchObject({
    level: "error",
    message: `Port ${port} on 127.0.0.1 is in use.`,
  });
  const broken = await spawnMailbox({ port: "x" });
  expect(await broken.ended).toBe(1);
  expect(broken.errors()).toContain("STEWARD_PART");
});
