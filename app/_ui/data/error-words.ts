export type ErrorWords = {
  /** What happened, in a few words. */
  what: string;
  why: string;
  /** What a person does next. */
  next: string;
};

const words = (what: string, why: string, next: string): ErrorWords => ({ what, why, next });

const WORDS: [code: RegExp, words: ErrorWords][] = [
  [
    /^http_(400|422)$/,
    words(
      "The other side refused what was sent",
      "It understood the request but does not accept its values. Sending the same again will be refused again.",
      "Compare the input with what it expects. Correct the workflow or edit the input, then replay from this step.",
    ),
  ],
  [
    /^http_(401|403)$/,
    words(
      "The other side does not accept our credentials",
      "The key or token is wrong, expired, or lacks a right.",
      "Renew it, publish if the workflow changed, then replay from this step.",
    ),
  ],
  [
    /^http_(404|410)$/,
    words(
      "The other side does not know this address",
      "The address is wrong, or the thing it names is gone.",
      "Correct the address in the step, publish, then replay from this step on the live version.",
    ),
  ],
  [
    /^http_409$/,
    words(
      "The other side says that this conflicts",
      "It has this already, or it changed in the meantime.",
      "Look there first. When it is done there, nothing is left to do; else replay from this step.",
    ),
  ],
  [
    /^(http_429|rate_limited)$/,
    words(
      "The other side asked us to slow down",
      "It takes fewer requests than were sent; retries were used up.",
      "Wait a while, then replay from this step.",
    ),
  ],
  [
    /^http_5\d\d$/,
    words(
      "The other side had a fault of its own",
      "It answered with a server error each time we tried.",
      "See whether it has recovered, then replay from this step.",
    ),
  ],
  [
    /^retry_budget_exhausted$/,
    words(
      "Retries are paused for this address",
      "It failed so often that trying again would only do harm.",
      "Wait until it has recovered, then replay from this step.",
    ),
  ],
  [
    /^(unreachable|interrupted|unavailable)$/,
    words(
      "The other side could not be reached",
      "The connection was refused, cut, or the name is unknown.",
      "Check the address and whether it is up, then replay from this step.",
    ),
  ],
  [
    /^tls$/,
    words(
      "The other side's certificate is not valid",
      "It is expired, made for another name, or signed by nobody we trust.",
      "Have it renewed there, then replay from this step.",
    ),
  ],
  [
    /^(indeterminate|attempts_lost|timeout)$/,
    words(
      "It is not certain whether this happened",
      "The request was sent and no answer came. Repeating it could do it twice.",
      "Look at the other side first. Replay from this step only when it did not happen there.",
    ),
  ],
  [
    /^(invalid_input|malformed|too_large|unsupported_media_type|expression_\w+|template_\w+)$/,
    words(
      "The step cannot work with its values",
      "An expression gave something of another kind, or nothing.",
      "Look at the input, correct the expression and publish, or replay with an edited input.",
    ),
  ],
  [
    /^forbidden$/,
    words(
      "This is not allowed",
      "The address lies in a private network, or a right is missing.",
      "Use an address that is reachable from outside, publish, then replay.",
    ),
  ],
  [
    /^quota_exceeded$/,
    words(
      "The plan is used up",
      "No more of this is included in the current period.",
      "Raise the plan or wait for the next period, then replay.",
    ),
  ],
  [
    /^not_found$/,
    words(
      "Something the step needs is gone",
      "It was deleted or renamed since the workflow was published.",
      "Make it again or correct the step, then replay.",
    ),
  ],
  [
    /^(approval_\w+|rejected|wait_\w+|expired)$/,
    words(
      "Nobody said yes in time",
      "The answer was no, or the deadline passed.",
      "Replay from this step to ask again.",
    ),
  ],
  [
    /^(workflow_\w+|child_\w+)$/,
    words(
      "The workflow that was called did not succeed",
      "Its own run failed or was cancelled.",
      "Open that run to see its cause, mend it, then replay from this step.",
    ),
  ],
  [
    /^(internal|lost)$/,
    words(
      "Something failed on our side",
      "It is not about your data or the other side.",
      "Replay from this step. If it fails again, tell whoever runs Steward the run's id.",
    ),
  ],
];

const OTHERWISE = words(
  "The step failed",
  "The message below is all that is known.",
  "Look at the input, mend the cause, then replay from this step.",
);

/** An error code as sentences for people: what happened, why, what to do next. */
export const errorWords = (code: string): ErrorWords =>
  WORDS.find(([pattern]) => pattern.test(code))?.[1] ?? OTHERWISE;
