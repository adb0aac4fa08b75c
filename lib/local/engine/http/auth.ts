import { hashKey, sameSecret } from "../driver/signature.ts";
import { type Call, headerOf, Refusal } from "./answer.ts";

const bearer = (call: Call): string =>
  /^Bearer (.+)$/i.exec(headerOf(call.request, "authorization") ?? "")?.[1] ?? "";

/** Lets the SDK in (its hashed signing key) and whoever holds the engine's token. */
export const requireSdk = (call: Call): void => {
  const given = bearer(call);
  if (sameSecret(given, hashKey(call.options.signingKey)) || sameSecret(given, call.options.token))
    return;
  throw new Refusal(
    401,
    "the bearer token is neither the hashed signing key nor the engine's token",
  );
};

/** Lets only the holder of the engine's token in. */
export const requireToken = (call: Call): void => {
  if (!sameSecret(bearer(call), call.options.token))
    throw new Refusal(401, "the bearer token is not the engine's");
};

/** Lets in who knows the event key. */
export const requireEventKey = (call: Call, key: string): void => {
  if (!sameSecret(key, call.options.eventKey)) throw new Refusal(401, "the event key is not known");
};
