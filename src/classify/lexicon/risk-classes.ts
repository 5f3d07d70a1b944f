/**
 * The word classes of the risk lexicon, what each is called in evidence, and which of them are crossed: an act, what it
 * is done to, and how it is asked. Order is part of the trained weights: append, and train again.
 */
import type { riskActs } from './risk/acts.ts';
import type { riskFrames } from './risk/frames.ts';
import type { riskHarms } from './risk/harms.ts';
import type { riskMotives } from './risk/motives.ts';
import type { riskObjects } from './risk/objects.ts';
import type { riskSteering } from './risk/steering.ts';

export type RiskClass =
  | keyof typeof riskActs
  | keyof typeof riskObjects
  | keyof typeof riskHarms
  | keyof typeof riskFrames
  | keyof typeof riskSteering
  | keyof typeof riskMotives;

/** Words for people who read evidence. */
export const riskClassWords: Readonly<Record<RiskClass, string>> = {
  make: 'making',
  get: 'getting or selling',
  use: 'using',
  kill: 'killing',
  harm: 'hurting',
  bully: 'harassing',
  deceive: 'deceiving',
  steal: 'stealing',
  hack: 'breaking into systems',
  evade: 'not being caught',
  person: 'a person',
  minor: 'a child',
  group: 'a group of people',
  weapon: 'weapons',
  poison: 'poisons or agents',
  drug: 'drugs',
  sex: 'sex',
  selfharm: 'harming oneself',
  distress: 'distress',
  hate: 'hate',
  private: 'private data',
  money: 'money or papers',
  terror: 'terror or gangs',
  illegal: 'something called illegal',
  misinformation: 'false claims',
  promote: 'promoting',
  everyone: 'people lumped together',
  how: 'how to',
  write: 'writing a text',
  ask: 'telling or listing',
  what: 'a question of fact',
  self: 'the writer',
  prevent: 'preventing',
  history: 'history',
  fiction: 'fiction',
  study: 'study',
  medicine: 'medicine',
  law: 'law',
  securitywork: 'security work',
  negation: 'a negation',
  thing: 'a thing, not a person',
  pastime: 'a pastime',
  positive: 'a kind word',
  override: 'overriding instructions',
  jailbreak: 'another persona for the model',
  prompt: 'the prompt or its secrets',
  pretext: 'a pretext',
  planted: 'orders to whoever reads along',
  intend: 'something the asker means to do',
  onlooker: 'a question about others',
  malice: 'ill will',
  unknowing: 'somebody who does not know or cannot defend themselves',
  explicit: 'explicit words',
};

export const riskClasses = Object.keys(riskClassWords) as RiskClass[];

export const crossedActs: readonly RiskClass[] = [
  'kill',
  'harm',
  'bully',
  'deceive',
  'steal',
  'hack',
  'make',
  'get',
  'use',
  'write',
  'evade',
  'promote',
];

export const crossedObjects: readonly RiskClass[] = [
  'person',
  'minor',
  'group',
  'weapon',
  'poison',
  'drug',
  'sex',
  'selfharm',
  'hate',
  'private',
  'money',
  'terror',
  'thing',
  'misinformation',
  'pastime',
  'prompt',
  'evade',
  'illegal',
  'explicit',
  'unknowing',
];

export const crossedFrames: readonly RiskClass[] = [
  'how',
  'write',
  'ask',
  'what',
  'self',
  'prevent',
  'fiction',
  'history',
  'study',
  'medicine',
  'law',
  'securitywork',
  'intend',
  'onlooker',
  'malice',
  'unknowing',
];
