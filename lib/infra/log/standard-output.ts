import pino from "pino";

/**
 * Standard output, written to once a turn of the event loop: each write is a system call that costs as much as making the
 * line. A line is out before anything that waits for input or output goes on, and before the process exits by itself.
 */
export const standardOutput = (): pino.DestinationStream => {
  const out = pino.destination({ sync: true });
  let lines = "";
  const flush = () => {
    const text = lines;
    lines = "";
    if (text) out.write(text);
  };
  process.on("exit", flush);
  return {
    write: (line) => {
      if (lines === "") setImmediate(flush);
      lines += line;
    },
  };
};
