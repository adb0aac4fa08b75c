type StepTools = { sleepUntil: (id: string, until: Date) => Promise<void> };

const YEAR_MS = 366 * 86_400_000;

/**
 * Sleeps until an instant. The SDK turns durations it cannot read into no sleep at all and cuts fractions of a second
 * off, so the house hands it an instant and never a text; one that is no date, or further than the engine allows, is refused.
 */
export const sleep = async (step: StepTools, id: string, until: Date): Promise<void> => {
  const ms = until.getTime() - Date.now();
  if (Number.isNaN(ms) || ms > YEAR_MS) throw new RangeError(`${id} cannot sleep until ${until}`);
  await step.sleepUntil(id, until);
};
