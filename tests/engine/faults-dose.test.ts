import { expect, test } from "vitest";
import { engineFaults } from "../faults/engine.ts";

test("85: whatever is killed, frozen, restarted or lies: nothing is lost, doubled or mixed up", {
  timeout: 80_000,
}, async () => {
  const figures = await engineFaults({
    seed: Math.floor(Math.random() * 1_000_000),
    runs: 40,
    kills: 5,
    takeovers: 2,
    restarts: 1,
    restartMs: [500, 900],
    lies: 20,
    points: [],
    say: (line) => void process.stdout.write(`${line}\n`),
  });
  const missed = figures.filter(({ aim, value }) => aim === "= 0" && value !== 0);
  expect(missed).toEqual([]);
  const value = (id: string) => figures.find((figure) => figure.id === id)?.value;
  expect(value("faults.engine.kill.runs")).toBe(40);
  expect(value("faults.engine.app.runs")).toBe(20);
});
