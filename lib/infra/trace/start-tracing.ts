import { registerOTel } from "@vercel/otel";

/** Starts exporting spans over OTLP to OTEL_EXPORTER_OTLP_ENDPOINT; once, before the first request. */
export const startTracing = (): void => {
  registerOTel({ serviceName: "steward" });
};
