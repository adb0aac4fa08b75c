/** A row of the ledger as it comes from the database: instants are dates. */
export type Stored<Mail> = Omit<Mail, keyof Instants> & Instants;

type Instants = {
  createdAt: Date;
  sentAt: Date | null;
  openedAt: Date | null;
  clickedAt: Date | null;
};

/** The row with its instants as ISO 8601 UTC. */
export const withInstants = <Row extends Instants>({
  createdAt,
  sentAt,
  openedAt,
  clickedAt,
  ...row
}: Row) => ({
  ...row,
  createdAt: createdAt.toISOString(),
  sentAt: sentAt?.toISOString() ?? null,
  openedAt: openedAt?.toISOString() ?? null,
  clickedAt: clickedAt?.toISOString() ?? null,
});
