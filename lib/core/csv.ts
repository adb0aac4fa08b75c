/** What a cell of CSV may hold. */
export type Cell = string | number | boolean | null | undefined;

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

/** The first of comma, semicolon and tab that separates the names of a file; comma when there is only one name. */
const separatorOf = (text: string): string => {
  let quoted = false;
  for (const char of text) {
    if (char === '"') quoted = !quoted;
    else if (!quoted && (char === "," || char === ";" || char === "\t")) return char;
    else if (!quoted && (char === "\n" || char === "\r")) break;
  }
  return ",";
};

/** A row of a CSV text; `line` is where it begins, counted from 1. */
export type CsvRow = { line: number; cells: string[] };

/**
 * The rows of a CSV text (RFC 4180; also semicolons and tabs, any line ends, a byte order mark), empty lines left out, at most
 * `max` of them. Quotes that are never closed end with the text.
 */
export const parseCsv = (source: string, max: number): CsvRow[] => {
  const text = source.startsWith(CSV_MARK) ? source.slice(1) : source;
  const separator = separatorOf(text);
  const rows: CsvRow[] = [];
  let [cells, value, quoted, line, begins]: [string[], string, boolean, number, number] = [
    [],
    "",
    false,
    1,
    1,
  ];
  const endRow = () => {
    if (cells.length > 0 || value.trim() !== "")
      rows.push({ line: begins, cells: [...cells, value] });
    [cells, value, begins] = [[], "", line];
  };
  for (let at = 0; at < text.length && rows.length < max; at += 1) {
    const char = text[at] ?? "";
    const isEnd = char === "\n" || (char === "\r" && text[at + 1] !== "\n");
    if (isEnd) line += 1;
    if (quoted) {
      if (char !== '"') value += char;
      else if (text[at + 1] === '"') {
        value += '"';
        at += 1;
      } else quoted = false;
    } else if (char === '"' && value.trim() === "") [quoted, value] = [true, ""];
    else if (char === separator) {
      cells.push(value);
      value = "";
    } else if (isEnd) endRow();
    else if (char !== "\r") value += char;
  }
  if (rows.length < max) endRow();
  return rows;
};
