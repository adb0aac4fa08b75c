import { createHash } from "node:crypto";

/** A number from 0 to `bound - 1` that depends on the seed and what it is drawn for, and on nothing else. */
export const draw = (seed: number, what: string, bound: number): number =>
  createHash("sha256").update(`${seed} ${what}`).digest().readUInt32BE(0) % bound;

/** One of `values`, drawn the same way. */
export const pick = <const T extends readonly [unknown, ...unknown[]]>(
  values: T,
  seed: number,
  what: string,
): T[number] => values[draw(seed, what, values.length)] ?? values[0];
