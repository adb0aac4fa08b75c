import { RUN_COLUMNS, type RunColumn, USUAL_COLUMNS } from "@/app/_ui/data/run-table";

const EVERY = Object.keys(RUN_COLUMNS) as RunColumn[];

/** The columns an address names, in the table's order; the usual ones when it names none. */
export const readColumns = (text: string | null | undefined): RunColumn[] => {
  if (!text) return USUAL_COLUMNS;
  const named = text.split(",");
  return EVERY.filter((column) => named.includes(column));
};

/** What the address says for a set of columns; null for the usual ones. */
export const writeColumns = (columns: readonly RunColumn[]): string | null => {
  const ordered = EVERY.filter((column) => columns.includes(column)).join(",");
  return ordered === USUAL_COLUMNS.join(",") ? null : ordered || "none";
};
