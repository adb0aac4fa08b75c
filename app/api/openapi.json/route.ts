import document from "@/lib/api/openapi.json";

/** The OpenAPI 3.1 document, as the tests hold it equal to the routes. */
export const GET = () =>
  Response.json(document, { headers: { "cache-control": "public, max-age=300" } });
