import { de } from "./words/de";
import { en } from "./words/en";

const WORDS = { en, de };

/** The languages mails are written in. */
export type Locale = keyof typeof WORDS;

/** What mails say in a language; English when none is named. */
export const wordsOf = (locale: Locale = "en"): typeof en => WORDS[locale];
