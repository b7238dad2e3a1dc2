/**
 * Work that costs little more for many than for one. Nobody waits for company: what comes while others are being served
 * goes together with the next.
 */

export type Company<Item, Answer> = Readonly<{
  /** Serves several at once; answers in their order. */
  serve: (items: readonly Item[]) => Promise<readonly Answer[]>;
  /** How many are served together. One company is served after the other: two at once would be two small ones, */
  most: number;
  /** unless so many wait that they make a good one of their own. */
  enough?: number;
  /** Two of one key do not go together: the later waits for the earlier to be served or to go. */
  key?: (item: Item) => string;
  /** Only those alike go together. */
  kind?: (item: Item) => string;
}>;

type Waiting<Item, Answer> = Readonly<{
  item: Item;
  done: (answer: Answer) => void;
  failed: (error: unknown) => void;
}>;

/** A door for each host (a database): one item in, its answer out. An item that fails does not take the others down. */
export function inCompany<Host extends object, Item, Answer>(
  companyAt: (host: Host) => Company<Item, Answer>,
): (host: Host, item: Item) => Promise<Answer> {
  const doors = new WeakMap<Host, (item: Item) => Promise<Answer>>();
  return (host, item) => {
    const door = doors.get(host) ?? doorTo(companyAt(host));
    doors.set(host, door);
    return door(item);
  };
}

function doorTo<Item, Answer>(company: Company<Item, Answer>): (item: Item) => Promise<Answer> {
  const { serve, most, enough = Number.POSITIVE_INFINITY, key, kind } = company;
  let waiting: Waiting<Item, Answer>[] = [];
  let underWay = 0;

  const take = (): Waiting<Item, Answer>[] => {
    const first = waiting[0]!.item;
    const keys = new Set<string>();
    const taken: Waiting<Item, Answer>[] = [];
    const left: Waiting<Item, Answer>[] = [];
    for (const one of waiting) {
      const own = key?.(one.item);
      const fits =
        taken.length < most &&
        (kind === undefined || kind(one.item) === kind(first)) &&
        (own === undefined || !keys.has(own));
      (fits ? taken : left).push(one);
      if (own !== undefined) keys.add(own);
    }
    waiting = left;
    return taken;
  };

  const run = async (together: readonly Waiting<Item, Answer>[]): Promise<void> => {
    try {
      const answers = await serve(together.map(({ item }) => item));
      for (const [i, { done }] of together.entries()) done(answers[i]!);
    } catch (error) {
      if (together.length > 1) await Promise.all(together.map((one) => run([one])));
      else together[0]!.failed(error);
    }
  };

  const next = (): void => {
    while (underWay < 2 && waiting.length >= (underWay === 0 ? 1 : enough)) {
      underWay++;
      void run(take()).finally(() => {
        underWay--;
        next();
      });
    }
  };

  return (item) =>
    new Promise((done, failed) => {
      waiting.push({ item, done, failed });
      next();
    });
}
