import http from "node:http";
import https from "node:https";

export type HttpAnswer = { status: number; headers: http.IncomingHttpHeaders; body: string };

type HttpRequest = {
  method: string;
  url: string;
  headers: Record<string, string>;
  body: string;
  timeoutMs: number;
  bytesMax: number;
};

/** Why a request has no answer. `unsent` says that the other side cannot have begun to work on it. */
export class HttpFailure extends Error {
  override readonly name = "HttpFailure";
  readonly code: string;
  readonly unsent: boolean;
  constructor(code: string, message: string, unsent: boolean) {
    super(message);
    this.code = code;
    this.unsent = unsent;
  }
}

export type HttpClient = { send: (request: HttpRequest) => Promise<HttpAnswer>; close: () => void };

const UNREACHABLE = new Set([
  "ECONNREFUSED",
  "ENOTFOUND",
  "EHOSTUNREACH",
  "ENETUNREACH",
  "EAI_AGAIN",
]);
/** A reused connection that breaks this soon was closed by the other side before it read the request. */
const KEEP_ALIVE_RACE_MS = 20;

const readBody = (
  response: http.IncomingMessage,
  bytesMax: number,
  done: (error: HttpFailure | null, body: string) => void,
): void => {
  const chunks: Buffer[] = [];
  let bytes = 0;
  response.on("data", (chunk: Buffer) => {
    bytes += chunk.length;
    chunks.push(chunk);
    if (bytes > bytesMax) {
      done(new HttpFailure("TOO_LARGE", `the answer is larger than ${bytesMax} bytes`, false), "");
      response.destroy();
    }
  });
  response.on("end", () => done(null, Buffer.concat(chunks).toString("utf8")));
  response.on("aborted", () =>
    done(new HttpFailure("ECONNRESET", "the answer broke off", false), ""),
  );
};

type Agents = { "http:": http.Agent; "https:": https.Agent };

/** What a connection's error means; `reused` says that the connection had served before. */
const failureOf = (error: NodeJS.ErrnoException, reused: boolean, tookMs: number): HttpFailure => {
  if (error instanceof HttpFailure) return error;
  const code = error.code ?? "FAILED";
  const unsent = UNREACHABLE.has(code) || (reused && tookMs < KEEP_ALIVE_RACE_MS);
  return new HttpFailure(code, error.message, unsent);
};

const exchange = (agents: Agents, request: HttpRequest): Promise<HttpAnswer> =>
  new Promise((resolve, reject) => {
    const secure = request.url.startsWith("https:");
    const began = Date.now();
    const call = (secure ? https : http).request(request.url, {
      method: request.method,
      agent: agents[secure ? "https:" : "http:"],
      headers: { ...request.headers, "content-length": Buffer.byteLength(request.body) },
    });
    const limit = setTimeout(() => {
      call.destroy(new HttpFailure("TIMEOUT", `no answer within ${request.timeoutMs} ms`, false));
    }, request.timeoutMs);
    call.on("error", (error) => {
      clearTimeout(limit);
      reject(failureOf(error, call.reusedSocket, Date.now() - began));
    });
    call.on("response", (response) => {
      readBody(response, request.bytesMax, (error, body) => {
        clearTimeout(limit);
        if (error) reject(error);
        else resolve({ status: response.statusCode ?? 0, headers: response.headers, body });
      });
    });
    call.end(request.body);
  });

/** An HTTP client with kept-alive connections and no time limit but the request's own. */
export const createHttpClient = (): HttpClient => {
  const agents: Agents = {
    "http:": new http.Agent({ keepAlive: true, scheduling: "lifo" }),
    "https:": new https.Agent({ keepAlive: true, scheduling: "lifo" }),
  };
  return {
    send: (request) => exchange(agents, request),
    close: () => {
      agents["http:"].destroy();
      agents["https:"].destroy();
    },
  };
};

/** True when nobody listens at the address. */
export const isUnreachable = (error: HttpFailure): boolean => UNREACHABLE.has(error.code);
