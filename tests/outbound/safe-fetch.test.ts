import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { type AddressInfo, connect, createServer as createTcpServer } from "node:net";
import { brotliCompressSync, gzipSync } from "node:zlib";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { AppError } from "@/lib/core/errors";
import type { Resolve } from "@/lib/infra/outbound/connector";
import { createSafeFetch, type SafeRequest } from "@/lib/infra/outbound/safe-fetch";
import { HOSTILE_NAMES, hostileUrls } from "@/tests/outbound/hostile-urls";
import { vendors } from "@/tests/support/vendors";

type Answer = (request: IncomingMessage, response: ServerResponse) => void;

let hits = 0;
let connections = 0;
let answer: Answer = (_request, response) => response.end("hello");
const seen: IncomingMessage[] = [];

/** What must never be reached: it counts every connection, spoken to or not. */
const canary = createTcpServer((socket) => {
  hits += 1;
  socket.on("error", () => {}).end("HTTP/1.1 200 OK\r\ncontent-length: 6\r\n\r\ncanary");
});
const server = createServer((request, response) => {
  seen.push(request);
  answer(request, response);
});
server.on("connection", () => {
  connections += 1;
});

let canaryPort = 0;
let friend = "";

const resolve: Resolve = (name, done) => {
  const addresses = HOSTILE_NAMES[name] ?? [];
  done(
    null,
    addresses.map((address) => ({ address, family: address.includes(":") ? 6 : 4 })),
  );
};

const listen = (one: {
  listen: (port: number, host: string, done: () => void) => unknown;
  address: () => unknown;
}) =>
  new Promise<number>((done) =>
    one.listen(0, "127.0.0.1", () => done((one.address() as AddressInfo).port)),
  );

const rules = (allow: string[] = []) => ({
  allow: new Set(allow),
  own: new Set(["app.steward.test", "db.steward.test"]),
  ports: new Set([443, 8443, canaryPort]),
});

beforeAll(async () => {
  // MSW answers before a socket is opened; the guard under test lives in the socket's opening.
  vendors.close();
  canaryPort = await listen(canary);
  friend = `127.0.0.1:${await listen(server)}`;
});
beforeEach(() => {
  hits = 0;
  seen.length = 0;
  answer = (_request, response) => response.end("hello");
});
afterAll(() => {
  canary.close();
  server.closeAllConnections();
  server.close();
  // The set-up of every file closes it again.
  vendors.listen({ onUnhandledFrame: "error" });
});

const fails = async (work: Promise<unknown>): Promise<AppError> => {
  const error = await work.then(
    (value) => expect.fail(`answered ${JSON.stringify(value)}`),
    (thrown: unknown) => thrown,
  );
  expect(error).toBeInstanceOf(AppError);
  return error as AppError;
};

const ask = (path = "/", given: SafeRequest = {}) =>
  createSafeFetch({ rules: rules([friend]), resolve })(`http://${friend}${path}`, given);

test("more than two hundred hostile URLs reach nothing, and each is told why", async () => {
  const urls = hostileUrls(canaryPort);
  expect(new Set(urls).size).toBeGreaterThanOrEqual(200);
  const get = createSafeFetch({ rules: rules(), resolve });
  for (const url of urls) {
    const error = await fails(get(url, { timeoutMs: 2000 }));
    expect(["forbidden", "invalid_input", "unavailable"], `${url}: ${error.message}`).toContain(
      error.code,
    );
    expect(error.message).toMatch(/^.{10,200}\.?$/s);
  }
  expect(hits).toBe(0);
});

test("names that lead inside are forbidden, whatever else they lead to", async () => {
  const get = createSafeFetch({ rules: rules(), resolve });
  for (const [name, addresses] of Object.entries(HOSTILE_NAMES)) {
    const error = await fails(get(`https://${name}:${canaryPort}/`));
    if (addresses.length > 0)
      expect(error, name).toMatchObject({
        code: "forbidden",
        message: expect.stringContaining(name),
      });
  }
  expect(hits).toBe(0);
});

test("a name that changes its address between two looks is judged at the one that is dialled", async () => {
  let looks = 0;
  const rebinding: Resolve = (_name, done) => {
    looks += 1;
    done(null, [{ address: looks % 2 === 1 ? "93.184.216.34" : "127.0.0.1", family: 4 }]);
  };
  const get = createSafeFetch({ rules: rules(), resolve: rebinding, connectTimeoutMs: 300 });
  const calls = Array.from({ length: 20 }, () =>
    fails(get(`https://rebind.test:${canaryPort}/`, { timeoutMs: 600 })),
  );
  const errors = await Promise.all(calls);
  expect(looks).toBeGreaterThanOrEqual(20);
  expect(hits).toBe(0);
  expect(errors.some(({ code }) => code === "forbidden")).toBe(true);
});

