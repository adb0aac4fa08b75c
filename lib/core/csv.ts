type Cell = string | number | boolean | null | undefined;

/** What a spreadsheet would take for a formula. */
const FORMULA = /^[=+\-@\t\r]/;

const cell = (value: Cell): string => {
  if (value === null || value === undefined) return "";
  if (typeof value !== "string") return String(value);
  const text = FORMULA.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
};

/** Says UTF-8 to spreadsheets; stands before the first line. */
export const CSV_MARK = "\uFEFF";

/** One line of CSV (RFC 4180) with its end. A text that a spreadsheet would run as a formula gets an apostrophe before it. */
export const csvLine = (values: readonly Cell[]): string => `${values.map(cell).join(",")}\r\n`;
