export type Theme = "system" | "light" | "dark";

export const THEME_COOKIE = "theme";

/** The theme a cookie asks for; anything unknown means the system's. The server writes it into the first byte of HTML, so nothing flashes and no script is needed. */
export const readTheme = (cookie: string | undefined): Theme =>
  cookie === "light" || cookie === "dark" ? cookie : "system";
