import { z } from "zod";
import { route } from "@/lib/api/route";
import { NewSecret, ShownSecret } from "@/lib/domain/inbound/schema";
import { addSecret } from "@/lib/domain/inbound/secrets";

/** Without stored answers: the secret is shown once and lies nowhere in the clear. */
export const POST = route(
  {
    summary: "Set or make a hook's signing secret",
    access: "hooks:write",
    params: z.object({ id: z.uuid() }),
    body: NewSecret,
    output: ShownSecret,
    status: 201,
    idempotency: "none",
  },
  ({ caller, params, body }) => addSecret(caller, params.id, body),
);
