import type { z } from "zod";
import type { Caller } from "@/lib/core/caller";
import type { Permission } from "@/lib/domain/tenants/permissions";
import type { Person } from "@/lib/infra/auth/token";

/** Who may call: holders of a permission, any signed-in person with or without a tenant, or everybody. */
export type Access = Permission | "session" | "public";

/** The contract of one operation. The reference and the tests read it, the door enforces it. */
export type Spec<
  A extends Access = Access,
  P extends z.ZodObject | undefined = z.ZodObject | undefined,
  Q extends z.ZodObject | undefined = z.ZodObject | undefined,
  H extends z.ZodObject | undefined = z.ZodObject | undefined,
  B extends z.ZodType | undefined = z.ZodType | undefined,
  O extends z.ZodType | null = z.ZodType | null,
> = {
  /** One line in the imperative: "List the members". */
  summary: string;
  access: A;
  /** Path parameters. A value that does not fit is answered 404, as an unknown one is. */
  params?: P;
  /** Query parameters; unknown names are refused, and only an array may repeat. */
  query?: Q;
  /** Request headers by lower-case name. */
  headers?: H;
  /** JSON body; unknown fields are refused. */
  body?: B;
  /** JSON answer; null answers 204 without a body. Of a stream, what its events carry. */
  output: O;
  /** Default 200, or 204 without output. */
  status?: 200 | 201 | 202 | 204;
  /** `Idempotency-Key`; default "optional" for a POST that needs a permission, else "none". */
  idempotency?: "required" | "optional" | "none";
  /** A bucket of its own for this operation instead of the caller's shared one. */
  limit?: { perSecond: number; burst: number };
  /** After this the answer is 504; default 30 s. */
  timeoutMs?: number;
  /** Largest body; default 1 MiB. */
  maxBytes?: number;
  /** Heading in the reference; default the first path segment after the version. */
  tag?: string;
  /** Default true for GET. */
  etag?: boolean;
  /** Answers with server-sent events (`stream`). */
  isStream?: boolean;
};

type Parsed<T> = T extends z.ZodType ? z.output<T> : undefined;

type Who<A extends Access> = A extends "public"
  ? { caller: null; user: null }
  : A extends "session"
    ? { caller: (Caller & { kind: "user" }) | null; user: Person }
    : { caller: Caller; user: Person | null };

/** What a handler gets: everything authenticated, parsed and checked. */
export type Input<
  A extends Access,
  P extends z.ZodObject | undefined,
  Q extends z.ZodObject | undefined,
  H extends z.ZodObject | undefined,
  B extends z.ZodType | undefined,
> = Who<A> & {
  params: Parsed<P>;
  query: Parsed<Q>;
  headers: Parsed<H>;
  body: Parsed<B>;
  request: Request;
  requestId: string;
  /** Address of the client, by the rule of TRUSTED_PROXIES. */
  ip: string;
  /** Aborts when the operation's time is over. */
  signal: AbortSignal;
  /** Extra headers of the answer. */
  reply: Headers;
};

/** What a handler returns; without an output schema nothing of it is answered. */
export type Output<O extends z.ZodType | null> = O extends z.ZodType ? z.input<O> : unknown;

export type Method = "GET" | "POST" | "PUT" | "PATCH" | "DELETE";

/** Next hands the path parameters as a promise; a test passes `params({ … })`. */
export type RouteContext = { params: Promise<Record<string, string | string[] | undefined>> };
