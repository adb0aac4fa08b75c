/**
 * The words beside the box that objects to mails after sign-up (soft opt-in: EU Directive 2002/58, Art. 13(2)). Version and
 * words are stored with the answer; words that change get a new version.
 */
export const TIPS = { version: 1, text: "Do not send me tips about the product" };
