import type { Locale } from "./_words";

/** Whose mail it is. Colours are hex; `accent` carries `onAccent` text, the dark pair is for dark inboxes. */
export type Brand = {
  name: string;
  /** Stands at the head of the mail instead of the name. */
  logo?: string | undefined;
  accent: `#${string}`;
  onAccent: `#${string}`;
  accentDark: `#${string}`;
  onAccentDark: `#${string}`;
};

export const STEWARD: Brand = {
  name: "Steward",
  accent: "#0b6470",
  onAccent: "#ffffff",
  accentDark: "#6fcbd4",
  onAccentDark: "#0d1a1c",
};

/** The surfaces and inks of every mail, the same as the product's. */
export const PALETTE = {
  light: {
    page: "#f5f6f7",
    card: "#ffffff",
    text: "#1b1f23",
    muted: "#59636e",
    line: "#e2e5e9",
    danger: "#b42318",
  },
  dark: {
    page: "#111417",
    card: "#191d21",
    text: "#eceef0",
    muted: "#a3abb3",
    line: "#2e343a",
    danger: "#ff9d91",
  },
} as const;

export const SANS = "Geist, -apple-system, 'Segoe UI', Roboto, Helvetica, Arial, sans-serif";
export const MONO = "'Geist Mono', ui-monospace, Menlo, Consolas, monospace";

/**
 * What any mail may be given. Lifecycle mail needs the sender's postal address and a link to unsubscribe by
 * law; transactional mail has no such link.
 */
export type Frame = {
  brand?: Brand | undefined;
  /** Language of our own words; English when left out. */
  locale?: Locale | undefined;
  address?: string | undefined;
  unsubscribeUrl?: string | undefined;
  preferencesUrl?: string | undefined;
};
