import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { choosePorts, freeBase } from "../../lib/local/ports.ts";
import { loadSecrets, type Secrets } from "../../lib/local/secrets.ts";
import { type Stack, type StackOptions, startStack } from "../../lib/local/stack.ts";

export type LiveStack = Stack & { secrets: Secrets; dataDir: string; log: string[] };

/**
 * A whole throw-away stack on free ports: every part is the real one. `stop` also removes its data.
 * The app must have been built (`buildIfNeeded`).
 */
export const startLiveStack = async (options: Partial<StackOptions> = {}): Promise<LiveStack> => {
  const dataDir = mkdtempSync(join(tmpdir(), "steward-stack-"));
  const ports = choosePorts({ NODE_ENV: "test", STEWARD_PORT_BASE: String(await freeBase()) });
  const secrets = loadSecrets(dataDir);
  const log: string[] = [];
  const onLog = (part: string, line: string) => {
    log.push(`${part} ${line}`);
    if (log.length > 20_000) log.splice(0, 10_000);
  };
  const stack = await startStack({
    dataDir,
    ports,
    secrets,
    say: () => {},
    onLog,
    ...options,
  }).catch((error: unknown) => {
    rmSync(dataDir, { recursive: true, force: true });
    throw new Error(`${String(error)}\n${log.slice(-30).join("\n")}`);
  });
  const stop = async () => {
    await stack.stop();
    rmSync(dataDir, { recursive: true, force: true });
  };
  return { ...stack, stop, secrets, dataDir, log };
};
