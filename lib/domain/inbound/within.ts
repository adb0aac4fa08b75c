import { AppError } from "@/lib/core/errors";

/**
 * The result of database work, or unavailable after `budgetMs`: a sender shall hear "later" before it gives up by itself. The
 * work is not stopped; what it stores after all, the sender's retry finds as a duplicate.
 */
export const within = async <T>(budgetMs: number, work: Promise<T>): Promise<T> => {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    const fail = () =>
      reject(new AppError("unavailable", "The database is away; try again shortly."));
    timer = setTimeout(fail, budgetMs);
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
};
