import { type Cell, CSV_MARK, csvLine } from "@/lib/core/csv";

/** More would be no file for people; the API's list has all of them. */
const EXPORT_MAX = 50_000;

const PAGE = 500;

/** The columns of a CSV file: each name with what stands in it. */
export type Columns<T> = readonly (readonly [name: string, of: (row: T) => Cell])[];

type At = { limit: number; cursor?: string };
type List<T> = (at: At) => Promise<{ data: T[]; nextCursor: string | null }>;

async function* pages<T>(list: List<T>) {
  let cursor: string | undefined;
  for (let left = EXPORT_MAX; left > 0; ) {
    const page = await list({
      limit: Math.min(PAGE, left),
      ...(cursor !== undefined && { cursor }),
    });
    yield page.data;
    if (page.nextCursor === null) return;
    left -= page.data.length;
    cursor = page.nextCursor;
  }
}

/**
 * A list as the text of a file, a page at a time: CSV with a head line (UTF-8 with a mark), or one JSON array of what the
 * list shows. At most 50,000 rows. Each page is a statement of its own, so what changes meanwhile may do so between them.
 */
export async function* exportPieces<T>(
  format: "csv" | "json",
  columns: Columns<T>,
  list: List<T>,
): AsyncGenerator<string> {
  if (format === "csv") {
    yield CSV_MARK + csvLine(columns.map(([name]) => name));
    for await (const rows of pages(list))
      yield rows.map((row) => csvLine(columns.map(([, of]) => of(row)))).join("");
    return;
  }
  let before = "[\n";
  for await (const rows of pages(list)) {
    // What is rare is looked for piece by piece, so a page may be empty before the last one.
    if (rows.length === 0) continue;
    yield before + rows.map((row) => JSON.stringify(row)).join(",\n");
    before = ",\n";
  }
  yield before === "[\n" ? "[]\n" : "\n]\n";
}
