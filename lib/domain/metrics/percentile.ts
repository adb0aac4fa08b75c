/** One cell of a log histogram: `n` values whose bucket is ceil(16 · log2(seconds)). */
export type Cell = { bucket: number; n: number };

const PER_OCTAVE = 16;

/** The middle of a bucket on the log scale, in milliseconds; at most 2.2 % away from any value inside. */
export const bucketMs = (bucket: number): number => 1000 * 2 ** ((bucket - 0.5) / PER_OCTAVE);

/** The `share` quantile (0–1) of a histogram in milliseconds, or null when it is empty. Cells may come in any order. */
export const percentile = (cells: readonly Cell[], share: number): number | null => {
  const sorted = [...cells].sort((a, b) => a.bucket - b.bucket);
  const total = sorted.reduce((sum, { n }) => sum + n, 0);
  const rank = Math.max(1, Math.ceil(share * total));
  let seen = 0;
  for (const { bucket, n } of sorted) {
    seen += n;
    if (seen >= rank) return bucketMs(bucket);
  }
  return null;
};
