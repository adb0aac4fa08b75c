import { createHash } from "node:crypto";
import { createServer } from "node:http";

/**
 * A process that answers like the SDK at almost no cost: three steps, then the end. Function `park` waits for an
 * event for a day. Prints its URL.
 */
const hash = (text: string) => createHash("sha1").update(text).digest("hex");
const STEPS = ["a", "b", "c"].map((name) => ({ name, id: hash(name) }));
const HEADERS = {
  "content-type": "application/json",
  "x-inngest-sdk": "inngest-js:v4.24.0",
  "x-inngest-req-version": "2",
};
const VALUE = "v".repeat(200);

const fn = (url: string, id: string, extra: object = {}) => ({
  id: `app-${id}`,
  name: id,
  triggers: [{ event: `bench/${id}` }],
  steps: {
    step: {
      id: "step",
      name: "step",
      runtime: { type: "http", url: `${url}?fnId=app-${id}&stepId=step` },
    },
  },
  ...extra,
});

const PARK = [
  {
    op: "WaitForEvent",
    id: hash("w"),
    name: "bench/wake",
    displayName: "w",
    opts: { timeout: "1d", if: "event.data.n == async.data.n" },
  },
];

const answer = (path: string, body: { steps: Record<string, unknown> }): [number, unknown] => {
  if (path.includes("app-park")) return body.steps[hash("w")] ? [200, "woken"] : [206, PARK];
  const next = STEPS.find(({ id }) => !body.steps[id]);
  if (!next) return [200, { done: true }];
  return [
    206,
    [{ op: "StepRun", id: next.id, name: "step", displayName: next.name, opts: {}, data: VALUE }],
  ];
};

const server = createServer((request, response) => {
  const chunks: Buffer[] = [];
  request.on("data", (chunk) => chunks.push(chunk));
  request.on("end", () => {
    const body = JSON.parse(Buffer.concat(chunks).toString());
    const path = request.url ?? "/";
    const url = `http://${request.headers.host}/api/inngest`;
    if (request.method === "PUT") {
      const functions = [fn(url, "three"), fn(url, "park")];
      response
        .writeHead(200, HEADERS)
        .end(JSON.stringify({ url, app_id: "app", sdk: "js:v4", functions }));
      return;
    }
    if (path.includes("app-three") && Object.keys(body.steps).length === 0) {
      process.send?.({
        first: body.event.data.sent,
        at: performance.timeOrigin + performance.now(),
      });
    }
    const [status, value] = answer(path, body);
    response.writeHead(status, HEADERS).end(JSON.stringify(value));
  });
});
server.listen(0, "127.0.0.1", () => {
  const address = server.address();
  process.send?.({
    url: `http://127.0.0.1:${typeof address === "object" ? address?.port : 0}/api/inngest`,
  });
});
process.on("disconnect", () => process.exit());
