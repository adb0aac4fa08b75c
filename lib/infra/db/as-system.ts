import type { Kysely } from "kysely";
import { pool } from "@/lib/infra/db/client";
import type { DB } from "@/lib/infra/db/types";

/**
 * The database past the tenant wall. `why` names the reason and is a required argument, so that every use can be read:
 * ingress before a tenant is known, the relay, sweeps that find work, upkeep.
 */
export const asSystem = (_why: string): Kysely<DB> => pool();
