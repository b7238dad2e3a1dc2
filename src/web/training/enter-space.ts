import { TRAINING_BASE } from '../../training/contract.ts';
import { send } from '../app/client.ts';

/** Opens a session in the training space and goes to one of its pages. */
export async function enterSpace(route: string): Promise<void> {
  await send('POST', '/training/enter');
  location.assign(`${TRAINING_BASE}${route}`);
}
