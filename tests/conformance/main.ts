import { writeFileSync } from "node:fs";
import { parseArgs } from "node:util";
import { freePort } from "../engine/support/engine-process.ts";
import { patience } from "../engine/support/harness.ts";
import { foreignTarget, ownTarget } from "./target.ts";
import { type Verdict, verdictsOf } from "./verdicts.ts";

/**
 * `npm run conformance [-- --url <server> --event-key <key> --signing-key <key> --app-port <port> [--app-origin <url>]]
 * [--only <row or beginning of a name>]`: runs the semantic matrix against a server that speaks the protocol in signed
 * mode; without `--url` against our engine on a throw-away Postgres. Prints a line for each row and writes
 * conformance.json. Start a foreign server with a short wait between tries (`--retry-interval 1`).
 */
const say = (line: string) => process.stdout.write(`${line}\n`);

const fail = (sentence: string): never => {
  process.stderr.write(`${sentence}\n`);
  process.exit(2);
};

const read = () => {
  const text = { type: "string" } as const;
  const options = {
    url: text,
    "event-key": text,
    "signing-key": text,
    "app-port": text,
    "app-origin": text,
    only: text,
  };
  try {
    // The first argument is the command's own name, which the bootstrap passes on.
    return parseArgs({ args: process.argv.slice(2), options, allowPositionals: true }).values;
  } catch (error) {
    return fail(error instanceof Error ? error.message : String(error));
  }
};

const input = read();
const port = input["app-port"] === undefined ? await freePort() : Number(input["app-port"]);
if (!Number.isInteger(port) || port < 1 || port > 65_535) fail("--app-port is a port number.");
const { url, "event-key": eventKey, "signing-key": signingKey } = input;
if (url && !(eventKey && signingKey)) fail("With --url give --event-key and --signing-key, too.");
if (url && !/^signkey-\w+-[0-9a-f]+$/i.test(signingKey ?? ""))
  fail("--signing-key is signkey-<env>-<hex>.");

const target =
  url && eventKey && signingKey
    ? foreignTarget(url, { eventKey, signingKey })
    : await ownTarget(`http://127.0.0.1:${port}/api/inngest`);
patience.factor = target.own ? 2 : 4;
const place = { port, origin: input["app-origin"] };

const line = ({ row, result, x, ms, name, why }: Verdict) =>
  `${row.padEnd(12)} ${x ? "X" : " "} ${result.padEnd(14)} ${String(ms).padStart(6)} ms  ${name}${why && ` (${why})`}`;

const verdicts = await verdictsOf(target, place, input.only ?? "", (one) => say(line(one))).catch(
  (error: unknown) => fail(error instanceof Error ? error.message : String(error)),
);
await target.close();
const count = (result: Verdict["result"]) => verdicts.filter((one) => one.result === result).length;
const totals = {
  pass: count("pass"),
  fail: count("fail"),
  differs: count("differs"),
  "not supported": count("not supported"),
};
verdicts.sort((a, b) => Number.parseInt(a.row, 10) - Number.parseInt(b.row, 10));
writeFileSync(
  "conformance.json",
  `${JSON.stringify({ server: target.own ? "embedded" : target.url, at: new Date().toISOString(), totals, rows: verdicts }, null, 2)}\n`,
);
if (verdicts.length === 0) fail(`No row is named "${input.only}".`);
say(
  Object.entries(totals)
    .map(([name, n]) => `${n} ${name}`)
    .join(", "),
);
process.exit(totals.fail === 0 ? 0 : 1);
