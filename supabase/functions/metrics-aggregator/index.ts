const text = new TextEncoder();

/** Our own keys: hosted projects hand them over as a JSON object by name, older ones and the embedded stack as one text. */
const secretKeys = (): string[] => {
  const named = Deno.env.get("SUPABASE_SECRET_KEYS");
  const single = Deno.env.get("SUPABASE_SERVICE_ROLE_KEY");
  const keys = named ? Object.values(JSON.parse(named) as Record<string, string>) : [];
  return [...keys, ...(single ? [single] : [])].filter((key) => key !== "");
};

// Digests have one length, so comparing them tells nothing about the key.
const isSame = async (a: string, b: string): Promise<boolean> => {
  const [left, right] = await Promise.all(
    [a, b].map((value) => crypto.subtle.digest("SHA-256", text.encode(value))),
  );
  const one = new Uint8Array(left ?? new ArrayBuffer(0));
  const two = new Uint8Array(right ?? new ArrayBuffer(1));
  return one.reduce((difference, byte, index) => difference | (byte ^ (two[index] ?? -1)), 0) === 0;
};

/** Supabase's keys travel as `apikey`; its clients send them as a bearer too. */
const isAllowed = async ({ headers }: Request): Promise<boolean> => {
  const bearer = headers.get("authorization")?.replace(/^Bearer /i, "");
  const given = [headers.get("apikey"), bearer].filter((key) => typeof key === "string");
  const matches = secretKeys().flatMap((key) => given.map((one) => isSame(one, key)));
  return (await Promise.all(matches)).includes(true);
};

const refuse = (status: number, code: string, message: string) =>
  Response.json({ code, message }, { status });

/** Adds finished runs and answered requests to the mergeable histograms; answers `{ written }`, the rows it wrote. */
Deno.serve(async (request) => {
  if (request.method !== "POST") return refuse(405, "method_not_allowed", "Only POST is offered.");
  if (!(await isAllowed(request)))
    return refuse(401, "unauthenticated", "The secret key is needed.");
  const [key] = secretKeys();
  const answer = await fetch(`${Deno.env.get("SUPABASE_URL")}/rest/v1/rpc/roll_up_metrics`, {
    method: "POST",
    headers: {
      "content-type": "application/json",
      apikey: `${key}`,
      authorization: `Bearer ${key}`,
    },
    body: "{}",
    signal: AbortSignal.timeout(20_000),
  });
  if (!answer.ok) {
    await answer.body?.cancel();
    return refuse(502, "unavailable", `The database answered ${answer.status}.`);
  }
  return Response.json({ written: (await answer.json()) as number });
});
