import { AppError } from "../../core/errors.ts";

const SAYINGS: [
  pattern: RegExp,
  sentence: (dataDir: string, port: number, line: string) => string,
][] = [
  [
    /Address already in use|EADDRINUSE/i,
    (_dir, port) =>
      `Port ${port} is in use by another program: stop that program, or choose other ports with STEWARD_PORT_BASE.`,
  ],
  [
    /No space left on device|ENOSPC|Disk quota exceeded/i,
    (dir) => `The disk that holds ${dir} is full: free some space and start again.`,
  ],
  [
    /wrong ownership|Permission denied|EACCES|EPERM|Read-only file system|EROFS/i,
    (dir) =>
      `Postgres may not write to ${dir}: give the directory to the user who starts it, or set STEWARD_DATA_DIR.`,
  ],
  [
    /could not create shared memory|Cannot allocate memory|could not map anonymous shared memory/i,
    () =>
      "There is not enough memory for Postgres (about 200 MB): close other programs and start again.",
  ],
];

const worst = (lines: string[]) =>
  lines.find((line) => /\b(FATAL|PANIC):/.test(line)) ??
  lines.find((line) => /\berror:/i.test(line)) ??
  lines.at(-1) ??
  "no message";

/** Turns what Postgres (or Node) printed into one sentence that says what to do. */
export const explain = (output: string[], dataDir: string, port: number): AppError => {
  const text = output.join("\n");
  for (const [pattern, sentence] of SAYINGS)
    if (pattern.test(text)) return new AppError("unavailable", sentence(dataDir, port, text));
  const reason = worst(output).replace(/^.*?(FATAL|PANIC|error):\s*/i, "");
  return new AppError(
    "unavailable",
    `Postgres cannot use ${dataDir} (${reason.trim().replace(/\.$/, "")}): restore the directory from a backup, or move it away to start empty.`,
  );
};
