/** What verb and object together do that the verb alone does not tell: `create` is a write, `create payment` pays. */
import type { ToolEffect } from '../../core/signals.ts';
import type { Term, Verb } from './vocabulary.ts';
import type { ObjectKind, VerbGroup } from './words/meaning.ts';

type ObjectRule = {
  groups: readonly VerbGroup[];
  object: ObjectKind;
  /** `head`: what is acted on itself (`create_payment`, not `create_payment_link`). */
  place: 'head' | 'any';
  unless?: ObjectKind;
  effect: ToolEffect;
  strength: 1 | 2 | 3;
};

/** The first that fits holds. */
const rules: readonly ObjectRule[] = [
  { groups: ['remove'], object: 'light', place: 'any', effect: 'write', strength: 3 },
  { groups: ['hand'], object: 'person', place: 'any', effect: 'write', strength: 2 },
  { groups: ['make'], object: 'money', place: 'head', unless: 'draft', effect: 'destructive', strength: 3 },
  {
    groups: ['make', 'alter', 'unfold'],
    object: 'rights',
    place: 'head',
    unless: 'draft',
    effect: 'destructive',
    strength: 3,
  },
  { groups: ['make'], object: 'message', place: 'head', unless: 'draft', effect: 'destructive', strength: 2 },
  { groups: ['make'], object: 'release', place: 'head', unless: 'draft', effect: 'destructive', strength: 3 },
  { groups: ['take'], object: 'money', place: 'head', effect: 'destructive', strength: 3 },
  { groups: ['unfold'], object: 'page', place: 'head', effect: 'read', strength: 2 },
  { groups: ['resolve'], object: 'view', place: 'any', effect: 'read', strength: 2 },
  { groups: ['run', 'send', 'evaluate'], object: 'code', place: 'any', effect: 'destructive', strength: 3 },
  { groups: ['stop'], object: 'machine', place: 'head', effect: 'destructive', strength: 3 },
  { groups: ['close'], object: 'account', place: 'head', effect: 'destructive', strength: 3 },
  { groups: ['reset'], object: 'secret', place: 'any', effect: 'destructive', strength: 3 },
  { groups: ['reset'], object: 'machine', place: 'any', effect: 'destructive', strength: 3 },
  { groups: ['format'], object: 'storage', place: 'any', effect: 'destructive', strength: 3 },
];

export type Ruling = { effect: ToolEffect; strength: 1 | 2 | 3; object: string };

/** `phrase`: what stands between the verb and the next preposition, or the end; `rest`: all that follows. */
export function judgeObject(verb: Verb, phrase: readonly Term[], rest: readonly Term[]): Ruling | null {
  const head = phrase.at(-1);
  const isThere = (kind: ObjectKind) => rest.find(({ objects }) => objects.includes(kind));
  for (const { groups, object, place, unless, effect, strength } of rules) {
    if (verb.group === undefined || !groups.includes(verb.group)) continue;
    const found = place === 'head' ? (head?.objects.includes(object) ? head : undefined) : isThere(object);
    if (found === undefined || (unless !== undefined && isThere(unless))) continue;
    return { effect, strength, object: found.word };
  }
  return null;
}
