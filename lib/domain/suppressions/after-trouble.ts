import { sql } from "kysely";
import { maskAddress } from "@/lib/core/mask-address";
import { audit } from "@/lib/domain/audit/record";
import { suppress } from "@/lib/domain/suppressions/add";
import type { Suppression } from "@/lib/domain/suppressions/schema";
import type { Tx } from "@/lib/infra/db/as-tenant";

type Trouble = {
  kind: "bounced" | "bounced softly" | "complained" | "refused";
  email: string;
  detail: string;
  /** How often mail to it came back softly within 30 days. */
  times: number;
};

const SOFT_MAX = 3;
const PAUSE_MS = 30 * 86_400_000;

type Answer = Pick<Suppression, "reason" | "until">;

const answerTo = ({ kind, times }: Trouble, now: number): Answer | null => {
  if (kind === "complained") return { reason: "complained", until: null };
  if (kind !== "bounced softly") return { reason: "bounced", until: null };
  if (times < SOFT_MAX) return null;
  return { reason: "bounced", until: new Date(now + PAUSE_MS).toISOString() };
};

/**
 * What trouble with an address leads to, in the transaction that notes it: an address that does not exist is spared by every
 * company of the installation, one that complained or that the provider refuses by this one; mail that came back softly three
 * times in 30 days pauses for 30 days. The same trouble again changes nothing.
 */
export const suppressAfter = async (tx: Tx, trouble: Trouble, now = Date.now()): Promise<void> => {
  const { kind, email, detail } = trouble;
  const answer = answerTo(trouble, now);
  if (!answer || email === "forgotten") return;
  if (kind === "bounced") await sql`select app.note_bounce(${email}, ${detail})`.execute(tx);
  const isNew = await suppress(tx, { email, detail, by: "provider", ...answer });
  const target = { kind: "suppression", id: maskAddress(email) };
  if (isNew) await audit(tx, "suppression.add", target, { after: answer });
};
