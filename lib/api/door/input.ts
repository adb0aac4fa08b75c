import { z } from "zod";
import { decodeJson, readBody } from "@/lib/api/body";
import { closed } from "@/lib/api/door/closed";
import { invalidInput } from "@/lib/api/problem";
import type { Spec } from "@/lib/api/spec";
import { AppError } from "@/lib/core/errors";

const BODY_MAX = 1024 * 1024;

type PathParams = Record<string, string | string[] | undefined>;

const parse = (schema: z.ZodType, value: unknown): unknown => {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  throw invalidInput(result.error);
};

const parseParams = (schema: z.ZodObject, params: PathParams): unknown => {
  const result = schema.safeParse(params);
  if (result.success) return result.data;
  throw new AppError("not_found", "There is no such thing.", { cause: result.error });
};

const isList = (schema: unknown): boolean => {
  if (schema instanceof z.ZodArray) return true;
  if (schema instanceof z.ZodOptional || schema instanceof z.ZodDefault)
    return isList(schema.unwrap());
  return false;
};

/** The contract of a query that takes nothing. */
const NOTHING = z.strictObject({});

const readQuery = (wanted: z.ZodObject | undefined, url: string): unknown => {
  if (!wanted && !url.includes("?")) return undefined;
  const schema: z.ZodObject = wanted ?? NOTHING;
  const { searchParams } = new URL(url);
  const query: Record<string, string | string[]> = {};
  for (const name of new Set(searchParams.keys())) {
    const values = searchParams.getAll(name);
    const list = isList(schema.shape[name]);
    if (values.length > 1 && !list) {
      const message = `The query parameter ${name.slice(0, 60)} appears more than once.`;
      throw new AppError("malformed", message, {
        issues: [{ path: name.slice(0, 60), code: "repeated_parameter", message }],
      });
    }
    if (values.some((value) => value.includes("\0") || !value.isWellFormed()))
      throw new AppError(
        "malformed",
        `The query parameter ${name.slice(0, 60)} is not plain text.`,
      );
    Object.defineProperty(query, name, {
      value: list ? values : values[0],
      enumerable: true,
      configurable: true,
      writable: true,
    });
  }
  return parse(closed(schema), query);
};

const JSON_TYPE = /^application\/([a-z0-9.-]+\+)?json\s*(;\s*charset="?utf-8"?\s*)?$/i;

const checkContentType = (type: string | null) => {
  if (!JSON_TYPE.test(type ?? ""))
    throw new AppError("unsupported_media_type", "Send the body as application/json in UTF-8.");
};

/** The decoded body; undefined when there is none and the contract can do without. */
const readJson = async (schema: z.ZodType, request: Request, maxBytes: number) => {
  const isOptional = schema.safeParse(undefined).success;
  if (isOptional && !request.body) return undefined;
  const type = request.headers.get("content-type");
  if (!isOptional || type !== null) checkContentType(type);
  const bytes = await readBody(request, { maxBytes });
  if (isOptional && bytes.byteLength === 0) return undefined;
  checkContentType(type);
  return decodeJson(bytes);
};

/** Parsed parts of a request, undefined where the contract has none, and the body as it came. */
export type RawInput = {
  params: unknown;
  query: unknown;
  headers: unknown;
  body: unknown;
  json: unknown;
};

/** Reads and checks a request against its contract. Throws not_found, malformed, invalid_input and what readBody throws. */
export const readInput = async (
  { params, query, headers, body, maxBytes = BODY_MAX }: Spec,
  request: Request,
  pathParams: PathParams,
): Promise<RawInput> => {
  const parsed = {
    params: params && parseParams(params, pathParams),
    query: readQuery(query, request.url),
    headers: headers && parse(headers, Object.fromEntries(request.headers)),
  };
  const json = body && (await readJson(body, request, maxBytes));
  return { ...parsed, json, body: body && parse(closed(body), json) };
};
