import type { ApprovalItem } from "@/lib/domain/approvals/schema";

const ROLE = {
  viewer: "every member",
  member: "members and above",
  admin: "admins and owners",
  owner: "owners",
};

/** Who may decide, in words: "admins and owners, cfo@example.com". */
export const whoDecides = ({
  minRole,
  addresses,
}: Pick<ApprovalItem, "minRole" | "addresses">): string =>
  [...(minRole ? [ROLE[minRole]] : []), ...addresses].join(", ");

/** What happens when nobody decides in time. */
export const OTHERWISE = {
  reject: "it is rejected",
  approve: "it is approved",
  fail: "the run stops with an error",
} as const;
