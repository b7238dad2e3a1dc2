/** A question to the focal point, as the API shows it. */
export type Question = Readonly<{
  id: string;
  unit: string;
  by: string;
  route: string | null;
  question: string;
  at: string;
  answer: Readonly<{ text: string; by: string; at: string }> | null;
  entryId: string | null;
}>;
