import { ValueProblem } from "./problem.ts";

const DIGITS_MAX = 60;
const QUOTIENT_SCALE = 20;
const TEXT = /^([+-]?)(\d*)(?:\.(\d*))?(?:[eE]([+-]?\d{1,3}))?$/;

const power = (exponent: number) => 10n ** BigInt(exponent);

/** An exact decimal number: `units / 10^scale`. Money arrives as text and must not pass through binary fractions. */
export class Decimal {
  readonly units: bigint;
  readonly scale: number;

  constructor(units: bigint, scale: number) {
    if (units > power(DIGITS_MAX) || units < -power(DIGITS_MAX) || scale > DIGITS_MAX)
      throw new ValueProblem(`a decimal has at most ${DIGITS_MAX} digits`);
    this.units = units;
    this.scale = scale;
  }

  toString(): string {
    const digits = (this.units < 0n ? -this.units : this.units)
      .toString()
      .padStart(this.scale + 1, "0");
    const sign = this.units < 0n ? "-" : "";
    if (this.scale === 0) return sign + digits;
    return `${sign}${digits.slice(0, -this.scale)}.${digits.slice(-this.scale)}`;
  }

  toJSON(): string {
    return this.toString();
  }
}

/** The decimal a text or a number spells, keeping the zeros of a text (`12.30`); undefined when it spells none. */
export const parseDecimal = (value: string | number): Decimal | undefined => {
  const match = TEXT.exec(String(value).trim());
  if (!match || (match[2] === "" && !match[3])) return undefined;
  const [, sign, whole = "", fraction = "", exponent = "0"] = match;
  if (whole.length + fraction.length > DIGITS_MAX || Math.abs(Number(exponent)) > DIGITS_MAX)
    throw new ValueProblem(`a decimal has at most ${DIGITS_MAX} digits`);
  const units = BigInt(`${whole}${fraction}` || "0") * (sign === "-" ? -1n : 1n);
  const scale = fraction.length - Number(exponent);
  return scale < 0 ? new Decimal(units * power(-scale), 0) : new Decimal(units, scale);
};

const aligned = (a: Decimal, b: Decimal): [bigint, bigint, number] => {
  const scale = Math.max(a.scale, b.scale);
  return [a.units * power(scale - a.scale), b.units * power(scale - b.scale), scale];
};

/** Negative, zero or positive, whatever the number of written zeros. */
export const compareDecimals = (a: Decimal, b: Decimal): number => {
  const [left, right] = aligned(a, b);
  return left < right ? -1 : left > right ? 1 : 0;
};

// Halves go to the even neighbour, as banks round.
const divideEvenly = (units: bigint, by: bigint): bigint => {
  const quotient = units / by;
  const rest = units % by;
  const twice = (rest < 0n ? -rest : rest) * 2n;
  const size = by < 0n ? -by : by;
  if (twice < size || (twice === size && quotient % 2n === 0n)) return quotient;
  return quotient + (units < 0n === by < 0n ? 1n : -1n);
};

/** `value` with `places` digits after the point, halves to even. */
export const roundDecimal = (value: Decimal, places: number): Decimal =>
  places >= value.scale
    ? new Decimal(value.units * power(places - value.scale), places)
    : new Decimal(divideEvenly(value.units, power(value.scale - places)), places);

/** `a op b` for + - * / %. A quotient keeps up to 20 places, without trailing zeros. */
export const calculate = (op: string, a: Decimal, b: Decimal): Decimal => {
  const [left, right, scale] = aligned(a, b);
  if (op === "+") return new Decimal(left + right, scale);
  if (op === "-") return new Decimal(left - right, scale);
  if (op === "*") return new Decimal(a.units * b.units, a.scale + b.scale);
  if (right === 0n) throw new ValueProblem("division by zero");
  if (op === "%") return new Decimal(left % right, scale);
  let units = divideEvenly(left * power(QUOTIENT_SCALE), right);
  let places = QUOTIENT_SCALE;
  for (; places > 0 && units % 10n === 0n; places--) units /= 10n;
  return new Decimal(units, places);
};
