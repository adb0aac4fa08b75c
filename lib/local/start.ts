import {
  accessSync,
  constants,
  existsSync,
  mkdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { join, resolve } from "node:path";
import { buildIfNeeded } from "./build.ts";
import { seedDemo } from "./demo/seed.ts";
import { choosePorts, requireFree } from "./ports.ts";
import { loadSecrets } from "./secrets.ts";
import { type Stack, startStack } from "./stack.ts";

const dev = process.argv[2] === "dev";
const dataDir = resolve(process.env.STEWARD_DATA_DIR || ".steward");
const stackFile = join(dataDir, "stack.json");
const say = (line: string) => process.stdout.write(`${line}\n`);

/** Parts' log lines: warnings and errors are shown, everything is kept in the data directory. */
const keepLog = () => {
  const file = join(dataDir, "steward.log");
  writeFileSync(file, "");
  return (part: string, line: string) => {
    writeFileSync(file, `${part} ${line}\n`, { flag: "a" });
    if (/"level":"?(error|fatal|50|60)"?|unexpectedly/.test(line))
      process.stderr.write(`[${part}] ${line.slice(0, 400)}\n`);
  };
};

const isAlive = (pid: number) => {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
};

/** One stack per data directory; a lock left by a killed stack is taken over. */
const lock = () => {
  try {
    mkdirSync(dataDir, { recursive: true, mode: 0o700 });
    accessSync(dataDir, constants.W_OK);
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new Error(
      `The data directory ${dataDir} cannot be written (${reason}): set STEWARD_DATA_DIR to a folder of yours.`,
    );
  }
  const file = join(dataDir, "lock");
  const owner = existsSync(file) ? Number(readFileSync(file, "utf8")) : 0;
  if (owner && owner !== process.pid && isAlive(owner)) {
    throw new Error(
      `Steward already runs on ${dataDir} (process ${owner}): stop it, or set STEWARD_DATA_DIR to another folder.`,
    );
  }
  writeFileSync(file, String(process.pid), { mode: 0o600 });
  return () => rmSync(file, { force: true });
};

const main = async () => {
  const started = Date.now();
  let unlock = () => {};
  let stack: Stack | undefined;
  let ending = false;
  const end = async (code: number) => {
    if (ending) return;
    ending = true;
    if (stack) {
      say("Stopping …");
      rmSync(stackFile, { force: true });
    }
    await stack?.stop();
    unlock();
    process.exit(code);
  };
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const)
    process.on(signal, () => void end(0));
  process.on("disconnect", () => void end(0));

  try {
    unlock = lock();
    rmSync(stackFile, { force: true });
    const ports = choosePorts(process.env);
    // A Postgres left over from a killed start is dealt with by its own launcher.
    const { postgres: _, ...others } = ports;
    await requireFree(others);
    const secrets = loadSecrets(dataDir);
    const building = dev ? Promise.resolve() : buildIfNeeded(say);
    building.catch(() => {});
    stack = await startStack({
      dataDir,
      ports,
      secrets,
      dev,
      outboundAllow: process.env.STEWARD_OUTBOUND_ALLOW ?? "",
      beforeApp: building,
      say,
      onLog: keepLog(),
    });
    if (ending) return void (await stack.stop());
    const demo = process.env.STEWARD_DEMO === "0" ? undefined : await seedDemo(stack, secrets, say);
    writeFileSync(
      stackFile,
      JSON.stringify(
        {
          appUrl: stack.urls.app,
          supabaseUrl: stack.urls.supabase,
          publishableKey: secrets.publishableKey,
          secretKey: secrets.secretKey,
          databaseUrl: stack.urls.database,
          engineUrl: stack.urls.engine,
          engineToken: secrets.engineToken,
          mailboxUrl: stack.urls.mailbox,
          ...(demo && { demo }),
        },
        null,
        2,
      ),
      { mode: 0o600 },
    );
    say("");
    say(`Steward is ready at ${stack.urls.app} (${((Date.now() - started) / 1000).toFixed(1)} s)`);
    if (demo) say(`Demo login: ${demo.email}  ${demo.password}`);
    say(`Mail arrives at ${stack.urls.mailbox}. Ctrl-C stops everything.`);
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    await end(1);
  }
};

await main();
