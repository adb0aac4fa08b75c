type Reader = (at: Date) => number;

const readers = new Map<string, Reader>();

const reader = (timeZone: string): Reader => {
  const known = readers.get(timeZone);
  if (known) return known;
  const format = new Intl.DateTimeFormat("en", {
    timeZone,
    calendar: "gregory",
    numberingSystem: "latn",
    hourCycle: "h23",
    year: "numeric",
    month: "numeric",
    day: "numeric",
    hour: "numeric",
    minute: "numeric",
    second: "numeric",
  });
  const read: Reader = (at) => {
    const parts = Object.fromEntries(
      format.formatToParts(at).map((p) => [p.type, Number(p.value)]),
    );
    const { year = 0, month = 1, day, hour, minute, second } = parts;
    const ms = Math.floor(at.getTime() / 1000) * 1000;
    return Date.UTC(year, month - 1, day, hour, minute, second) - ms;
  };
  if (readers.size < 600) readers.set(timeZone, read);
  return read;
};

/** How far a zone's clocks are ahead of UTC at an instant, in milliseconds. */
export const offsetMs = (timeZone: string, at: Date): number => reader(timeZone)(at);

/** What the clocks of a zone show at an instant, written as if it were UTC. */
export const wallClock = (timeZone: string, at: Date): Date =>
  new Date(at.getTime() + offsetMs(timeZone, at));

/** `+02:00` */
export const offsetText = (ms: number): string => {
  const minutes = Math.abs(Math.round(ms / 60_000));
  const two = (n: number) => String(n).padStart(2, "0");
  return `${ms < 0 ? "-" : "+"}${two(Math.floor(minutes / 60))}:${two(minutes % 60)}`;
};

const STEP_MS = 86_400_000;
const STEPS_MAX = 1500;

/** A moment at which a zone's clocks jump; offsets before and from then on. */
export type Shift = { at: Date; before: number; after: number };

/** The first jump of a zone's clocks in (`from`, `to`]; looks at most four years ahead. */
export const nextShift = (timeZone: string, from: Date, to: Date): Shift | undefined => {
  const read = reader(timeZone);
  const before = read(from);
  let low = from.getTime();
  for (let step = 0; step < STEPS_MAX && low < to.getTime(); step++) {
    const high = Math.min(low + STEP_MS, to.getTime());
    if (read(new Date(high)) !== before) return narrow(read, low, high, before);
    low = high;
  }
  return undefined;
};

const narrow = (read: Reader, from: number, to: number, before: number): Shift => {
  let [low, high] = [from, to];
  while (high - low > 1000) {
    const middle = Math.floor((low + high) / 2);
    if (read(new Date(middle)) === before) low = middle;
    else high = middle;
  }
  const at = new Date(Math.floor(high / 1000) * 1000);
  return { at, before, after: read(at) };
};
