/** The smallest UUID version 7 of an instant's millisecond, for bounds on keys that carry their time. */
export const uuidv7Floor = (at: Date): string => {
  const hex = Math.max(0, at.getTime()).toString(16).padStart(12, "0");
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-7000-8000-000000000000`;
};
