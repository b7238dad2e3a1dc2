import { Link } from '@tanstack/react-router';
import type { GuideTitle } from './types.ts';

/** Pages of the guide, each by its title and what it helps with. */
export const GuideList = ({ pages }: { pages: readonly GuideTitle[] }) => (
  <ul className="guide-list">
    {pages.map(({ slug, title, summary }) => (
      <li key={slug}>
        <Link to="/help/guide/$slug" params={{ slug }} search={true}>
          {title}
        </Link>
        <span>{summary}</span>
      </li>
    ))}
  </ul>
);
