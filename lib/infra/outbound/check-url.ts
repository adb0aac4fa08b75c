import { AppError } from "@/lib/core/errors";
import { bare, isLiteral, isPublicAddress } from "@/lib/infra/outbound/address";

/** What may be called besides public HTTPS, and what may not although it is public. */
export type OutboundRules = {
  /** `host:port` pairs that pass unchecked and may be plain HTTP. */
  allow: ReadonlySet<string>;
  /** Our own machines' host names. */
  own: ReadonlySet<string>;
  ports: ReadonlySet<number>;
};

/** The allow list inside the comma-separated text of `STEWARD_OUTBOUND_ALLOW`. */
export const parseAllow = (text: string): ReadonlySet<string> =>
  new Set(
    text
      .split(",")
      .map((entry) => entry.trim().toLowerCase())
      .filter(Boolean),
  );

/** The port a URL is called at. */
export const portOf = (url: URL): number =>
  Number(url.port || (url.protocol === "https:" ? 443 : 80));

export const isAllowed = (rules: OutboundRules, hostname: string, port: number): boolean => {
  const host = bare(hostname);
  return rules.allow.has(`${host}:${port}`) || rules.allow.has(`[${host}]:${port}`);
};

const refuse = (message: string) => new AppError("forbidden", message);

const parse = (text: string): URL => {
  const url = URL.parse(text);
  if (!url) throw new AppError("invalid_input", "The URL cannot be read.");
  if (url.protocol !== "https:" && url.protocol !== "http:")
    throw new AppError("invalid_input", `A URL begins with https://, not ${url.protocol}`);
  if (url.username || url.password)
    throw new AppError(
      "invalid_input",
      "A URL must not contain a user name or password; send a header instead.",
    );
  url.hash = "";
  return url;
};

/**
 * The parsed URL if it may be called from here, without its fragment. Throws invalid_input for what is no HTTP URL and
 * forbidden for a destination inside our walls; the message says which rule refused it. Names are resolved and checked
 * later, by the connector.
 */
export const checkUrl = (text: string, rules: OutboundRules): URL => {
  const url = parse(text);
  const port = portOf(url);
  const host = bare(url.hostname);
  if (isAllowed(rules, host, port)) return url;
  if (url.protocol !== "https:")
    throw refuse(`Only https:// is called; ${url.origin} is plain HTTP.`);
  if (!rules.ports.has(port))
    throw refuse(`Port ${port} is not called; use one of ${[...rules.ports].join(", ")}.`);
  if (rules.own.has(host)) throw refuse(`${host} is a machine of this installation.`);
  if (isLiteral(host) ? !isPublicAddress(host) : !host.includes("."))
    throw refuse(`${host} is not a public address.`);
  return url;
};
