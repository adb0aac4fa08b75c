import { expect, inject, test } from "vitest";

const { appUrl } = inject("stack");

const HOOK = "01a1fdc2-0000-4000-8000-00000000000a";
const PER_REQUEST = /^(x-request-id|traceparent|date|instance)$/;

const post = async (path: string, headers: Record<string, string> = {}) => {
  const answer = await fetch(`${appUrl}${path}`, {
    method: "POST",
    headers: { "content-type": "application/json", "accept-encoding": "identity", ...headers },
    body: "{}",
  });
  const { instance: _, requestId: __, ...body } = await answer.json();
  const names = [...answer.headers].filter(([name]) => !PER_REQUEST.test(name));
  return { status: answer.status, headers: Object.fromEntries(names), body };
};

test.each([{}, { "x-forwarded-proto": "https" }])(
  "a hook's answer is the same whether Next's server or the lane beside it took the request, %o",
  async (headers: Record<string, string>) => {
    const lane = await post(`/api/hooks/${HOOK}`, headers);
    // The lane knows ids in lower case only.
    const { headers: next, ...rest } = await post(`/api/hooks/${HOOK.toUpperCase()}`, headers);
    expect({ status: lane.status, body: lane.body }).toEqual(rest);
    // The lane knows how long its answer is; Next's server sends it in pieces.
    const { "content-length": length, ...others } = lane.headers;
    const { "transfer-encoding": pieces, vary: _, ...expected } = next;
    expect(Number(length)).toBeGreaterThan(0);
    expect(pieces).toBe("chunked");
    expect(others).toEqual(expected);
  },
);
