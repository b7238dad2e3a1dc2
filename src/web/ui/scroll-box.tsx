import type { ReactNode, Ref } from 'react';

/** A named part that scrolls by itself (a wide or long table); the keyboard reaches it, so that arrows scroll it. */
export function ScrollBox({
  label,
  tall = false,
  className = '',
  ref,
  children,
}: {
  label: string;
  tall?: boolean;
  className?: string;
  ref?: Ref<HTMLElement>;
  children: ReactNode;
}) {
  return (
    <section
      ref={ref}
      className={`scroll ${tall ? 'tall ' : ''}${className}`}
      aria-label={label}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached without a mouse (WCAG 2.1.1)
      tabIndex={0}
    >
      {children}
    </section>
  );
}
