import { expect } from "vitest";
import { sign } from "../../../lib/local/engine/driver/signature.ts";
import type { Case } from "./cases.ts";
import type { Subject } from "./subject.ts";

const REQUEST = {
  ctx: { run_id: "x" },
  event: { data: {}, name: "a" },
  events: [],
  steps: {},
  version: 2,
};

const post = (server: Subject, fnId: string, body: string, headers: Record<string, string>) =>
  fetch(`${server.app.url}?fnId=${fnId}&stepId=step`, { method: "POST", body, headers });

const signed = (server: Subject, body: string, atMs = Date.now()) => ({
  "x-inngest-signature": sign(body, server.keys.signingKey, atMs),
});

/** Rows about the served application as a stranger meets it, and about what answers give away. */
export const SERVE_CASES: Case[] = [
  {
    row: "7",
    name: "a request that cannot be read, or for a function nobody knows, is an error and no hang",
    functions: () => [],
    check: async (server) => {
      for (const [fnId, body] of [
        [`${server.app.id}-nothing`, JSON.stringify(REQUEST)],
        [`${server.app.id}-r8`, "{"],
      ] as const) {
        const response = await post(server, fnId, body, signed(server, body));
        expect(response.status).toBeGreaterThanOrEqual(400);
        expect(await response.text()).not.toBe("");
      }
    },
  },
  {
    row: "8",
    name: "the application takes requests only with the server's signature, of now",
    functions: (c, event, { note }) => [
      c.createFunction({ id: "r8", triggers: [{ event }] }, () => void note("ran")),
    ],
    check: async (server, event, { list }) => {
      const body = JSON.stringify(REQUEST);
      const foreign = sign(body, `signkey-prod-${"0".repeat(32)}`, Date.now());
      for (const headers of [
        {},
        { "x-inngest-signature": foreign },
        signed(server, body, Date.now() - 600_000),
      ] as Record<string, string>[]) {
        expect((await post(server, `${server.app.id}-r8`, body, headers)).status).toBe(401);
      }
      expect(list).toEqual([]);
      await server.ended(await server.trigger(event));
      expect(list).toEqual(["ran"]);
    },
  },
  {
    row: "9",
    name: "neither key appears in an answer, in no body and no header",
    functions: () => [],
    check: async (server) => {
      const { signingKey, eventKey } = server.keys;
      const responses = await Promise.all([
        ...["/dev", "/health", "/v1/events", "/v1/runs/none", "/nowhere"].map((path) =>
          fetch(`${server.engineUrl()}${path}`),
        ),
        fetch(`${server.engineUrl()}/e/not-the-key`, { method: "POST", body: "{}" }),
        fetch(server.app.url),
        fetch(server.app.url, { headers: signed(server, "") }),
        post(server, `${server.app.id}-nothing`, "{", signed(server, "{")),
      ]);
      for (const response of responses) {
        const said = `${JSON.stringify([...response.headers])} ${await response.text()}`;
        for (const secret of [signingKey.replace(/^signkey-\w+-/, ""), eventKey])
          expect(said.includes(secret)).toBe(false);
      }
    },
  },
];
