import { send } from "@/app/_ui/http/send";
import { refreshBell } from "@/app/_ui/notifications/store";
import type { ReadResult } from "@/lib/domain/notifications/schema";

type Wish = { ids: string[]; read: boolean } | { all: true } | { readAt: string; read: false };

/** Marks notifications and lets the bell ask again. Throws a `Problem`. */
export const mark = async (wish: Wish): Promise<ReadResult> => {
  const result = await send<ReadResult>("POST", "/api/v1/notifications/read", { body: wish });
  refreshBell();
  return result;
};
