/**
 * The generic cell rate algorithm: `limit` events per `periodMs`, evenly spaced, with `burst` extra at once.
 * `tatMs` is the stored theoretical arrival time (0 for none). Says when the event may pass and the next `tatMs`.
 */
export const gcra = (
  tatMs: number,
  nowMs: number,
  { limit, periodMs, burst }: { limit: number; periodMs: number; burst: number },
): { atMs: number; tatMs: number } => {
  const interval = periodMs / limit;
  const tat = Math.max(tatMs, nowMs);
  const atMs = Math.max(nowMs, tat - interval * burst);
  return { atMs, tatMs: Math.max(tat, atMs) + interval };
};
