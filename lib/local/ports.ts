import { createServer } from "node:net";

/** TCP ports on 127.0.0.1 of every part. */
export type Ports = Record<"app" | "supabase" | "postgres" | "mailbox" | "engine", number>;

const DEFAULTS: Ports = {
  app: 3000,
  supabase: 54321,
  postgres: 54322,
  mailbox: 54324,
  engine: 8288,
};

const OFFSETS: (keyof Ports)[] = ["app", "supabase", "postgres", "mailbox", "engine"];

const parse = (name: string, text: string | undefined): number | undefined => {
  if (!text) return undefined;
  const port = Number(text);
  if (Number.isInteger(port) && port > 0 && port < 65_530) return port;
  throw new Error(`${name}=${text} is not a port: use a number between 1 and 65529.`);
};

/**
 * The ports of a stack: the well-known ones, or a block of five from `STEWARD_PORT_BASE` so that several stacks live side
 * by side. `PORT` moves the app alone.
 */
export const choosePorts = (variables: NodeJS.ProcessEnv): Ports => {
  const base = parse("STEWARD_PORT_BASE", variables.STEWARD_PORT_BASE);
  const ports =
    base === undefined
      ? { ...DEFAULTS }
      : (Object.fromEntries(OFFSETS.map((part, i) => [part, base + i])) as Ports);
  return { ...ports, app: parse("PORT", variables.PORT) ?? ports.app };
};

const isFree = (port: number) =>
  new Promise<boolean>((resolve) => {
    const probe = createServer()
      .once("error", () => resolve(false))
      .listen(port, "127.0.0.1", () => probe.close(() => resolve(true)));
  });

/** Throws one sentence that names the first port in use and what to do about it. */
export const requireFree = async (ports: Partial<Ports>): Promise<void> => {
  for (const [part, port] of Object.entries(ports)) {
    if (await isFree(port)) continue;
    const remedy =
      part === "app"
        ? "set PORT to another one"
        : "set STEWARD_PORT_BASE to the first of five free ports";
    throw new Error(`Port ${port} (${part}) is in use: stop what listens there, or ${remedy}.`);
  }
};

/** A free block of five ports for a throw-away stack. */
export const freeBase = async (): Promise<number> => {
  for (;;) {
    const base = 20_000 + Math.floor(Math.random() * 2_000) * 10;
    const free = await Promise.all(OFFSETS.map((_, i) => isFree(base + i)));
    if (free.every(Boolean)) return base;
  }
};
