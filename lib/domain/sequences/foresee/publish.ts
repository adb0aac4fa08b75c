import { isDeepStrictEqual } from "node:util";
import { sql } from "kysely";
import type { Caller } from "@/lib/core/caller";
import { assessSequence } from "@/lib/domain/sequences/assess";
import type { SequenceDefinition } from "@/lib/domain/sequences/definition";
import { readSequence } from "@/lib/domain/sequences/documents/read";
import { senderProblems } from "@/lib/domain/sequences/documents/sender-problems";
import { readVersions } from "@/lib/domain/sequences/enrolments/version";
import { moveGroups } from "@/lib/domain/sequences/foresee/groups";
import type { PublishForesight } from "@/lib/domain/sequences/schema";
import { asTenant, type Tx } from "@/lib/infra/db/as-tenant";
import { readSender } from "@/lib/infra/email/brand";

type Change = PublishForesight["changes"][number];

const NO_ADDRESS =
  "Your mails carry no postal address yet, which many countries ask for: set it under Settings, Mail.";

const plain = (value: unknown): unknown => JSON.parse(JSON.stringify(value));

/** What differs between two documents, step by step. A step has moved when it comes before one it used to follow. */
export const stepChanges = (
  from: SequenceDefinition | undefined,
  to: SequenceDefinition,
): Change[] => {
  const old = from?.steps ?? [];
  const kept = old.filter(({ key }) => to.steps.some((step) => step.key === key));
  const keptNow = to.steps.filter(({ key }) => kept.some((step) => step.key === key));
  const changes: Change[] = to.steps.flatMap((step): Change[] => {
    const before = old.find(({ key }) => key === step.key);
    if (!before) return [{ stepKey: step.key, change: "added" }];
    if (kept.indexOf(before) !== keptNow.indexOf(step))
      return [{ stepKey: step.key, change: "moved" }];
    return isDeepStrictEqual(plain(before), plain(step))
      ? []
      : [{ stepKey: step.key, change: "changed" }];
  });
  const removed = old.filter((step) => !kept.includes(step));
  return [...changes, ...removed.map(({ key }): Change => ({ stepKey: key, change: "removed" }))];
};

type Counts = { version: number; people: number };

const countInside = async (tx: Tx, id: string) => {
  const { rows } = await sql<Counts & { recent: number }>`
    select version, count(*) filter (where status in ('active', 'paused'))::int as people,
      count(*) filter (where entered_at > now() - interval '7 days')::int as recent
    from public.enrolments where sequence_id = ${id}::uuid group by version order by version`.execute(
    tx,
  );
  return {
    inside: rows
      .filter(({ people }) => people > 0)
      .map(({ version, people }) => ({ version, people })),
    enteredLastWeek: rows.reduce((sum, { recent }) => sum + recent, 0),
  };
};

const count = (n: number, one: string, many = `${one}s`) => `${n} ${n === 1 ? one : many}`;

const inWords = ({
  version,
  problems,
  changes,
  inside,
  enteredLastWeek,
}: Omit<PublishForesight, "sentences">): string[] => {
  if (problems.length > 0)
    return [`It cannot be published yet: ${count(problems.length, "problem")} to solve.`];
  const people = inside.reduce((sum, one) => sum + one.people, 0);
  const named = (["added", "removed", "changed", "moved"] as const).flatMap((kind) => {
    const { length } = changes.filter(({ change }) => change === kind);
    return length > 0 ? [`${count(length, "step")} ${kind}`] : [];
  });
  return [
    `It becomes version ${version}${named.length > 0 ? `: ${named.join(", ")}` : ""}.`,
    people === 0
      ? "Nobody is inside at the moment."
      : `${count(people, "person", "people")} inside ${people === 1 ? "finishes the version it" : "finish the version they"} began, unless you move them; nobody gets a mail twice.`,
    "Nothing is sent because of publishing itself; who enters from then on gets the new version.",
    enteredLastWeek > 0
      ? `In the last seven days ${count(enteredLastWeek, "person", "people")} entered.`
      : "Nobody entered in the last seven days.",
  ];
};

/** What would happen if the draft were published now. Changes nothing. Throws not_found. */
export const foreseePublish = (caller: Caller, id: string): Promise<PublishForesight> =>
  asTenant(caller, async (tx) => {
    const { draft, liveVersion } = await readSequence(tx, id);
    const sender = await readSender(tx);
    const { definition, problems } = assessSequence(draft, sender.isHouse);
    const ref = { tenantId: caller.tenantId, sequenceId: id, version: liveVersion ?? 0 };
    const live = liveVersion === null ? undefined : (await readVersions(tx, [ref]))(ref);
    const version = (liveVersion ?? 0) + 1;
    const told = {
      version,
      problems: [...problems, ...senderProblems(draft.category, sender)],
      changes: definition ? stepChanges(live, definition) : [],
      ...(await countInside(tx, id)),
      move: definition ? await moveGroups(tx, id, definition, version) : [],
    };
    const isAdvised = sender.address === "" && told.problems.length === 0;
    return { ...told, sentences: [...inWords(told), ...(isAdvised ? [NO_ADDRESS] : [])] };
  });
