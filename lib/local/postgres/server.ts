import { type ChildProcess, spawn } from "node:child_process";
import { createInterface } from "node:readline";
import type { Binaries } from "./binaries.ts";
import { explain } from "./failure.ts";
import { command, type Runner } from "./runner.ts";
import { settings } from "./settings.ts";

export type Launch = {
  dataDir: string;
  port: number;
  fsync: boolean;
  binaries: Binaries;
  runner: Runner;
  onLog: (line: string) => void;
};

/** A postmaster that accepts connections. */
export type Server = { child: ChildProcess; pid: number; exited: Promise<number | null> };

const KEPT_LINES = 60;

/**
 * Starts a postmaster in its own process group, so that the terminal's Ctrl-C does not reach it, and
 * resolves when it accepts connections. Rejects with one sentence when it ends before that.
 */
export const launch = ({ dataDir, port, fsync, binaries, runner, onLog }: Launch) =>
  new Promise<Server>((resolve, reject) => {
    const postgres = ["-D", dataDir, ...settings(port, fsync)];
    const { file, args, ids } = command(runner, binaries.postgres, postgres);
    const child = spawn(file, args, {
      ...ids,
      detached: true,
      stdio: ["ignore", "ignore", "pipe"],
      env: { ...process.env, LC_ALL: "C", TZ: "UTC" },
    });
    const lines: string[] = [];
    const onExit = () => child.kill("SIGINT");
    process.once("exit", onExit);
    const exited = new Promise<number | null>((ended) => {
      child.once("exit", (code) => {
        process.off("exit", onExit);
        ended(code);
      });
    });
    child.once("error", (error) => {
      process.off("exit", onExit);
      reject(explain([String(error)], dataDir, port));
    });
    // "close" comes after the last line was read, "exit" may come before.
    child.once("close", () => reject(explain(lines, dataDir, port)));
    createInterface({ input: child.stderr }).on("line", (line) => {
      if (lines.push(line) > KEPT_LINES) lines.shift();
      onLog(line);
      if (child.pid && line.includes("database system is ready to accept connections"))
        resolve({ child, pid: child.pid, exited });
    });
  });
