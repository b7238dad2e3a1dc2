/** Where two texts differ, letter by letter: what both have is plain, what only this one has is marked. */
export function Differing({ text, against }: { text: string; against: string | null }) {
  if (against === null || against === text) return <>{text}</>;
  return (
    <>
      {parts(text, against).map(({ at, run, common }) =>
        common ? <span key={at}>{run}</span> : <mark key={at}>{run}</mark>,
      )}
    </>
  );
}

type Part = { at: number; run: string; common: boolean };

/** Runs of `text` that stand in the longest common subsequence with `against`, and runs that do not. */
function parts(text: string, against: string): Part[] {
  const [a, b] = [[...text], [...against]];
  const lengths = Array.from({ length: a.length + 1 }, () => new Array<number>(b.length + 1).fill(0));
  for (let i = a.length - 1; i >= 0; i--)
    for (let j = b.length - 1; j >= 0; j--)
      lengths[i]![j] =
        a[i] === b[j] ? lengths[i + 1]![j + 1]! + 1 : Math.max(lengths[i + 1]![j]!, lengths[i]![j + 1]!);
  const found: Part[] = [];
  let j = 0;
  a.forEach((letter, i) => {
    while (j < b.length && b[j] !== letter && lengths[i]![j + 1]! >= lengths[i]![j]!) j++;
    const common = b[j] === letter && lengths[i]![j] === lengths[i + 1]![j + 1]! + 1;
    if (common) j++;
    const last = found.at(-1);
    if (last !== undefined && last.common === common) last.run += letter;
    else found.push({ at: i, run: letter, common });
  });
  return found;
}
