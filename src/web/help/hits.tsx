import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import type { Hit } from './types.ts';

/** What the search found: title, kind, and the words that were asked for within their sentence. */
export function Hits({ hits }: { hits: readonly Hit[] }) {
  const { t } = useTranslation();
  return (
    <ol className="guide-list hits" aria-label={t('help.found', { n: hits.length })}>
      {hits.map((hit) => (
        <li key={`${hit.kind} ${hit.id}`}>
          <HitLink hit={hit} /> <small>{t(`help.kind.${hit.kind}`)}</small>
          <span>
            {hit.excerpt.map(({ text, hit: asked }, i) =>
              // biome-ignore lint/suspicious/noArrayIndexKey: pieces of one sentence have no identity
              asked ? <mark key={i}>{text}</mark> : text,
            )}
          </span>
        </li>
      ))}
    </ol>
  );
}

function HitLink({ hit: { kind, id, title } }: { hit: Hit }) {
  if (kind === 'guide')
    return (
      <Link to="/help/guide/$slug" params={{ slug: id }} search={CLEAR}>
        {title}
      </Link>
    );
  if (kind === 'finding')
    return (
      <Link to="/help/findings/$code" params={{ code: id }} search={CLEAR}>
        {title}
      </Link>
    );
  if (kind === 'answer')
    return (
      <Link to="/help/answers/$id" params={{ id }} search={CLEAR}>
        {title}
      </Link>
    );
  return (
    <Link to="/help/glossary" search={CLEAR}>
      {title}
    </Link>
  );
}

/** The question stays behind with its answers. */
const CLEAR = (({ q: _, ...rest }: Record<string, string>) => rest) as never;
