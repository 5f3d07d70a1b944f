/**
 * Names that stand twice in one object: two parsers could read two different requests out of such a text, the one that
 * safeguards look at and the one that a model gets. Texts are valid JSON.
 */
import { closingQuote, readKey } from '../core/json-text.ts';

/** Members of all objects in a parsed value, where a name that stood twice counts once. */
export function countMembers(value: unknown): number {
  if (typeof value !== 'object' || value === null) return 0;
  let count = 0;
  if (Array.isArray(value)) {
    for (const each of value) if (typeof each === 'object') count += countMembers(each);
    return count;
  }
  for (const each of Object.values(value)) count += typeof each === 'object' ? 1 + countMembers(each) : 1;
  return count;
}

/** An object or array that is open; `names` is null for an array, whose place is `at`. */
type Open = { readonly names: Set<string> | null; name: string; at: number; isName: boolean };

function pathOf(stack: readonly Open[]): string {
  const steps = stack.map(({ names, name, at }) => (names === null ? `[${at}]` : `.${name}`));
  return steps.join('').slice(1);
}

/** Where the first name stands for the second time, as a path; null: nowhere. Slow: asked once it is known that one does. */
export function findTwin(text: string): string | null {
  const stack: Open[] = [];
  for (let at = 0; at < text.length; at++) {
    const inner = stack.at(-1);
    switch (text[at]) {
      case '"': {
        const end = closingQuote(text, at);
        if (inner?.isName) {
          inner.name = readKey(text.slice(at, end + 1));
          inner.isName = false;
          if (inner.names?.has(inner.name)) return pathOf(stack);
          inner.names?.add(inner.name);
        }
        at = end;
        break;
      }
      case '{':
        stack.push({ names: new Set(), name: '', at: 0, isName: true });
        break;
      case '[':
        stack.push({ names: null, name: '', at: 0, isName: false });
        break;
      case '}':
      case ']':
        stack.pop();
        break;
      case ',':
        if (inner === undefined) break;
        inner.at++;
        inner.isName = inner.names !== null;
        break;
    }
  }
  return null;
}
