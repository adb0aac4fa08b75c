import type { ReactNode } from "react";
import * as Email from "react-email";
import { type Brand, STEWARD } from "./_brand";
import { styles } from "./_styles";
import { type Locale, wordsOf } from "./_words";

type Inside = { children: ReactNode };
type Target = Inside & { href: string; brand?: Brand | undefined };

/** The one heading of a mail. */
export const Heading = ({ children }: Inside) => (
  <Email.Heading as="h1" className="text" style={styles.heading}>
    {children}
  </Email.Heading>
);

export const Text = ({ children }: Inside) => (
  <Email.Text className="text" style={styles.text}>
    {children}
  </Email.Text>
);

/** An aside: smaller and quieter than the message itself. */
export const Note = ({ children }: Inside) => (
  <Email.Text className="muted" style={styles.note}>
    {children}
  </Email.Text>
);

export const TextLink = ({ href, brand = STEWARD, children }: Target) => (
  <Email.Link href={href} className="link" style={{ ...styles.link, color: brand.accent }}>
    {children}
  </Email.Link>
);

/** The one action of a mail. */
export const Button = ({ href, brand = STEWARD, children }: Target) => (
  <Email.Section style={{ margin: "8px 0 24px" }}>
    <Email.Button
      href={href}
      className="button"
      style={{ ...styles.button, backgroundColor: brand.accent, color: brand.onAccent }}
    >
      {children}
    </Email.Button>
  </Email.Section>
);

type Address = Omit<Target, "children"> & { locale?: Locale | undefined };

/** The address of an action, for clients that swallow buttons. The text part names it already. */
export const Fallback = ({ href, brand, locale }: Address) => (
  <div data-skip-in-text={true}>
    <Note>
      {wordsOf(locale).fallback}{" "}
      <TextLink href={href} brand={brand}>
        {href}
      </TextLink>
    </Note>
  </div>
);
