const KEPT = new Set([
  "content-type",
  "user-agent",
  "idempotency-key",
  "webhook-id",
  "webhook-timestamp",
  "svix-id",
  "svix-timestamp",
  "x-delivery-id",
  "x-request-id",
  "x-timestamp",
  "x-topic",
  "x-event-type",
  "x-github-delivery",
  "x-github-event",
  "x-github-hook-id",
]);
/** A family of harmless headers, minus those that prove or grant something. */
const FAMILY = /^x-shopify-(?!.*(hmac|token|secret|signature))/;

/**
 * The headers of a delivery that are stored and shown to expressions: a list of what is safe, in lower case, at most
 * 1,000 characters each. Credentials, cookies and signatures are not on it.
 */
export const keepHeaders = (headers: Headers): Record<string, string> => {
  const kept: Record<string, string> = {};
  for (const [name, value] of headers)
    if (KEPT.has(name) || FAMILY.test(name)) kept[name] = value.slice(0, 1000);
  return kept;
};
