/** How many people an arm had and how many of them reached the goal. */
export type Arm = { people: number; reached: number };

/** How much effect the mixture of the sequential test expects: 2 points, the measured compromise for goals of 5 to 35 %. */
const TAU = 0.02;
const ALPHA = 0.05;

const rate = ({ people, reached }: Arm): number => (people === 0 ? 0 : reached / people);

/** The standard normal distribution (Abramowitz and Stegun 7.1.26, error below 1.5e-7). */
const normal = (z: number): number => {
  const x = Math.abs(z) / Math.SQRT2;
  const t = 1 / (1 + 0.3275911 * x);
  const poly =
    t *
    (0.254829592 + t * (-0.284496736 + t * (1.421413741 + t * (-1.453152027 + t * 1.061405429))));
  const erf = 1 - poly * Math.exp(-x * x);
  return z >= 0 ? (1 + erf) / 2 : (1 - erf) / 2;
};

/** Variance of the difference of two rates; pooled, with a half added to each side so that it is never zero. */
const variance = (a: Arm, b: Arm): number => {
  const pooled = (a.reached + b.reached + 1) / (a.people + b.people + 2);
  return pooled * (1 - pooled) * (1 / a.people + 1 / b.people);
};

/**
 * Evidence that two arms differ, by the mixture sequential probability ratio test (Johari, Pekelis, Walsh, "Always valid
 * inference", 2015). The `p` may be looked at as often as one likes and one may stop when it is below 0.05: the chance of a
 * false winner stays below 5 %. Take the smallest p seen so far when looking again. `low` and `high` bound the difference
 * b - a with 95 % confidence at every look.
 */
export const compareArms = (
  a: Arm,
  b: Arm,
): { difference: number; p: number; low: number; high: number; chanceBIsBetter: number } => {
  const difference = rate(b) - rate(a);
  if (a.people === 0 || b.people === 0)
    return { difference, p: 1, low: -1, high: 1, chanceBIsBetter: 0.5 };
  const v = variance(a, b);
  const tau2 = TAU * TAU;
  const logRatio = 0.5 * Math.log(v / (v + tau2)) + (difference ** 2 * tau2) / (2 * v * (v + tau2));
  const half = Math.sqrt(
    ((2 * v * (v + tau2)) / tau2) * (Math.log(1 / ALPHA) + 0.5 * Math.log((v + tau2) / v)),
  );
  return {
    difference,
    p: Math.min(1, Math.exp(-logRatio)),
    low: Math.max(-1, difference - half),
    high: Math.min(1, difference + half),
    chanceBIsBetter: normal(difference / Math.sqrt(v)),
  };
};

/** The upper tail of chi-square with `degrees` of freedom (Wilson and Hilferty 1931). */
const chiTail = (x: number, degrees: number): number => {
  const k = 2 / (9 * degrees);
  return 1 - normal((Math.cbrt(x / degrees) - (1 - k)) / Math.sqrt(k));
};

/**
 * Whether people were split as planned. Below 0.001 something is wrong with the assignment or the counting, and no verdict
 * may be drawn (Fabijan et al., "Diagnosing sample ratio mismatch", 2019).
 */
export const sampleRatioP = (arms: readonly { people: number; weight: number }[]): number => {
  const people = arms.reduce((sum, arm) => sum + arm.people, 0);
  const weight = arms.reduce((sum, arm) => sum + arm.weight, 0);
  if (people === 0 || arms.length < 2) return 1;
  const chi = arms.reduce((sum, arm) => {
    const expected = (people * arm.weight) / weight;
    return sum + (arm.people - expected) ** 2 / expected;
  }, 0);
  return chiTail(chi, arms.length - 1);
};

/** How much more often people reach the goal with the sequence than those held out, with a 95 % interval (Wald, after Agresti and Caffo 2000). */
export const lift = (held: Arm, treated: Arm): { lift: number; low: number; high: number } => {
  const adjusted = ({ people, reached }: Arm) => ({
    n: people + 2,
    p: (reached + 1) / (people + 2),
  });
  const [h, t] = [adjusted(held), adjusted(treated)];
  const half = 1.96 * Math.sqrt((h.p * (1 - h.p)) / h.n + (t.p * (1 - t.p)) / t.n);
  const center = t.p - h.p;
  return {
    lift: rate(treated) - rate(held),
    low: Math.max(-1, center - half),
    high: Math.min(1, center + half),
  };
};
