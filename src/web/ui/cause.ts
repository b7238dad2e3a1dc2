/** A finding's words are a sentence of what is wrong and, after it, what to do: told apart for lists by cause. */
export function causeAndRemedy(message: string): { cause: string; remedy: string } {
  const end = message.search(/\.\s+\p{Lu}/u);
  return end < 0
    ? { cause: message.replace(/\.$/, ''), remedy: '' }
    : { cause: message.slice(0, end), remedy: message.slice(end + 1).trim() };
}
