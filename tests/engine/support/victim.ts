import { createEngine } from "../../../lib/local/engine/create.ts";
import { createHttpClient } from "../../../lib/local/engine/driver/http.ts";
import { systemClock } from "../../../lib/local/engine/schedule/clock.ts";
import type { Session } from "../../../lib/local/engine/store/log.ts";
import type { DeathPoint } from "../../faults/engine-points.ts";

/**
 * An engine that kills itself with SIGKILL at one exact place, by what a test puts around its parts; the engine itself
 * knows nothing of it. Arguments: its configuration with `point` (none: it lives on) and `aheadMs`, how far its clock
 * is ahead. Prints `ready` when it serves.
 */
type Config = { point: DeathPoint | null; aheadMs: number } & Record<string, unknown>;

const { point, aheadMs, ...config } = JSON.parse(process.argv[2] ?? "{}") as Config;

const die = (): Promise<never> => {
  process.kill(process.pid, "SIGKILL");
  return new Promise(() => {});
};

const writes = (statement: string, parameters: string[]): boolean =>
  point?.at === "commit" &&
  statement.includes(point.statement) &&
  (point.says === undefined || parameters.some((text) => text.includes(point.says ?? "")));

const around = (session: Session): Session => ({
  run: async (statement, parameters) => {
    if (point?.at !== "commit" || !writes(statement, parameters))
      return session.run(statement, parameters);
    if (point.when === "before") return die();
    const committing = session.run(statement, parameters);
    if (point.when === "during") {
      // The statement is on its way when the next turn of the event loop begins.
      setImmediate(die);
      return committing;
    }
    await committing;
    return die();
  },
});

const http = createHttpClient();
const engine = await createEngine(config as Parameters<typeof createEngine>[0], {
  clock: { ...systemClock, now: () => Date.now() + aheadMs },
  session: around,
  http: {
    close: http.close,
    send: (request) => {
      if (point?.at !== "request" || request.method !== "POST") return http.send(request);
      if (point.when === "before") return die();
      if (point.when === "during") setTimeout(die, 15);
      return point.when === "after" ? http.send(request).then(die) : http.send(request);
    },
  },
  logger: (_level, message) => {
    if (point?.at === "log" && message === point.message) void die();
  },
});
process.stdout.write(`ready ${engine.url}\n`);
process.stdin.on("end", () => process.exit(0)).resume();
