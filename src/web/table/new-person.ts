/** What is already known of somebody who is about to be added: the card that was read, or the name that was typed. */
import type { CitizenCard } from './cccd-qr.ts';

export type Beginning = Readonly<{ card: CitizenCard | null; name: string }>;
let beginning: Beginning = { card: null, name: '' };

export const beginWithCard = (card: CitizenCard): void => {
  beginning = { card, name: card.name };
};

/** A name typed after a card was read speaks of somebody else, unless it is the card's own. */
export const begunWith = (name: string): void => {
  if (beginning.card?.name !== name) beginning = { card: null, name: /^[\d\s./-]*$/.test(name) ? '' : name };
};

export const theBeginning = (): Beginning => beginning;
