import { createServer } from "node:http";
import { Inngest } from "inngest";
import { serve } from "inngest/node";

/**
 * A process with the real SDK and a function of three steps, for measurements. Its first message is its URL; asked
 * anything, it answers with the processor time it has used so far, in milliseconds. Keys come as arguments.
 */
const [baseUrl, eventKey, signingKey] = process.argv.slice(2);
const client = new Inngest({
  id: "sdk",
  isDev: false,
  ...(baseUrl && { baseUrl }),
  ...(eventKey && { eventKey }),
  ...(signingKey && { signingKey }),
  logger: { info() {}, warn() {}, error() {}, debug() {} },
});
const value = "v".repeat(200);
const three = client.createFunction(
  { id: "three", triggers: [{ event: "bench/sdk" }] },
  async ({ step }) => {
    for (const name of ["a", "b", "c"]) await step.run(name, () => value);
    return { done: true };
  },
);
const server = createServer(serve({ client, functions: [three] }));
server.listen(0, "127.0.0.1", () => {
  const address = server.address();
  const port = typeof address === "object" ? address?.port : 0;
  process.send?.({ url: `http://127.0.0.1:${port}/api/inngest` });
});
process.on("message", () => {
  const { user, system } = process.cpuUsage();
  process.send?.({ cpuMs: (user + system) / 1000 });
});
process.on("disconnect", () => process.exit());