test("a socket that ends at a private address is closed before anything is written", async () => {
  const lands = createTcpServer();
  let written = 0;
  lands.on("connection", (socket) =>
    socket.on("error", () => {}).on("data", (data) => (written += data.length)),
  );
  const port = await listen(lands);
  const get = createSafeFetch({
    rules: rules(),
    resolve,
    dial: (_options, done) => {
      const socket = connect(port, "127.0.0.1", () => done(null, socket));
    },
  });
  const error = await fails(get("https://example.com/"));
  lands.close();
  expect(error).toMatchObject({
    code: "forbidden",
    message: expect.stringContaining("example.com"),
  });
  expect(written).toBe(0);
});

test("a redirect inside is not followed, in any spelling", async () => {
  const targets = [
    `http://127.0.0.1:${canaryPort}/`,
    `https://localhost:${canaryPort}/`,
    `//127.0.0.1:${canaryPort}/`,
    `https://loopback.test:${canaryPort}/`,
    "file:///etc/passwd",
    "https://169.254.169.254/latest/meta-data/",
  ];
  for (const location of targets) {
    for (const status of [301, 302, 303, 307, 308]) {
      answer = (_request, response) => response.writeHead(status, { location }).end();
      const error = await fails(ask("/", { method: "POST", body: "x" }));
      expect(["forbidden", "invalid_input"], location).toContain(error.code);
    }
  }
  expect(hits).toBe(0);
});

test("a redirect is held to every rule of the first URL, before its name is looked up", async () => {
  let looks = 0;
  const counting: Resolve = (name, done) => {
    looks += 1;
    resolve(name, done);
  };
  const get = createSafeFetch({ rules: rules([friend]), resolve: counting });
  const targets: [string, RegExp][] = [
    ["https://app.steward.test/", /machine of this installation/],
    ["https://example.com:22/", /Port 22/],
    ["http://example.com/", /plain HTTP/],
    ["https://user:pass@example.com/", /user name or password/],
  ];
  for (const [location, reason] of targets) {
    answer = (_request, response) => response.writeHead(302, { location }).end();
    expect((await fails(get(`http://${friend}/`))).message).toMatch(reason);
  }
  expect(looks).toBe(0);
});

test("three redirects are followed and a fourth is not", async () => {
  answer = (request, response) => {
    const left = Number(request.url?.slice(1));
    if (left > 0) response.writeHead(302, { location: `/${left - 1}` }).end();
    else response.end("arrived");
  };
  const arrived = await ask("/3");
  expect([arrived.status, arrived.body.toString(), arrived.url]).toEqual([
    200,
    "arrived",
    `http://${friend}/0`,
  ]);
  expect(await fails(ask("/4"))).toMatchObject({
    code: "unavailable",
    message: expect.stringContaining("redirects more than 3"),
  });
  expect((await ask("/2", { redirects: 0 })).status).toBe(302);
});

test("a redirect to another origin gets no credentials, and a POST becomes a GET as RFC 9110 says", async () => {
  const other = createServer((request, response) => {
    seen.push(request);
    response.end("other");
  });
  const port = await listen(other);
  answer = (_request, response) =>
    response.writeHead(302, { location: `http://127.0.0.1:${port}/next` }).end();
  const get = createSafeFetch({ rules: rules([friend, `127.0.0.1:${port}`]), resolve });
  const headers = {
    Authorization: "Bearer secret",
    Cookie: "a=b",
    "X-Api-Key": "k",
    "X-Auth-Token": "t",
    "Content-Type": "text/plain",
    "X-Kind": "kept",
  };
  await get(`http://${friend}/`, { method: "POST", body: "payload", headers });
  other.close();
  const [first, second] = seen;
  expect(first?.headers).toMatchObject({ authorization: "Bearer secret", cookie: "a=b" });
  expect(second?.method).toBe("GET");
  expect(second?.headers).toMatchObject({ "x-kind": "kept" });
  for (const name of [
    "authorization",
    "cookie",
    "x-api-key",
    "x-auth-token",
    "content-type",
    "content-length",
  ])
    expect(second?.headers).not.toHaveProperty(name);
});

