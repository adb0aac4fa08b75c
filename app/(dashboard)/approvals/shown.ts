/** What can be shown; "" is the first view, with what is undecided at the top. */
export const SHOWN: [show: string, word: string][] = [
  ["", "Undecided first"],
  ["mine", "For me to decide"],
  ["approved", "Approved"],
  ["rejected", "Rejected"],
  ["expired", "Expired"],
  ["cancelled", "Cancelled"],
];
