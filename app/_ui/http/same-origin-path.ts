/** `next` if it is a path on this site, else "/". Anything a browser could read as another origin is refused. */
export const sameOriginPath = (next: string | null | undefined): string => {
  if (!next?.startsWith("/") || /[\\\s]/.test(next)) return "/";
  const base = "http://same.invalid";
  const url = URL.parse(next, base);
  return url?.origin === base ? `${url.pathname}${url.search}${url.hash}` : "/";
};
