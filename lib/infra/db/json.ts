import { sql } from "kysely";

/** A value for a jsonb column. The text cast keeps the driver from encoding it a second time. */
export const json = <T>(value: T) => sql<T>`${JSON.stringify(value)}::text::jsonb`;
