import type { ReactNode } from 'react';

/** A word above an input that has its own form. */
export function Labelled({ label, children }: { label: string; children: ReactNode }) {
  return (
    <div className="field">
      <span>{label}</span>
      {children}
    </div>
  );
}
