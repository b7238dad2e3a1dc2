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
  const may = useMe().data?.actions.includes('person.search') ?? false;
  if (!may || figure === 0) return inWords(figure);
  return (
    <Link to="/people" search={(place: object) => ({ ...place, ...filter }) as never}>
      {inWords(figure)}
    </Link>
  );
}
