/** The relation of a person to the head of the household, as lists write it. */
import { foldText } from '../../kernel/vietnamese-text.ts';

const HEAD = /^(chu ho|c\.? ?ho|chu|ch|ban than|head( of household)?|householder)$/;
const SPOUSE = /^(vo|chong|wife|husband|spouse|vo chong)$/;
const OTHER =
  /^(con|chau|chat|chut|me|bo|cha|ong|ba|anh|chi|em|co|di|chu|cau|mo|bac|dau|re|be|o|nguoi|ban|khac|son|daughter|child|mother|father|grand)\b[\p{L} /.]{0,30}$/u;

/** `head` for the head of the household, `spouse`, `other` for any other relation; null when the text is none. */
export function readRelation(raw: string): 'head' | 'spouse' | 'other' | null {
  const text = foldText(raw).replace(/[.:]+$/, '');
  if (HEAD.test(text)) return 'head';
  if (SPOUSE.test(text)) return 'spouse';
  return text.length <= 40 && OTHER.test(text) ? 'other' : null;
}
