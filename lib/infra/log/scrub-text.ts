const HIDDEN = "[hidden]";
const LENGTH_MAX = 8192;

/** Secrets by their form: JWTs, keys of ours and of the companies we speak to, credentials in URLs and headers. */
const FORMS = [
  /\beyJ[\w-]{4,}\.[\w-]{4,}(\.[\w-]*)?/g,
  /\b(sk|rk|pk)_(live|test)_\w{6,}/g,
  /\bwhsec_[\w+/=-]{6,}/g,
  /\bstw_\w{6,}/g,
  /\bsb_secret_[\w-]{6,}/g,
  /\bre_\w{12,}/g,
  /\bsignkey-\w+-\w{6,}/g,
  /\b(shpat|shpss|shpca|xox[abprs]|gh[opsu])[_-][\w-]{10,}/g,
];

const URL_CREDENTIALS = /(\b[a-z][a-z0-9+.-]*:\/\/)[^\s/@:]*:[^\s/@]+@/gi;
const AUTHORIZATION = /\b(Bearer|Basic)\s+[\w+/=.~-]{6,}/gi;
const CARD = /(?<![\w-])[2-6](?:[ -]?\d){13,18}(?![\w-])/g;
const IBAN = /(?<![A-Za-z0-9])[A-Z]{2}\d{2}(?: ?[A-Z0-9]){11,30}(?![A-Za-z0-9])/g;

/** ISO/IEC 7812-1 check digit. */
const isCard = (text: string) => {
  const digits = text.replace(/\D/g, "");
  let sum = 0;
  for (let at = 0; at < digits.length; at += 1) {
    const digit = Number(digits[digits.length - 1 - at]);
    const doubled = at % 2 === 1 ? digit * 2 : digit;
    sum += doubled > 9 ? doubled - 9 : doubled;
  }
  return sum % 10 === 0;
};

/** ISO 13616: moved four, letters as numbers, remainder 1 by 97. */
const isIban = (text: string) => {
  const plain = text.replaceAll(" ", "");
  let remainder = 0;
  for (const char of plain.slice(4) + plain.slice(0, 4))
    for (const digit of String(Number.parseInt(char, 36)))
      remainder = (remainder * 10 + Number(digit)) % 97;
  return remainder === 1;
};

/** The longest head of `text` that is an IBAN goes; a word after it may have been taken for a part of it. */
const hideIban = (text: string) => {
  for (let end = text.length; end >= 15; end -= 1)
    if (text.charAt(end - 1) !== " " && isIban(text.slice(0, end))) return HIDDEN + text.slice(end);
  return text;
};

/** What every form above has in it. Nearly all texts have none of it, and are looked at once instead of twelve times. */
const SUSPECT =
  /eyJ|_(?:live|test)_|whsec_|stw_|sb_secret_|re_|signkey-|shp|xox|gh[opsu]|:\/\/|bearer|basic|\d(?:[ -]?\d){13}|[A-Z]{2}\d{2}/i;

/** `text` without secrets, card numbers (Luhn) and IBANs (mod 97), cut at 8 KiB. */
export const scrubText = (text: string): string => {
  if (text.length <= LENGTH_MAX && !SUSPECT.test(text)) return text;
  let clean = text.length > LENGTH_MAX ? `${text.slice(0, LENGTH_MAX)}…` : text;
  for (const form of FORMS) clean = clean.replace(form, HIDDEN);
  return clean
    .replace(URL_CREDENTIALS, `$1${HIDDEN}@`)
    .replace(AUTHORIZATION, `$1 ${HIDDEN}`)
    .replace(CARD, (match) => (isCard(match) ? HIDDEN : match))
    .replace(IBAN, hideIban);
};
