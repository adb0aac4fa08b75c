import { AppError } from "@/lib/core/errors";

/** Throws what a refused slug means; any other error as it is. Slugs are unique among all tenants. */
export const slugTaken = (error: unknown): never => {
  const { code, constraint_name } = error as { code?: string; constraint_name?: string };
  if (code !== "23505" || constraint_name !== "tenants_slug_key") throw error;
  throw new AppError("conflict", "This short name is taken; choose another one.", {
    cause: error,
    issues: [{ path: "slug", code: "taken", message: "This short name is taken." }],
  });
};
