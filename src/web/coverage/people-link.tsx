import { Link } from '@tanstack/react-router';
import { figure as inWords } from '../app/format.ts';
import { useMe } from '../app/place.ts';

type Filter = {
  unit?: string;
  hamlet?: string;
  kind?: string;
  band?: string;
  doses?: string;
  lists?: string;
  conflict?: string;
};

/** A figure that opens into the people behind it, for those who may see names; to others it is a figure. */
export function PeopleLink({ figure, ...filter }: { figure: number } & Filter) {
  const me = useMe().data;
  // A facility sees the people it injected, not those of a unit's figures: to it the figure stays a figure.
  const may = me?.actions.includes('person.search') && me.roles.some(({ role }) => role !== 'facility');
  if (!may || figure === 0) return inWords(figure);
  return (
    <Link to="/people" search={(place: object) => ({ ...place, ...filter }) as never}>
      {inWords(figure)}
    </Link>
  );
}
