/** The form in which the word tables of this folder are written. Shapes only. */
import type { ToolEffect } from '../../../core/signals.ts';

/** How often the word is a noun: `never` may stand anywhere, `often` must stand where only a verb can. */
export type NounUse = 'never' | 'seldom' | 'often';

export type VerbLine = {
  effect: ToolEffect;
  /** 3: always so. 2: mostly. 1: what else is known decides. */
  strength: 1 | 2 | 3;
  noun: NounUse;
  /** Base forms, separated by spaces; `_` joins two words (`roll_back`). */
  words: string;
  /** For the rules that look at verb and object together. */
  group?: VerbGroup;
  /** Only in names (`return_order`), or only in descriptions (`Returns the order`). */
  only?: 'name' | 'text';
};

export type VerbGroup =
  | 'make'
  /** `open_page` looks, `open_account` does not. */
  | 'unfold'
  | 'alter'
  | 'remove'
  | 'run'
  | 'stop'
  | 'close'
  | 'reset'
  | 'send'
  | 'take'
  | 'format'
  | 'hand'
  | 'evaluate'
  | 'resolve';

/** What a thing is, where that changes what is done to it. */
export type ObjectKind =
  | 'money'
  | 'rights'
  | 'message'
  | 'release'
  | 'code'
  | 'machine'
  | 'account'
  | 'secret'
  | 'storage'
  /** Little is lost with it: a label, a line of a cart. */
  | 'light'
  /** What is only looked at or computed: status, details, forecast. */
  | 'view'
  /** What a thing has and is never sent or paid itself: `order status`, `message history`. */
  | 'aspect'
  | 'draft'
  /** What is opened to be looked at. */
  | 'page'
  | 'person';

/** Words that hold a sentence together. */
export type JointKind =
  | 'and'
  | 'to'
  | 'preposition'
  | 'determiner'
  | 'pronoun'
  /** `can`, `please`: a verb follows. */
  | 'may'
  | 'not'
  /** `is_`, `has_` at the start of a name ask a question. */
  | 'asks'
  /** `bulk_`, `new_`: says nothing. */
  | 'filler'
  /** `performs a search`: the verb is in the noun that follows. */
  | 'bridge'
  /** `allows you to send`: the verb is yet to come. */
  | 'opener'
  | 'irreversible'
  /** `force_`: graver than without. */
  | 'force'
  /** Says that nothing is changed. */
  | 'claim'
  /** `side effects`: says so after `no`. */
  | 'effects';

export type VerbPlace = 'first' | 'last' | 'mixed';

/** Words of one language beside English: stems with `*`, separated by spaces. */
export type LanguageWords = {
  lang: string;
  /**
   * Which verb found is the tool's: the first, the last (Japanese), or the first in sentences and the last in names
   * (German `rechnung_anlegen`).
   */
  verb: VerbPlace;
  read: string;
  write: string;
  destructive: string;
  /** Means to run as well as to do (`führt eine Suche aus`): what is run decides. */
  run?: string;
  /** Nouns: payments, messages to people, rights. With any verb that changes something they make it destructive. */
  grave?: string;
  not?: string;
};
