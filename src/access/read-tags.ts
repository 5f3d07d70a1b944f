/** Tags that a request sets for itself: `x-signalbox-tags: feature=search,customer=c-17`, as far as its key allows. */
import { RouterError } from '../core/errors.ts';

export const mostTags = 8;

const header = 'x-signalbox-tags';
export const tagName = /^[a-z][a-z0-9_.-]{0,31}$/;
export const tagValue = /^[A-Za-z0-9][A-Za-z0-9 _.:@/+-]{0,63}$/;

function refuse(message: string): RouterError {
  return new RouterError('invalid_request', message, { param: header });
}

/** Errors: `invalid_request`, naming the tag. Nothing is left out silently: costs would be booked to nobody. */
export function readTags(headers: Headers, allowed: readonly string[]): Record<string, string> {
  const written = headers.get(header);
  if (written === null || written.trim() === '') return {};
  const tags: Record<string, string> = {};
  for (const pair of written.split(',')) {
    const at = pair.indexOf('=');
    const name = pair.slice(0, at).trim();
    const value = pair.slice(at + 1).trim();
    if (at === -1 || !tagName.test(name) || !tagValue.test(value))
      throw refuse(`${header} is a list such as feature=search,customer=c-17; names are small letters.`);
    if (!allowed.includes(name))
      throw refuse(
        `This API key may not set the tag ${name}; ${allowed.length === 0 ? 'it may set none' : `it may set ${allowed.join(', ')}`}.`,
      );
    if (Object.hasOwn(tags, name)) throw refuse(`${header} has the tag ${name} twice.`);
    tags[name] = value;
  }
  if (Object.keys(tags).length > mostTags) throw refuse(`${header} has more than ${mostTags} tags.`);
  return tags;
}
