import ipaddr from "ipaddr.js";

/** `::a.b.c.d` was retired by RFC 4291 §2.5.5.1; some stacks still route it to the embedded IPv4 address. */
const RETIRED: [ipaddr.IPv6, number][] = [
  [ipaddr.IPv6.parse("::"), 96],
  [ipaddr.IPv6.parse("fec0::"), 10],
];

/**
 * Whether an IP address in text form is ordinary public unicast. Everything else is refused: loopback, private,
 * link-local and metadata, carrier-grade NAT, unique-local, 6to4, Teredo, NAT64, multicast, reserved. IPv4 inside
 * IPv6 is judged as IPv4.
 */
export const isPublicAddress = (address: string): boolean => {
  if (!ipaddr.isValid(address)) return false;
  const parsed = ipaddr.process(address);
  if (parsed.range() !== "unicast") return false;
  return (
    parsed.kind() === "ipv4" || !RETIRED.some((block) => (parsed as ipaddr.IPv6).match(...block))
  );
};

/** Whether a URL's hostname is an IP address written out, with or without IPv6 brackets. */
export const isLiteral = (hostname: string): boolean => ipaddr.isValid(bare(hostname));

/** A URL's hostname without IPv6 brackets and without the dot that ends a full name. */
export const bare = (hostname: string): string =>
  hostname.replace(/^\[|\]$/g, "").replace(/\.$/, "");
