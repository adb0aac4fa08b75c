import { AppError } from "@/lib/core/errors";

/**
 * The page of a list that `query.cursor` leads to; the first page when the cursor is none of ours, as in an address that
 * was cut or typed by hand. Throws what `list` throws for any other reason.
 */
export const pageOrFirst = async <Q extends { cursor?: string | undefined }, P>(
  query: Q,
  list: (query: Q) => Promise<P>,
): Promise<P> => {
  try {
    return await list(query);
  } catch (error) {
    const isLost = error instanceof AppError && error.code === "invalid_input";
    if (query.cursor === undefined || !isLost) throw error;
    return list({ ...query, cursor: undefined });
  }
};
