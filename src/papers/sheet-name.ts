/** A spreadsheet allows 31 characters and none of \ / ? * [ ] :, and no name twice. */
export function sheetName(wanted: string, taken: Set<string>): string {
  const plain =
    wanted
      .replace(/[\\/?*[\]:]/g, ' ')
      .slice(0, 28)
      .trim() || '–';
  let name = plain;
  for (let n = 2; taken.has(name.toLowerCase()); n++) name = `${plain} ${n}`;
  taken.add(name.toLowerCase());
  return name;
}
