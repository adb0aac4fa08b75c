import { z } from "zod";
import { route } from "@/lib/api/route";
import { getHook } from "@/lib/domain/inbound/read-hooks";
import { Hook, HookPatch } from "@/lib/domain/inbound/schema";
import { updateHook } from "@/lib/domain/inbound/update-hook";

const params = z.object({ id: z.uuid() });

export const GET = route(
  { summary: "Read a hook", access: "hooks:read", params, output: Hook },
  ({ caller, params }) => getHook(caller, params.id),
);

export const PATCH = route(
  { summary: "Change a hook", access: "hooks:write", params, body: HookPatch, output: Hook },
  ({ caller, params, body }) => updateHook(caller, params.id, body),
);
