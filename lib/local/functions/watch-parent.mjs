// Loaded into every edge function's process, so that it ends with the gateway even when that is killed.
const gateway = Number(Deno.env.get("STEWARD_GATEWAY_PID"));
const watch = setInterval(() => {
  if (Deno.ppid !== gateway) Deno.exit(0);
}, 1_000);
// Deno waits for what a preloaded module leaves running; an unreferenced timer does not count.
Deno.unrefTimer(watch);
