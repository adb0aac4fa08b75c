import type { RequestContext } from "@/lib/api/door/request-context";
import type { Spec } from "@/lib/api/spec";
import { AppError } from "@/lib/core/errors";
import { may } from "@/lib/domain/tenants/permissions";
import { type Identity, identify } from "@/lib/infra/auth/identify";
import { requestJar } from "@/lib/infra/auth/request-jar";
import { addCorrelation } from "@/lib/infra/log/correlation";

type Entering = { spec: Spec; request: Request; context: RequestContext; reply: Headers };

/** Who is at the door; null on public routes. Throws unauthenticated. */
export const admit = async ({
  spec,
  request,
  context,
  reply,
}: Entering): Promise<Identity | null> => {
  if (spec.access === "public") return null;
  const { requestId, traceparent, ip, userAgent } = context;
  const identity = await identify({
    headers: request.headers,
    jar: requestJar(request, reply),
    origin: { requestId, traceparent, ip, ...(userAgent && { userAgent }) },
  });
  if (!identity) throw new AppError("unauthenticated", "Sign in or send a token.");
  if (identity.caller) addCorrelation({ tenantId: identity.caller.tenantId });
  return identity;
};

/** Lets in who holds the operation's permission. Throws forbidden. */
export const authorize = ({ access }: Spec, identity: Identity | null) => {
  if (access === "public" || !identity) return;
  if (access === "session") {
    if (identity.via !== "key") return;
    throw new AppError("forbidden", "An API key cannot do this; sign in as a person.");
  }
  if (!identity.caller) throw new AppError("forbidden", "You belong to no company yet.");
  if (may(identity.caller, access)) return;
  throw new AppError("forbidden", `This needs the permission ${access}.`);
};
