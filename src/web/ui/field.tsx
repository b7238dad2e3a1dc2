import { type InputHTMLAttributes, type ReactNode, useId } from 'react';

/** Label above, help below, what is wrong beside the field; the input is the browser's own, light and known. */
export function Field({
  label,
  help,
  wrong,
  ...input
}: { label: string; help?: ReactNode; wrong?: string | undefined } & InputHTMLAttributes<HTMLInputElement>) {
  const id = useId();
  return (
    <div className="text-field">
      <label htmlFor={id}>{label}</label>
      <input
        id={id}
        aria-invalid={wrong !== undefined}
        aria-describedby={help === undefined && wrong === undefined ? undefined : `${id}-help`}
        {...input}
      />
      {(help !== undefined || wrong !== undefined) && (
        <small id={`${id}-help`} className={wrong === undefined ? '' : 'wrong'}>
          {wrong ?? help}
        </small>
      )}
    </div>
  );
}
