import postgres from "postgres";

/** One connection for administration: no pool, no notices, prepared statements off. */
export const connect = (url: string) =>
  postgres(url, { max: 1, onnotice: () => undefined, prepare: false, connect_timeout: 10 });

export type Admin = ReturnType<typeof connect>;

/** The same server and user, another database. */
export const onDatabase = (url: string, name: string) => new URL(`/${name}`, url).href;

/** Runs `work` on a connection of its own and closes it. */
export const using = async <T>(url: string, work: (sql: Admin) => Promise<T>): Promise<T> => {
  const sql = connect(url);
  try {
    return await work(sql);
  } finally {
    await sql.end({ timeout: 5 });
  }
};
