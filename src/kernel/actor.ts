/** Who acts: written by the database into every audit row of the transaction. */
export type Actor = Readonly<{
  /** Null for the system itself (migration, demonstration, command line on the embedded database). */
  accountId: string | null;
  /** Account name as people know it, e.g. `clerk.06697`; `system` or `cli:<os user>` without an account. */
  name: string;
  /** The account for which a lent hand acts, under a delegated grant. */
  onBehalfOf: string | null;
  requestId: string;
  reason: string | null;
  /** The unit for which he acts, where it is one: who audits that unit sees the act. */
  unitId?: number | null;
}>;
