export const TRIGGERS = {
  webhook: "A shop or payment",
  event: "An event",
  schedule: "A schedule",
  manual: "A click",
};
