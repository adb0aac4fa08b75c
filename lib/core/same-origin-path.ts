/** Longer ones are no page of ours, and forms do not carry them. */
const MAX = 2000;

/** `next` if it is a path on this site, else "/". Anything a browser could read as another origin is refused. */
export const sameOriginPath = (next: string | null | undefined): string => {
  if (!next?.startsWith("/") || next.length > MAX || /[\\\s]/.test(next)) return "/";
  const base = "http://same.invalid";
  const url = URL.parse(next, base);
  // Dots fold away while parsing: "/.//host" becomes "//host", which names another origin.
  if (url?.origin !== base || url.pathname.startsWith("//")) return "/";
  return `${url.pathname}${url.search}${url.hash}`;
};

/** A page with the path to come back to as its `next`; plain when that is the start page or none of ours. */
export const withNext = <P extends string>(
  page: P,
  next: string | null | undefined,
): P | `${P}?next=${string}` => {
  const path = sameOriginPath(next);
  return path === "/" ? page : `${page}?next=${encodeURIComponent(path)}`;
};
