/** Ten characters are the least Supabase Auth is told to take. */
export const PASSWORD_LENGTH_MIN = 10;

const WORDS = ["At least 10 characters", "Easy to guess", "Fair", "Good", "Strong"] as const;

/**
 * How hard a password is to guess: 0 (too short) to 4, with a word. Length counts most; repeated characters and runs
 * such as "1234" count as one character.
 */
export const passwordStrength = (password: string): { score: number; word: string } => {
  if (password.length < PASSWORD_LENGTH_MIN) return { score: 0, word: WORDS[0] };
  let effective = 1;
  for (let i = 1; i < password.length; i += 1) {
    const step = password.charCodeAt(i) - password.charCodeAt(i - 1);
    if (Math.abs(step) > 1) effective += 1;
  }
  const kinds = [/[a-z]/, /[A-Z]/, /\d/, /[^a-zA-Z\d]/].filter((kind) =>
    kind.test(password),
  ).length;
  const points = effective + 2 * (kinds - 1);
  const score = points >= 20 ? 4 : points >= 14 ? 3 : points >= 9 ? 2 : 1;
  return { score, word: WORDS[score] ?? "" };
};
