/** Shapes of the answers about training. */
export type TaskState = Readonly<{
  id: string;
  route: string;
  done: boolean;
  attempts: number;
  missing: readonly string[];
}>;
export type Paper = Readonly<{ row: number; name: string; birth: string; sex: string; nationalId: string }>;
export type Training = Readonly<{
  unit: { code: string; name: string };
  papers: readonly Paper[];
  doses: Readonly<Record<string, number>>;
  figures: {
    bands: readonly string[];
    official: number;
    actual: readonly number[];
    transient: readonly number[];
  };
  tasks: readonly TaskState[];
}>;
export type Progress = Readonly<{
  tasks: readonly string[];
  units: readonly { code: string; name: string; attended: number; done: Record<string, number> }[];
  stuck: readonly {
    who: string;
    unit: string;
    task: string;
    attempts: number;
    since: string;
    missing: readonly string[];
  }[];
}>;
