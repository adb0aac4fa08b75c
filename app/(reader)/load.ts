import { cache } from "react";
import { AppError } from "@/lib/core/errors";
import { readByLink } from "@/lib/domain/contacts/preferences/by-link";
import type { PreferenceView } from "@/lib/domain/contacts/preferences/schema";

/** What the holder of a link may choose; undefined for what is no link of ours. Changes nothing. */
export const load = cache(async (token: string): Promise<PreferenceView | undefined> => {
  try {
    return await readByLink(token);
  } catch (error) {
    if (error instanceof AppError && error.code === "not_found") return undefined;
    throw error;
  }
});
