import { App, ConsoleEmailDriver } from "@supabase/lite";
import { connectLite } from "./connection.ts";

type Mailer = NonNullable<App["_mailer"]>;

export type AppOptions = {
  liteUrl: string;
  /** Signs lite's own tokens (HS256); they never leave the gateway. */
  jwtSecret: string;
  publishableKey: string;
  secretKey: string;
  siteUrl: string;
  mailer?: Mailer;
  connectionsMax?: number;
};

/** Digits of a mailed code. lite's token hash is made of address and code, so the code must not be guessable. */
export const OTP_LENGTH = 10;
export const PASSWORD_LENGTH_MIN = 10;

/**
 * lite's App over our connection: confirmation on, admin mode and studio off. It makes no schema itself:
 * `ensureAuthSchema` does.
 */
export const createApp = (options: AppOptions) => {
  const connection = connectLite(options.liteUrl, options.connectionsMax);
  const app = new App({
    connection,
    api: { enabled: true, schemas: ["public"], max_rows: 1000 },
    auth: {
      enabled: true,
      enable_signup: true,
      jwt_secret: options.jwtSecret,
      jwt_expiry: 3600,
      publishable_key: options.publishableKey,
      secret_key: options.secretKey,
      site_url: options.siteUrl,
      enable_refresh_token_rotation: true,
      minimum_password_length: PASSWORD_LENGTH_MIN,
      email: {
        enable_signup: true,
        enable_confirmations: true,
        double_confirm_changes: true,
        otp_length: OTP_LENGTH,
        otp_expiry: 3600,
      },
    },
    studio: { enabled: false },
    options: {
      server: { admin: false, disableStudio: true },
      drivers: { email: new ConsoleEmailDriver({ silent: true }) },
    },
  });
  if (options.mailer) app._mailer = options.mailer;
  return { app, connection };
};

export { ensureAuthSchema } from "./auth-schema.ts";
