import { figure } from '../app/format.ts';

export type Tab<Key extends string> = Readonly<{ key: Key; label: string; count?: number | undefined }>;

/** Views of one page, each with how many stand in it; the chosen one stands in the address by the page's care. */
export function Tabs<Key extends string>({
  label,
  tabs,
  chosen,
  onChoose,
}: {
  label: string;
  tabs: readonly Tab<Key>[];
  chosen: Key;
  onChoose: (key: Key) => void;
}) {
  return (
    <nav className="tabs no-print" aria-label={label}>
      {tabs.map((tab) => (
        <button
          key={tab.key}
          type="button"
          aria-current={tab.key === chosen ? 'true' : undefined}
          onClick={() => onChoose(tab.key)}
        >
          {tab.label}
          {tab.count !== undefined && <b>{figure(tab.count)}</b>}
        </button>
      ))}
    </nav>
  );
}
