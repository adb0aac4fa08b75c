import type { Issue } from "@/lib/core/errors";
import { MARKETING } from "@/lib/domain/sequences/enrolments/read-due";
import type { Sender } from "@/lib/infra/email/brand";

/**
 * What keeps a document of this category from being published because of who sends it: marketing names the sender's postal
 * address (CAN-SPAM, 15 U.S.C. 7704(a)(5)). A house has that of the installation.
 */
export const senderProblems = (category: unknown, { address }: Pick<Sender, "address">): Issue[] =>
  address === "" && MARKETING.some((one) => one === category)
    ? [
        {
          path: "brand.address",
          code: "no_postal_address",
          message:
            "Marketing mails name your postal address, and there is none yet. Add it under Settings, Mail.",
        },
      ]
    : [];
