/** Mutations of JSON, of its values and of its text: what careless and what hostile clients make of a body. Pure. */
import { isObject, type Json, type JsonObject } from '../../../src/core/json.ts';
import type { Chance } from './chance.ts';

/** A place in a body: `holder[key]`. Holders are the body's own objects and arrays. */
type Place = { readonly holder: JsonObject | Json[]; readonly key: string | number };

function placesIn(value: Json | undefined, found: Place[] = []): Place[] {
  if (Array.isArray(value)) {
    for (const [key, member] of value.entries()) {
      found.push({ holder: value, key });
      placesIn(member, found);
    }
  } else if (isObject(value)) {
    for (const [key, member] of Object.entries(value)) {
      found.push({ holder: value, key });
      placesIn(member, found);
    }
  }
  return found;
}

function read({ holder, key }: Place): Json {
  return (holder as Record<string | number, Json>)[key] ?? null;
}

function write({ holder, key }: Place, value: Json): void {
  // As JSON.parse does it: a member called __proto__ is a member.
  Object.defineProperty(holder, key, { value, writable: true, enumerable: true, configurable: true });
}

function remove({ holder, key }: Place): void {
  if (Array.isArray(holder)) holder.splice(Number(key), 1);
  else delete holder[key];
}

const numbers = [
  0,
  -0,
  -1,
  1.5,
  1e21,
  -1e21,
  1.7976931348623157e308,
  5e-324,
  2 ** 53,
  -(2 ** 53),
  2 ** 31,
  1e9,
];
const texts = [
  '',
  ' ',
  '\0',
  '\ud800',
  '\udc00\ud800',
  '\u202e\u2066\ufeff',
  '👩‍👩‍👧‍👦'.repeat(20),
  'a\u0301\u0302\u0303'.repeat(50),
  '\r\n\r\n',
  'data: [DONE]\n\n',
  '[DONE]',
  '{"a":',
  '../../etc/passwd',
  'data:image/png;base64,',
  'https://',
  'null',
  'x'.repeat(20_000),
  '('.repeat(5000),
  'a'.repeat(3000) + '!'.repeat(3000),
];
const names = [
  '__proto__',
  'constructor',
  'toString',
  'hasOwnProperty',
  'length',
  '',
  '0',
  'type',
  'then',
  'role',
];

function anyValue(chance: Chance): Json {
  const makers: readonly (() => Json)[] = [
    () => null,
    () => chance.next() < 0.5,
    () => chance.pick(numbers),
    () => chance.pick(texts),
    () => [],
    () => ({}),
    () => [null],
    () => ({ [chance.pick(names)]: chance.pick(texts) }),
  ];
  return chance.pick(makers)();
}

function nest(value: Json, depth: number, chance: Chance): Json {
  let nested = value;
  for (let level = 0; level < depth; level++) nested = chance.next() < 0.5 ? [nested] : { a: nested };
  return nested;
}

function scramble(text: string, chance: Chance): string {
  const at = chance.below(text.length + 1);
  return text.slice(0, at) + chance.pick(texts) + text.slice(at + chance.below(4));
}

type Mutation = (place: Place, chance: Chance, all: readonly Place[]) => void;

const mutations: readonly Mutation[] = [
  remove,
  (place) => {
    if (Array.isArray(place.holder)) place.holder.splice(Number(place.key), 0, structuredClone(read(place)));
    else write({ ...place, key: `${place.key}_` }, structuredClone(read(place)));
  },
  (place, chance) => write(place, anyValue(chance)),
  (place, chance) => write(place, nest(read(place), 1 + chance.below(3), chance)),
  (place, chance) => write(place, nest(read(place), 70, chance)),
  (place, chance) => {
    const value = read(place);
    if (typeof value === 'string') write(place, value.slice(0, chance.below(value.length + 1)));
    else if (Array.isArray(value)) value.splice(chance.below(value.length + 1));
    else write(place, String(JSON.stringify(value)));
  },
  (place, chance) => {
    const value = read(place);
    write(place, typeof value === 'string' ? scramble(value, chance) : chance.pick(texts));
  },
  (place, chance) => write(place, chance.pick(numbers)),
  (place, chance, all) => {
    const other = chance.pick(all);
    const value = structuredClone(read(other));
    write(other, structuredClone(read(place)));
    write(place, value);
  },
  (place, chance) => {
    if (Array.isArray(place.holder)) place.holder.reverse();
    else {
      const value = read(place);
      remove(place);
      write({ ...place, key: chance.pick(names) }, value);
    }
  },
  (place, chance) => {
    if (isObject(place.holder)) write({ ...place, key: chance.pick(names) }, anyValue(chance));
  },
  (place, chance) => {
    const value = read(place);
    if (Array.isArray(value) && value.length > 0 && value.length < 20)
      write(
        place,
        Array.from({ length: 300 }, () => structuredClone(chance.pick(value))),
      );
  },
];

/** A changed copy: one change, sometimes a few. */
export function mutate(body: JsonObject, chance: Chance): JsonObject {
  const copy = structuredClone(body);
  const changes = 1 + (chance.next() < 0.4 ? chance.below(4) : 0);
  for (let change = 0; change < changes; change++) {
    const places = placesIn(copy);
    if (places.length === 0) break;
    chance.pick(mutations)(chance.pick(places), chance, places);
  }
  return copy;
}

/** Changed text of a body, most of it no JSON any more. */
export function mutateText(text: string, chance: Chance): string {
  const at = chance.below(text.length);
  const edits: readonly (() => string)[] = [
    () => text.slice(0, at),
    () => text.slice(0, at) + text.slice(at + 1),
    () =>
      text.slice(0, at) +
      chance.pick(['"', '{', '}', '[', ']', ',', ':', '\\', '1e400', '-', 'nul']) +
      text.slice(at),
    () => text + text,
    () => text.replace(/:/, ':'.repeat(2)),
    () => text.replace(/"(\w+)":/, '"$1":0,"$1":'),
    () => text.replace(/\d+/, '123456789012345678901234567890'),
  ];
  return chance.pick(edits)();
}
