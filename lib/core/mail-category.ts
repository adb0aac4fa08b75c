/**
 * What people can opt out of, one by one: tips after sign-up, news of the product, reports and reminders. The place in the
 * list is part of every unsubscribe link ever sent, so new ones come at the end and none leaves.
 */
export const MAIL_CATEGORIES = ["lifecycle", "product", "notification"] as const;

export type MailCategory = (typeof MAIL_CATEGORIES)[number];
