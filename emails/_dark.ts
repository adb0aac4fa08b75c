import { type Brand, PALETTE } from "./_brand";

/** Rules for dark inboxes, by class. They outrank the inline colours that all other clients read. */
export const darkSheet = ({ accentDark, onAccentDark }: Brand) => {
  const dark = PALETTE.dark;
  const rules = {
    // React Email puts the body's style on an inner cell, which only its `dir` tells apart.
    ".page, td[dir]": `background-color: ${dark.page} !important`,
    ".card": `background-color: ${dark.card} !important; border-color: ${dark.line} !important`,
    ".text": `color: ${dark.text} !important`,
    ".muted": `color: ${dark.muted} !important`,
    ".line": `border-color: ${dark.line} !important`,
    ".danger": `color: ${dark.danger} !important`,
    ".code": `background-color: ${dark.page} !important; color: ${dark.text} !important`,
    ".link": `color: ${accentDark} !important`,
    ".button": `background-color: ${accentDark} !important; color: ${onAccentDark} !important`,
  };
  const sheet = Object.entries(rules).map(([name, css]) => `${name} { ${css}; }`);
  return `:root { color-scheme: light dark; supported-color-schemes: light dark; }
@media (prefers-color-scheme: dark) {\n${sheet.join("\n")}\n}
@media (max-width: 480px) { .inside { padding: 24px 20px 8px !important; } }`;
};
