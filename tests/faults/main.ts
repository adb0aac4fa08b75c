import { buildIfNeeded } from "../../lib/local/build.ts";
import { type Figure, report } from "../bench/report.ts";
import { engineFaults, FULL_DOSE } from "./engine.ts";
import { killEverything } from "./kills.ts";
import { sequenceFaults } from "./sequences.ts";

/**
 * `npm run faults [-- --seed <n>] [--only <prefix of an id>] [--people <n>]`: real kills of real processes on throw-away servers;
 * prints the ledgers and writes faults.json.
 */
const option = (name: string) => {
  const at = process.argv.indexOf(`--${name}`);
  return at > 0 ? (process.argv[at + 1] ?? "") : "";
};
const seed = Number(option("seed")) || Math.floor(Math.random() * 1_000_000);
const only = option("only");
const say = (line: string) => process.stdout.write(`${line}\n`);
const engineOnly = only.startsWith("faults.engine");
const sequencesOnly = only.startsWith("faults.sequences");
/** How many people go through a sequence while processes die. */
const PEOPLE = 10_000;

say(`seed ${seed}`);
const figures: Figure[] = [];
if (!engineOnly && !sequencesOnly) {
  await buildIfNeeded(say);
  figures.push(...(await killEverything({ seed, deliveries: 200, kills: 12, say })));
}
if (engineOnly || only === "")
  figures.push(...(await engineFaults({ ...FULL_DOSE, seed, say }, only)));
if (sequencesOnly || only === "")
  figures.push(...(await sequenceFaults({ people: Number(option("people")) || PEOPLE, say })));
report("faults.json", figures, seed);
process.exit(figures.every(({ aim, value }) => aim !== "= 0" || value === 0) ? 0 : 1);
