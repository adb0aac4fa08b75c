import { Agent, request as httpRequest } from "node:http";

export type Shot = { method: string; path: string; headers: Record<string, string>; body?: string };

export type Load = {
  rps: number;
  p50: number;
  p95: number;
  p99: number;
  count: number;
  bad: number;
};

export const quantile = (sorted: number[], q: number): number =>
  sorted[Math.min(sorted.length - 1, Math.ceil(q * sorted.length) - 1)] ?? Number.NaN;

/** Sends one shot and reads the answer to its end; its status. */
export const shoot = (agent: Agent, origin: URL, { method, path, headers, body }: Shot) =>
  new Promise<number>((resolve, reject) => {
    const request = httpRequest(
      {
        agent,
        host: origin.hostname,
        port: origin.port,
        method,
        path,
        headers: {
          ...headers,
          ...(body !== undefined && { "content-length": Buffer.byteLength(body) }),
        },
      },
      (response) => {
        response.resume();
        response.once("end", () => resolve(response.statusCode ?? 0));
        response.once("error", reject);
      },
    );
    request.once("error", reject);
    request.end(body);
  });

/** Closed-loop load: `connections` keep-alive senders without think time for `seconds`. Latencies in milliseconds. */
export const load = async (
  url: string,
  next: () => Shot,
  connections: number,
  seconds: number,
): Promise<Load> => {
  const origin = new URL(url);
  const agent = new Agent({ keepAlive: true, maxSockets: connections });
  const latencies: number[] = [];
  let bad = 0;
  const started = performance.now();
  const end = started + seconds * 1000;
  const sender = async () => {
    while (performance.now() < end) {
      const at = performance.now();
      const status = await shoot(agent, origin, next()).catch(() => 0);
      latencies.push(performance.now() - at);
      if (status < 200 || status > 299) bad += 1;
    }
  };
  await Promise.all(Array.from({ length: connections }, sender));
  const elapsed = (performance.now() - started) / 1000;
  agent.destroy();
  latencies.sort((a, b) => a - b);
  return {
    rps: latencies.length / elapsed,
    p50: quantile(latencies, 0.5),
    p95: quantile(latencies, 0.95),
    p99: quantile(latencies, 0.99),
    count: latencies.length,
    bad,
  };
};
