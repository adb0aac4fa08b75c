import {
  CompiledQuery,
  type DatabaseConnection,
  type Dialect,
  type Driver,
  PostgresAdapter,
  PostgresIntrospector,
  PostgresQueryCompiler,
  type QueryResult,
} from "kysely";
import postgres from "postgres";

type Client = postgres.Sql;

/** One postgres.js client with one connection; `lost` once that connection closed, whoever closed it. */
class Lease implements DatabaseConnection {
  readonly client: Client;
  lost: Error | undefined;
  private used = false;

  constructor(url: string, options: postgres.Options<Record<string, postgres.PostgresType>>) {
    this.client = postgres(url, {
      ...options,
      max: 1,
      onclose: () => {
        this.lost ??= Object.assign(new Error("Postgres closed the connection"), {
          code: "CONNECTION_CLOSED",
        });
      },
    });
  }

  async executeQuery<R>({ sql, parameters }: CompiledQuery): Promise<QueryResult<R>> {
    // What belongs to a transaction must not go on in another session, which has neither its role nor its claims.
    if (this.lost && this.used) throw this.lost;
    this.used = true;
    try {
      const result = await this.client.unsafe(sql, parameters as never[], { prepare: true });
      const rows = Array.from(result) as R[];
      const changes = ["INSERT", "UPDATE", "DELETE", "MERGE"].includes(result.command);
      return changes ? { numAffectedRows: BigInt(result.count), rows } : { rows };
    } catch (error) {
      if (!(error instanceof postgres.PostgresError)) this.lost ??= error as Error;
      throw error;
    }
  }

  async *streamQuery(): AsyncIterableIterator<never> {
    yield* [];
    throw new Error("lite streams nothing");
  }
}

/**
 * Kysely's driver over postgres.js, at most `max` connections, each leased to one caller at a time. A client whose
 * connection closed is thrown away: postgres.js writes to the closed socket of a reserved connection, which ends the
 * process, and keeps what it had not sent, which hangs the next connection.
 */
class LeaseDriver implements Driver {
  private readonly idle: Lease[] = [];
  private readonly waiting: ((lease: Lease) => void)[] = [];
  private readonly all = new Set<Lease>();
  private readonly open: () => Lease;
  private readonly max: number;

  constructor(open: () => Lease, max: number) {
    this.open = open;
    this.max = max;
  }

  async init() {}

  private add(): Lease {
    const lease = this.open();
    this.all.add(lease);
    return lease;
  }

  private discard(lease: Lease): void {
    this.all.delete(lease);
    lease.client.end({ timeout: 0 }).catch(() => undefined);
  }

  async acquireConnection(): Promise<Lease> {
    for (let lease = this.idle.pop(); lease; lease = this.idle.pop()) {
      if (!lease.lost) return lease;
      this.discard(lease);
    }
    if (this.all.size < this.max) return this.add();
    return new Promise((resolve) => this.waiting.push(resolve));
  }

  async releaseConnection(lease: Lease): Promise<void> {
    if (lease.lost) this.discard(lease);
    const next = this.waiting.shift();
    if (next) return next(lease.lost ? this.add() : lease);
    if (!lease.lost) this.idle.push(lease);
  }

  beginTransaction = async (lease: Lease) => {
    await lease.executeQuery(CompiledQuery.raw("begin"));
  };
  commitTransaction = async (lease: Lease) => {
    await lease.executeQuery(CompiledQuery.raw("commit"));
  };
  rollbackTransaction = async (lease: Lease) => {
    if (!lease.lost) await lease.executeQuery(CompiledQuery.raw("rollback"));
  };

  async destroy(): Promise<void> {
    await Promise.all([...this.all].map(({ client }) => client.end({ timeout: 1 })));
  }
}

/** Kysely's dialect on leased postgres.js clients; `options` as postgres.js takes them. */
export const leaseDialect = (
  url: string,
  options: postgres.Options<Record<string, postgres.PostgresType>>,
  max: number,
): Dialect => ({
  createAdapter: () => new PostgresAdapter(),
  createDriver: () => new LeaseDriver(() => new Lease(url, options), max) as unknown as Driver,
  createIntrospector: (db) => new PostgresIntrospector(db),
  createQueryCompiler: () => new PostgresQueryCompiler(),
});
