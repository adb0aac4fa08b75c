import { createSamples } from "@/app/api/v1/samples/create";
import { route } from "@/lib/api/route";
import { readSamples } from "@/lib/domain/samples/read";
import { removeSamples } from "@/lib/domain/samples/remove";
import { Samples, SamplesRemoved, SampleWish } from "@/lib/domain/samples/schema";

export const GET = route(
  { summary: "Show the sample data", access: "workflows:read", output: Samples },
  ({ caller }) => readSamples(caller),
);

/** Without stored answers: the data travels over HTTP. Called again it makes nothing twice. */
export const POST = route(
  {
    summary: "Make a sample workflow and send it sample data",
    access: "workflows:publish",
    body: SampleWish,
    output: Samples,
    status: 201,
    idempotency: "none",
    limit: { perSecond: 0.2, burst: 10 },
  },
  ({ caller, body }) => createSamples(caller, body),
);

export const DELETE = route(
  {
    summary: "Remove the sample data completely",
    access: "workflows:publish",
    output: SamplesRemoved,
  },
  ({ caller }) => removeSamples(caller),
);
