import type { Caller } from "@/lib/core/caller";
import { audit } from "@/lib/domain/audit/record";
import { requirePublishable } from "@/lib/domain/sequences/assess";
import { goLive } from "@/lib/domain/sequences/documents/go-live";
import { lockSequence } from "@/lib/domain/sequences/documents/save";
import { senderProblems } from "@/lib/domain/sequences/documents/sender-problems";
import type { SequencePublished } from "@/lib/domain/sequences/schema";
import { asTenant } from "@/lib/infra/db/as-tenant";
import { readSender } from "@/lib/infra/email/brand";

/** Who acts, as records name it. */
export const actorOf = (caller: Caller): string =>
  caller.kind === "user"
    ? caller.userId
    : caller.kind === "key"
      ? `key ${caller.keyId}`
      : caller.worker;

/**
 * Publishes the draft: people who enter from now on get it, people inside finish the version they began. Throws not_found,
 * conflict, and invalid_input with every problem; `no_postal_address` is one of marketing without the sender's address.
 */
export const publishSequence = (caller: Caller, id: string): Promise<SequencePublished> =>
  asTenant(caller, async (tx) => {
    const { draft } = await lockSequence(tx, id);
    const sender = await readSender(tx);
    const others = senderProblems(draft.category, sender);
    const definition = requirePublishable(draft, { others, house: sender.isHouse });
    const version = await goLive(tx, id, definition, actorOf(caller));
    await audit(tx, "sequence.publish", { kind: "sequence", id }, { after: { version } });
    return { id, version };
  });
