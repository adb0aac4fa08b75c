/** What every test process reads; hosts under `.test` exist only as MSW handlers. */
export const environment = {
  APP_URL: "http://127.0.0.1:3000",
  DATABASE_URL: "postgres://nobody@127.0.0.1:1/none",
  SUPABASE_URL: "http://supabase.test",
  SUPABASE_PUBLISHABLE_KEY: "sb_publishable_test",
  SUPABASE_SECRET_KEY: "sb_secret_test",
  STEWARD_SECRET: "dGVzdC1zZWNyZXQtdGVzdC1zZWNyZXQtdGVzdC1zZWNyZXQ=",
  INNGEST_BASE_URL: "http://engine.test",
  INNGEST_EVENT_KEY: "test-event-key",
  INNGEST_SIGNING_KEY: "signkey-test-00000000000000000000000000000000",
  CRON_SECRET: "test-cron-secret-0000",
  RESEND_API_KEY: "re_test",
  RESEND_BASE_URL: "http://resend.test",
  LOG_LEVEL: "silent",
};
