import { buildIfNeeded } from "../../lib/local/build.ts";
import { startCapture } from "../support/capture.ts";
import { startLiveStack } from "../support/live-stack.ts";
import { apiFigures } from "./api.ts";
import type { Bench, Section } from "./bench.ts";
import { engineFigures } from "./engine.ts";
import { engineAppFigures } from "./engine-app.ts";
import { foreachFigures } from "./foreach.ts";
import { hookFigures } from "./hooks.ts";
import { list1mFigures } from "./list1m.ts";
import { onboardingFigures } from "./onboarding.ts";
import { type Figure, report } from "./report.ts";
import { runFigures } from "./runs.ts";
import { sequenceFigures } from "./sequences.ts";
import { startFigures } from "./start.ts";

/**
 * `npm run bench [-- --only <prefix>] [--engine <options as JSON>]`: everything on this machine, on loopback, for a
 * bounded time. `--engine '{"adaptive":false}'` compares what the engine's options make of the app's figures.
 */
const sections: Record<string, Section> = {
  hooks: hookFigures,
  runs: runFigures,
  "runs.foreach": foreachFigures,
  api: apiFigures,
  "engine.steps.app": engineAppFigures,
  "runs.list1m": list1mFigures,
  sequences: sequenceFigures,
  onboarding: onboardingFigures,
};

const option = (name: string) => {
  const at = process.argv.indexOf(`--${name}`);
  return at > 0 ? (process.argv[at + 1] ?? "") : "";
};
const only = option("only");
/** `foreach` is enough for `runs.foreach`. */
const spoken = (id: string) => [id, id.replace(/^runs\./, "")];
const wanted = (name: string) =>
  only === "" || spoken(name).some((id) => only.startsWith(id) || id.startsWith(only));

const say = (line: string) => process.stdout.write(`${line}\n`);
const figures: Figure[] = [];
const names = only in sections ? [only] : Object.keys(sections).filter(wanted);
if (names.length > 0) {
  await buildIfNeeded(say);
  const capture = await startCapture();
  const stack = await startLiveStack({
    outboundAllow: capture.host,
    engine: JSON.parse(option("engine") || "{}"),
  });
  const bench: Bench = { stack, capture, say };
  try {
    for (const name of names) figures.push(...((await sections[name]?.(bench)) ?? []));
  } finally {
    await stack.stop();
    await capture.close();
  }
}
figures.push(...(await engineFigures(say, wanted)));
if (wanted("start")) figures.push(...(await startFigures(say)));
report(
  "bench.json",
  only ? figures.filter(({ id }) => spoken(id).some((one) => one.startsWith(only))) : figures,
  1,
);
process.exit(0);
