import { parseCsv } from "@/lib/core/csv";
import { AppError } from "@/lib/core/errors";
import { type ContactImport, NewContact, OWN_COLUMN, ROWS_MAX } from "@/lib/domain/contacts/schema";
import type { Given, Refused } from "@/lib/domain/contacts/store";

/** Columns with a meaning of their own, by the names people give them. */
const KNOWN: Record<string, keyof NewContact> = {
  email: "email",
  e_mail: "email",
  mail: "email",
  name: "name",
  full_name: "name",
  locale: "locale",
  language: "locale",
  time_zone: "timeZone",
  timezone: "timeZone",
  user_id: "userId",
  userid: "userId",
};

const columnName = (text: string) =>
  text
    .trim()
    .replace(/[^A-Za-z0-9]+/g, "_")
    .replace(/^_+|_+$/g, "");

const refuse = (message: string): never => {
  throw new AppError("invalid_input", message, {
    issues: [{ path: "csv", code: "invalid_csv", message }],
  });
};

type Column = { field: keyof NewContact } | { property: string } | { passed: string };

const readColumns = (names: readonly string[]): Column[] => {
  const columns = names.map((name): Column => {
    const plain = columnName(name);
    const field = KNOWN[plain.toLowerCase()];
    if (field) return { field };
    return plain.startsWith(OWN_COLUMN) ? { passed: plain } : { property: plain };
  });
  const keys = columns.map((column) => Object.values(column)[0] as string);
  if (!keys.includes("email")) refuse('The first line names the columns; one of them is "email".');
  const double = keys.find((key, index) => keys.indexOf(key) !== index);
  if (double) refuse(`Two columns are called "${double}".`);
  return columns;
};

const rowOf = (columns: Column[], cells: readonly string[]): Record<string, unknown> => {
  const row: Record<string, unknown> = {};
  const properties: Record<string, string> = {};
  for (const [index, column] of columns.entries()) {
    const text = cells[index]?.trim() ?? "";
    if (text === "" || "passed" in column) continue;
    if ("property" in column) properties[column.property] = text;
    else row[column.field] = column.field === "locale" ? text.toLowerCase().slice(0, 2) : text;
  }
  return Object.keys(properties).length > 0 ? { ...row, properties } : row;
};

const whatIsWrong = (issues: readonly { path: PropertyKey[]; message: string }[]): string =>
  issues.map(({ path, message }) => `${path.join(".") || "line"}: ${message}`).join(" ");

/** The contacts of a CSV text, and the lines that are none, with the reason. Throws invalid_input when it is no such table. */
export const readContactCsv = ({
  csv,
  consent,
}: ContactImport): { contacts: Given[]; refused: Refused[] } => {
  const [names, ...rows] = parseCsv(csv, ROWS_MAX + 2);
  if (!names) return refuse("The file is empty.");
  if (rows.length > ROWS_MAX)
    refuse(`At most ${ROWS_MAX} lines are taken at a time; split the file.`);
  const columns = readColumns(names.cells);
  const contacts: Given[] = [];
  const refused: Refused[] = [];
  const seen = { email: new Map<string, number>(), userId: new Map<string, number>() };
  for (const { line, cells } of rows) {
    const parsed = NewContact.safeParse(rowOf(columns, cells));
    if (!parsed.success) {
      refused.push({ line, message: whatIsWrong(parsed.error.issues) });
      continue;
    }
    const { email, userId = "" } = parsed.data;
    const twin = seen.email.get(email) ?? (userId ? seen.userId.get(userId) : undefined);
    if (twin !== undefined) {
      refused.push({ line, message: `The same person stands in line ${twin}.` });
      continue;
    }
    seen.email.set(email, line);
    if (userId) seen.userId.set(userId, line);
    contacts.push({ ...parsed.data, ...(consent && { consent }), line });
  }
  return { contacts, refused };
};
