import { notFound } from "next/navigation";
import { z } from "zod";
import { AppError } from "@/lib/core/errors";

/** Reads one thing by the id of the address; an id that is none, or names nothing here, shows the not-found page. */
export const orNotFound = async <T>(id: string, read: (id: string) => Promise<T>): Promise<T> => {
  const known = z.uuid().safeParse(id);
  if (!known.success) notFound();
  try {
    return await read(known.data);
  } catch (error) {
    if (error instanceof AppError && error.code === "not_found") notFound();
    throw error;
  }
};
