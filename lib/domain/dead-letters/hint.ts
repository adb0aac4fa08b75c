/** What to do next, by error code; the first pattern that fits counts. */
const HINTS: [code: RegExp, hint: string][] = [
  [
    /^http_(400|422)$/,
    "The other side refuses what was sent. Compare the step's input with what it expects, correct the workflow or the input, then redrive from the failed step.",
  ],
  [
    /^http_(401|403)$/,
    "The other side does not accept our credentials. Renew the key or its rights, then redrive from the failed step.",
  ],
  [
    /^http_(404|410)$/,
    "The address or the thing does not exist there. Correct the address in the step, publish, then redrive on the latest version.",
  ],
  [
    /^http_409$/,
    "The other side says that it has this already or that it changed. Look there first; discard what is done, redrive what is not.",
  ],
  [
    /^(http_429|rate_limited|retry_budget_exhausted)$/,
    "The other side asks us to slow down, or failed too often. Wait until it has recovered, then redrive from the failed step.",
  ],
  [
    /^http_5\d\d$/,
    "The other side is in trouble. See whether it has recovered, then redrive from the failed step.",
  ],
  [
    /^(unreachable|interrupted|unavailable)$/,
    "The other side cannot be reached. Check its address and whether it is up, then redrive from the failed step.",
  ],
  [
    /^tls$/,
    "The other side's certificate cannot be trusted. Have it renewed there, then redrive from the failed step.",
  ],
  [
    /^(indeterminate|attempts_lost|timeout)$/,
    "It may have happened on the other side although no answer came. Look there first; discard what is done, redrive what is not.",
  ],
  [
    /^(invalid_input|expression_\w+|template_\w+|malformed|too_large|unsupported_media_type|forbidden)$/,
    "The step cannot work with the values it was given. Correct the expression and publish, or edit the input, then redrive.",
  ],
  [
    /^(quota_exceeded)$/,
    "The plan is used up. Raise the plan or wait for the next period, then redrive.",
  ],
  [
    /^not_found$/,
    "Something the step needs is gone. Make it again or correct the step, then redrive.",
  ],
  [
    /^(approval_\w+|rejected|wait_\w+|expired)$/,
    "Nobody answered in time, or the answer was no. Redrive to ask again, or discard.",
  ],
];

const OTHERWISE =
  "Open a run to see the step's input and error. When the cause is mended, redrive from the failed step.";

/** One or two sentences that say what a person does about failures with this code. */
export const hintOf = (code: string): string =>
  HINTS.find(([pattern]) => pattern.test(code))?.[1] ?? OTHERWISE;
