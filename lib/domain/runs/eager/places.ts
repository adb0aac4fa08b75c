/** So many runs begin at once in one process, and so many of one tenant; what is more goes to the durable engine. */
type Limits = { places: number; perTenant: number };

/** Counts what is under way. */
export class Places {
  readonly #limits: Limits;
  readonly #byTenant = new Map<string, number>();
  #taken = 0;

  constructor(limits: Limits) {
    this.#limits = limits;
  }

  /** Whether none is free for the tenant. */
  isFull(tenantId: string): boolean {
    const { places, perTenant } = this.#limits;
    return this.#taken >= places || (this.#byTenant.get(tenantId) ?? 0) >= perTenant;
  }

  /** A function that gives the place back, or undefined when none is free for the tenant. */
  take(tenantId: string): (() => void) | undefined {
    if (this.isFull(tenantId)) return undefined;
    this.#taken++;
    this.#byTenant.set(tenantId, (this.#byTenant.get(tenantId) ?? 0) + 1);
    let isTaken = true;
    return () => {
      if (isTaken) this.#giveBack(tenantId);
      isTaken = false;
    };
  }

  #giveBack(tenantId: string): void {
    this.#taken--;
    const own = (this.#byTenant.get(tenantId) ?? 1) - 1;
    if (own === 0) this.#byTenant.delete(tenantId);
    else this.#byTenant.set(tenantId, own);
  }
}
