type Limits = {
  /** So many are under way at once, and so many of one tenant. */
  places: number;
  perTenant: number;
  /** So many of one tenant wait for a place. */
  waiting: number;
  /** Whether others shall go first now: then one at a time goes on, should more be here than there are places. */
  isRush: () => boolean;
  /** Settles when the rush is over or has taken long enough. */
  afterRush: () => Promise<void>;
};

/** `ready` settles when there is a place; `leave` gives the turn back, had or not. */
export type Turn = { ready: Promise<void>; leave: () => void };

/** `lastTurn` counts turns; 0 without one. */
type Tenant = { underWay: number; waiting: (() => void)[]; lastTurn: number };

/** Who waits for a place: first come, first served within a tenant, and tenants in turn. */
export class Line {
  readonly #limits: Limits;
  readonly #tenants = new Map<string, Tenant>();
  #underWay = 0;
  #waiting = 0;
  #turns = 0;
  #isLooking = false;

  constructor(limits: Limits) {
    this.#limits = limits;
  }

  /** A turn, or undefined when too many of the tenant wait. */
  enter(tenantId: string): Turn | undefined {
    const tenant = this.#tenants.get(tenantId) ?? { underWay: 0, waiting: [], lastTurn: 0 };
    if (tenant.waiting.length >= this.#limits.waiting) return undefined;
    this.#tenants.set(tenantId, tenant);
    const { promise: ready, resolve } = Promise.withResolvers<void>();
    tenant.waiting.push(resolve);
    this.#waiting++;
    this.#advance();
    let isHere = true;
    const leave = () => {
      if (isHere) this.#leave(tenantId, tenant, resolve);
      isHere = false;
    };
    return { ready, leave };
  }

  #leave(tenantId: string, tenant: Tenant, resolve: () => void): void {
    const at = tenant.waiting.indexOf(resolve);
    if (at >= 0) {
      tenant.waiting.splice(at, 1);
      this.#waiting--;
    } else {
      tenant.underWay--;
      this.#underWay--;
    }
    if (tenant.underWay + tenant.waiting.length === 0) this.#tenants.delete(tenantId);
    this.#advance();
  }

  #advance(): void {
    while (this.#hasPlace()) {
      const tenant = this.#next();
      if (!tenant) return;
      tenant.lastTurn = ++this.#turns;
      tenant.underWay++;
      this.#underWay++;
      this.#waiting--;
      tenant.waiting.shift()?.();
    }
    if (this.#waiting > 0 && this.#isHeldUp()) this.#lookAgain();
  }

  /** Of the tenants that may have a turn, the one that had none for longest. */
  #next(): Tenant | undefined {
    const { perTenant } = this.#limits;
    let next: Tenant | undefined;
    for (const tenant of this.#tenants.values()) {
      const mayGo = tenant.waiting.length > 0 && tenant.underWay < perTenant;
      if (mayGo && (!next || tenant.lastTurn < next.lastTurn)) next = tenant;
    }
    return next;
  }

  #isHeldUp(): boolean {
    return this.#underWay + this.#waiting > this.#limits.places && this.#limits.isRush();
  }

  #hasPlace(): boolean {
    if (this.#waiting === 0) return false;
    return this.#underWay < (this.#isHeldUp() ? 1 : this.#limits.places);
  }

  #lookAgain(): void {
    if (this.#isLooking) return;
    this.#isLooking = true;
    void this.#limits.afterRush().then(() => {
      this.#isLooking = false;
      this.#advance();
    });
  }
}
