/** One element of a heap; `dead` marks it removed, so removal costs nothing until it surfaces. */
export type Entry<T> = {
  readonly key: number;
  readonly order: number;
  readonly value: T;
  dead: boolean;
};

const before = <T>(a: Entry<T>, b: Entry<T>): boolean =>
  a.key < b.key || (a.key === b.key && a.order < b.order);

/** A binary min-heap. Equal keys leave in the order they came; removal is lazy. */
export class Heap<T> {
  #items: Entry<T>[] = [];
  #order = 0;
  #dead = 0;

  /** How many live elements there are. */
  get size(): number {
    return this.#items.length - this.#dead;
  }

  push(key: number, value: T): Entry<T> {
    const entry = { key, order: this.#order++, value, dead: false };
    this.#items.push(entry);
    this.#up(this.#items.length - 1);
    return entry;
  }

  remove(entry: Entry<T>): void {
    if (entry.dead) return;
    entry.dead = true;
    this.#dead++;
    if (this.#dead > 64 && this.#dead * 2 > this.#items.length) this.#compact();
  }

  peek(): Entry<T> | undefined {
    for (let head = this.#items[0]; head; head = this.#items[0]) {
      if (!head.dead) return head;
      this.#shift();
      this.#dead--;
    }
    return undefined;
  }

  pop(): T | undefined {
    const head = this.peek();
    if (!head) return undefined;
    this.#shift();
    head.dead = true;
    return head.value;
  }

  #compact(): void {
    this.#items = this.#items.filter((entry) => !entry.dead);
    this.#dead = 0;
    for (let i = (this.#items.length >> 1) - 1; i >= 0; i--) this.#down(i);
  }

  #shift(): void {
    const last = this.#items.pop();
    if (!last || this.#items.length === 0) return;
    this.#items[0] = last;
    this.#down(0);
  }

  #up(start: number): void {
    const items = this.#items;
    let i = start;
    const item = items[i];
    if (!item) return;
    while (i > 0) {
      const p = (i - 1) >> 1;
      const parent = items[p];
      if (!parent || !before(item, parent)) break;
      items[i] = parent;
      i = p;
    }
    items[i] = item;
  }

  #down(start: number): void {
    const items = this.#items;
    let i = start;
    const item = items[i];
    if (!item) return;
    for (;;) {
      let c = 2 * i + 1;
      let child = items[c];
      const right = items[c + 1];
      if (child && right && before(right, child)) {
        child = right;
        c += 1;
      }
      if (!child || !before(child, item)) break;
      items[i] = child;
      i = c;
    }
    items[i] = item;
  }
}
