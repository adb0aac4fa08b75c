/** Whether the process answers at all; asks nobody. */
export const GET = () =>
  Response.json({ status: "ok" }, { headers: { "cache-control": "no-store" } });
