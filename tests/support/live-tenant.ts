import { createClient } from "@supabase/supabase-js";

type Access = { appUrl: string; supabaseUrl: string; publishableKey: string; secretKey: string };

export type LiveTenant = {
  email: string;
  password: string;
  token: string;
  /** Calls the API as this person; resolves with status and parsed JSON. */
  api: <T = Record<string, unknown>>(
    method: string,
    path: string,
    body?: unknown,
    headers?: Record<string, string>,
  ) => Promise<{ status: number; body: T; headers: Headers }>;
};

let count = 0;

const caller =
  (appUrl: string, token: string): LiveTenant["api"] =>
  async (method, path, body, headers = {}) => {
    const response = await fetch(`${appUrl}/api/v1${path}`, {
      method,
      headers: {
        authorization: `Bearer ${token}`,
        ...(body !== undefined && { "content-type": "application/json" }),
        ...headers,
      },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    return {
      status: response.status,
      body: text ? JSON.parse(text) : undefined,
      headers: response.headers,
    };
  };

/** A new person with a confirmed address and a tenant of their own, signed in against a running stack. */
export const newLiveTenant = async (
  { appUrl, supabaseUrl, publishableKey, secretKey }: Access,
  company = "Acme",
): Promise<LiveTenant> => {
  const auth = { auth: { persistSession: false, autoRefreshToken: false } };
  const email = `person-${Date.now()}-${count++}@acme.example`;
  const password = "correct-horse-7-battery";
  const admin = createClient(supabaseUrl, secretKey, auth);
  const created = await admin.auth.admin.createUser({
    email,
    password,
    email_confirm: true,
    user_metadata: { full_name: "Ann Lee", company },
  });
  if (created.error) throw created.error;
  const signedIn = await createClient(supabaseUrl, publishableKey, auth).auth.signInWithPassword({
    email,
    password,
  });
  if (signedIn.error) throw signedIn.error;
  const token = signedIn.data.session.access_token;
  return { email, password, token, api: caller(appUrl, token) };
};
