/** A mail's key as a person reads it: "approval-request" is "Approval request". */
export const templateTitle = (key: string): string => {
  const words = key.replaceAll("-", " ");
  return words.charAt(0).toUpperCase() + words.slice(1);
};
