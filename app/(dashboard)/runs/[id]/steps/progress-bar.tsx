type Props = { label: string; done: number; failed: number; total: number };

/** How many of a number of things are done, and how many of them failed. */
export const ProgressBar = ({ label, done, failed, total }: Props) => {
  const share = (n: number) => (total > 0 ? `${(n / total) * 100}%` : "0%");
  return (
    <div
      role="progressbar"
      aria-label={label}
      aria-valuenow={done}
      aria-valuemin={0}
      aria-valuemax={total}
      className="flex h-2 overflow-hidden rounded-full bg-pressed"
    >
      <span className="bg-succeeded-fill" style={{ width: share(done - failed) }} />
      <span className="bg-failed-fill" style={{ width: share(failed) }} />
    </div>
  );
};