test("answers come back whole: status, joined headers, decoded body", async () => {
  for (const [encoding, bytes] of [
    ["gzip", gzipSync("grüße")],
    ["br", brotliCompressSync("grüße")],
    ["identity", Buffer.from("grüße")],
  ] as const) {
    answer = (_request, response) =>
      response.writeHead(418, { "content-encoding": encoding, "x-a": ["1", "2"] }).end(bytes);
    const { status, headers, body } = await ask();
    expect([status, headers["x-a"], body.toString()]).toEqual([418, "1, 2", "grüße"]);
  }
});

test("a body beyond the bound is cut off, declared, chunked or unpacked", async () => {
  const maxBytes = 100_000;
  const bodies: Answer[] = [
    (_request, response) =>
      response.writeHead(200, { "content-length": 200_000 }).end(Buffer.alloc(200_000)),
    (_request, response) => {
      const more = () =>
        response.write(Buffer.alloc(50_000), () => !response.destroyed && setImmediate(more));
      more();
    },
    (_request, response) =>
      response
        .writeHead(200, { "content-encoding": "gzip" })
        .end(gzipSync(Buffer.alloc(50_000_000))),
    (_request, response) =>
      response
        .writeHead(200, { "content-encoding": "gzip, gzip" })
        .end(gzipSync(gzipSync(Buffer.alloc(50_000_000)))),
  ];
  const before = process.memoryUsage().rss;
  for (const one of bodies) {
    answer = one;
    expect(await fails(ask("/", { maxBytes }))).toMatchObject({ code: "too_large" });
  }
  expect(process.memoryUsage().rss - before).toBeLessThan(150_000_000);
});

test("a broken or unknown encoding is an error, not a body", async () => {
  for (const encoding of ["gzip", "made-up", "gzip, br, gzip"]) {
    answer = (_request, response) =>
      response.writeHead(200, { "content-encoding": encoding }).end("plain");
    expect((await fails(ask())).code).toBe("unavailable");
  }
});

test("the budget ends a call that hangs before, in and after the headers", async () => {
  const hangs: Answer[] = [
    () => {},
    (_request, response) => response.writeHead(200).write("begin"),
    (_request, response) => {
      const drip = setInterval(() => response.write("x"), 20);
      response.on("close", () => clearInterval(drip));
    },
  ];
  for (const one of hangs) {
    answer = one;
    const startedMs = Date.now();
    expect((await fails(ask("/", { timeoutMs: 250 }))).code).toBe("timeout");
    expect(Date.now() - startedMs).toBeLessThan(1500);
  }
});

test("the caller's signal stops a call at once", async () => {
  answer = () => {};
  const stop = new AbortController();
  const call = fails(ask("/", { signal: stop.signal }));
  setTimeout(() => stop.abort(), 50);
  expect(await call).toMatchObject({
    code: "timeout",
    message: expect.stringContaining("stopped"),
  });
});

test("a connection that is refused or broken is unavailable and says so", async () => {
  answer = (request) => request.socket.destroy();
  expect(await fails(ask())).toMatchObject({ code: "unavailable" });
  const closed = createSafeFetch({ rules: rules(["127.0.0.1:1"]), resolve });
  expect(await fails(closed("http://127.0.0.1:1/"))).toMatchObject({
    code: "unavailable",
    message: expect.stringContaining("refuses"),
  });
});

test("headers that could smuggle a request are refused before anything is sent", async () => {
  const headers = [
    { Host: "evil" },
    { "Transfer-Encoding": "chunked" },
    { "Content-Length": "1" },
    { "X-A": "a\r\nX-B: b" },
    { "X A": "a" },
    { "": "a" },
    { "X-A": "\u2603" },
    { Connection: "upgrade" },
  ];
  const before = connections;
  for (const one of headers)
    expect((await fails(ask("/", { headers: one as Record<string, string> }))).code).toBe(
      "invalid_input",
    );
  for (const method of ["CONNECT", "TRACE", "GET / HTTP/1.1", ""])
    expect((await fails(ask("/", { method }))).code).toBe("invalid_input");
  expect(connections).toBe(before);
});

test("an allowed host is called over plain HTTP on its port and on no other", async () => {
  expect((await ask()).body.toString()).toBe("hello");
  const get = createSafeFetch({ rules: rules([friend]), resolve });
  expect((await fails(get(`http://127.0.0.1:${canaryPort}/`))).code).toBe("forbidden");
  expect(hits).toBe(0);
});
