import type { SequenceDefinition } from "@/lib/domain/sequences/definition";
import type { ArmCounts } from "@/lib/domain/sequences/foresee/read-counts";
import type { ArmResult, SequenceResults } from "@/lib/domain/sequences/foresee/schema";
import { type Arm, compareArms, lift, sampleRatioP } from "@/lib/domain/sequences/statistics";

/** Below this the split is not what was planned, and nothing may be concluded. */
const SPLIT_P = 0.001;
const SURE_P = 0.05;

type Judged = Omit<SequenceResults, "version" | "steps">;

const sum = (rows: readonly ArmCounts[], field: "people" | "reached"): number =>
  rows.reduce((total, row) => total + row[field], 0);

const share = (arm: Arm) => ({ ...arm, rate: arm.people === 0 ? 0 : arm.reached / arm.people });

const percent = (rate: number) => `${(rate * 100).toFixed(1)} %`;
const points = (difference: number) =>
  `${difference >= 0 ? "+" : "−"}${Math.abs(difference * 100).toFixed(1)} points`;

const against = (first: ArmCounts, row: ArmCounts) => {
  const { difference, low, high, p } = compareArms(first, row);
  return { difference, low, high, p };
};

const armResults = (rows: readonly ArmCounts[]): ArmResult[] => {
  const [first] = rows;
  return rows.map((row) => {
    const { people, reached, sent, unsubscribed, complained } = row;
    const compared =
      first && row !== first
        ? against(first, row)
        : { difference: null, low: null, high: null, p: null };
    return {
      arm: row.arm ?? "",
      ...share({ people, reached }),
      sent,
      unsubscribed,
      complained,
      ...compared,
    };
  });
};

const drivesAway = (first: ArmCounts, row: ArmCounts): boolean =>
  (["unsubscribed", "complained"] as const).some((guard) => {
    const { difference, p } = compareArms(
      { people: first.people, reached: first[guard] },
      { people: row.people, reached: row[guard] },
    );
    return difference > 0 && p < SURE_P;
  });

type Verdict = Pick<SequenceResults, "verdict" | "winner" | "sampleRatioP"> & { why: string };

const compare = (rows: readonly ArmCounts[], definition: SequenceDefinition): Verdict => {
  const { experiment } = definition;
  const [first, ...others] = rows;
  if (!experiment || !first || others.length === 0)
    return { verdict: "none", winner: null, sampleRatioP: null, why: "" };
  const weightOf = (arm: string | null) =>
    experiment.arms.find(({ key }) => key === arm)?.weight ?? 0;
  const ratio = sampleRatioP(rows.map(({ people, arm }) => ({ people, weight: weightOf(arm) })));
  if (ratio < SPLIT_P) {
    const why =
      "People were not split between the arms as planned, so nothing may be concluded. Look for what lets only some of them enter.";
    return { verdict: "blocked", winner: null, sampleRatioP: ratio, why };
  }
  const sure = others
    .map((row) => ({ row, ...compareArms(first, row) }))
    .filter(({ p }) => p < SURE_P)
    .sort((a, b) => b.difference - a.difference)[0];
  if (!sure) {
    const why =
      "No arm is better beyond doubt yet. You may look as often as you like; stop when one is, or when the difference no longer matters to you.";
    return { verdict: "open", winner: null, sampleRatioP: ratio, why };
  }
  const winner = sure.difference > 0 ? sure.row : first;
  const other = winner === first ? sure.row : first;
  if (drivesAway(other, winner)) {
    const why = `Arm ${winner.arm} reaches the goal more often, but also drives more people away. Change it before you choose it.`;
    return { verdict: "blocked", winner: null, sampleRatioP: ratio, why };
  }
  const why = `Arm ${winner.arm} is better than arm ${other.arm} beyond doubt (${points(Math.abs(sure.difference))}).`;
  return { verdict: "winner", winner: winner.arm, sampleRatioP: ratio, why };
};

const liftWords = (held: Arm, treated: Arm, effect: ReturnType<typeof lift> | null): string[] => {
  if (!effect) return ["Nobody is held out yet, so the effect cannot be told from chance."];
  const between = `with 95 % confidence between ${points(effect.low)} and ${points(effect.high)}`;
  const meaning =
    effect.low > 0
      ? "The sequence helps."
      : effect.high < 0
        ? "The sequence does harm."
        : "Whether it helps cannot be told yet.";
  return [
    `${percent(share(treated).rate)} of those who get the mails reach the goal, ${percent(share(held).rate)} of those who get none: ${points(effect.lift)}, ${between}. ${meaning}`,
  ];
};

const armWords = (arms: readonly ArmResult[]): string[] =>
  arms.flatMap(({ arm, rate, low, high, difference }) =>
    difference === null || low === null || high === null
      ? []
      : [
          `Arm ${arm}: ${percent(rate)}, ${points(difference)} against arm ${arms[0]?.arm}, with 95 % confidence between ${points(low)} and ${points(high)}.`,
        ],
  );

/** What the counts of a sequence say, in numbers and in words. Pure. */
export const judge = (counts: readonly ArmCounts[], definition: SequenceDefinition): Judged => {
  const treatedRows = counts.filter(({ isHeldOut }) => !isHeldOut);
  const heldRows = counts.filter(({ isHeldOut }) => isHeldOut);
  const treated = { people: sum(treatedRows, "people"), reached: sum(treatedRows, "reached") };
  const held = { people: sum(heldRows, "people"), reached: sum(heldRows, "reached") };
  const order = definition.experiment?.arms.map(({ key }) => key) ?? [];
  const inArms = treatedRows
    .filter(({ arm }) => arm !== null && order.includes(arm))
    .sort((a, b) => order.indexOf(a.arm ?? "") - order.indexOf(b.arm ?? ""));
  const effect = held.people > 0 && treated.people > 0 ? lift(held, treated) : null;
  const arms = armResults(inArms);
  const { why, ...verdict } = compare(inArms, definition);
  const words =
    treated.people + held.people === 0
      ? ["Nobody has entered yet."]
      : definition.goal
        ? [...liftWords(held, treated, effect), ...armWords(arms), ...(why ? [why] : [])]
        : ["The sequence has no goal, so that its effect cannot be measured. Give it one."];
  return { treated: share(treated), heldOut: share(held), lift: effect, arms, ...verdict, words };
};
