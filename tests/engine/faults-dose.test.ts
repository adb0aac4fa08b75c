import { expect, test } from "vitest";
import { type EngineDose, engineFaults } from "../faults/engine.ts";

/** What `npm run faults` does at length, for some seconds. */
const DOSE: EngineDose = {
  seed: Math.floor(Math.random() * 1_000_000),
  runs: 24,
  kills: 3,
  takeovers: 2,
  restarts: 3,
  restartMs: [300, 600],
  lies: 10,
  jumps: 4,
  fullMs: 300,
  points: [],
  say: (line) => void process.stdout.write(`${line}\n`),
};

test.each([
  ["85: engines killed at any moment", "kill"],
  ["88: leaders that die, freeze and come back as zombies", "takeover"],
  ["87: Postgres stopped, killed, and killed together with the engine", "postgres"],
  ["an application that hangs, lies and hangs up", "app"],
  ["a wall clock that is set forward and back", "clock"],
  ["a disk that is full", "disk"],
])("%s: nothing is lost, doubled or mixed up", { timeout: 240_000 }, async (_name, scenario) => {
  const figures = await engineFaults(DOSE, `faults.engine.${scenario}.`);
  expect(figures.length).toBeGreaterThan(4);
  expect(figures.filter(({ aim, value }) => aim === "= 0" && value !== 0)).toEqual([]);
});
