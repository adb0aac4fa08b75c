import { type Caller, worker } from "@/lib/core/caller";
import { readFrame } from "@/lib/domain/runs/live/frame";
import type { Frame } from "@/lib/domain/runs/live/schema";

type Read = (caller: Caller, runId: string) => Promise<Frame>;

/** How often is looked, in milliseconds: while something moves, while nothing did for a while, and while the run waits. */
const PACE = { moving: 300, quiet: 1000, waiting: 2000 };
const QUIET_AFTER_MS = 5000;

/** One run that somebody in this process follows. It looks once for all of them and keeps only the newest frame. */
class Watch {
  frame: Frame | undefined;
  isAway = false;
  private readonly listeners = new Set<() => void>();
  private timer: NodeJS.Timeout | undefined;
  private movedAt = Date.now();
  private readonly look: () => Promise<Frame>;
  private readonly onIdle: () => void;

  constructor(look: () => Promise<Frame>, onIdle: () => void) {
    this.look = look;
    this.onIdle = onIdle;
  }

  follow(listener: () => void): () => void {
    this.listeners.add(listener);
    if (this.listeners.size === 1) this.schedule(0);
    return () => {
      this.listeners.delete(listener);
      if (this.listeners.size > 0) return;
      clearTimeout(this.timer);
      this.onIdle();
    };
  }

  private schedule(ms: number): void {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => void this.refresh(), ms);
  }

  private pace(): number {
    if (Date.now() - this.movedAt < QUIET_AFTER_MS) return PACE.moving;
    return this.frame?.run.status === "waiting" ? PACE.waiting : PACE.quiet;
  }

  private async refresh(): Promise<void> {
    // Away for a moment: who follows keeps what it has, and the next look tells.
    const frame = await this.look().catch(() => undefined);
    if (this.listeners.size === 0) return;
    if (frame && frame.id !== this.frame?.id) {
      this.frame = frame;
      this.movedAt = Date.now();
      for (const listener of this.listeners) listener();
    }
    if (!this.frame?.run.endedAt) this.schedule(this.pace());
  }
}

/** The runs that are followed in this process, by tenant and run: fifty people cost one statement a look. */
export const createHub = (read: Read = readFrame) => {
  const watches = new Map<string, Watch>();
  return {
    /** Calls `listener` at each change until the returned function is called; `newest` is the frame it tells of. */
    follow(tenantId: string, runId: string, listener: () => void) {
      const key = `${tenantId}:${runId}`;
      const watch =
        watches.get(key) ??
        new Watch(
          () => read(worker("runs-live", tenantId), runId),
          () => watches.delete(key),
        );
      watches.set(key, watch);
      const stop = watch.follow(listener);
      return { newest: () => watch.frame, stop };
    },
    size: () => watches.size,
  };
};

export type Hub = ReturnType<typeof createHub>;
