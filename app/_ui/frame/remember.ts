const YEAR_S = 31_536_000;

/** Keeps a choice of looks in a cookie, so that the server renders it next time. */
export const remember = (name: "theme" | "rail", value: string) => {
  // biome-ignore lint/suspicious/noDocumentCookie: Safari and Firefox have no cookie store everywhere.
  document.cookie = `${name}=${value}; path=/; max-age=${YEAR_S}; samesite=lax`;
};
