/**
 * The feature space: named features first (cues by zone, structure, declared facts), then buckets of hashed n-grams.
 * The numbers of a trained model hold for exactly this order, so a digest of it stands in the file of the weights.
 */
import { type TaskCue, taskCueMeanings, taskCues } from '../lexicon/task-cues.ts';
import { factNames } from './fact-names.ts';
import { structureNames } from './structure-names.ts';

/** Where a cue stands, in words for evidence. */
export const cueZones = {
  any: '',
  start: 'as the first words',
  first: 'in the first sentence',
  last: 'in the last sentence',
  system: 'in the system prompt',
  'system head': 'at the start of the system prompt',
} as const;

export type CueZone = keyof typeof cueZones;

const zoneNames = Object.keys(cueZones) as CueZone[];

/** Number of the first cue's feature that says: it stands in this zone; the other cues follow. */
export function firstCueFeature(zone: CueZone): number {
  return zoneNames.indexOf(zone) * taskCues.length;
}

const structureOffset = zoneNames.length * taskCues.length;
const factOffset = structureOffset + structureNames.length;

export const structureFeatures = new Map(structureNames.map((name, at) => [name, structureOffset + at]));
export const factFeatures = new Map(factNames.map((name, at) => [name, factOffset + at]));

/** Features below this number have a name; from here on they are buckets. */
export const namedCount = factOffset + factNames.length;

export const bucketBits = 15;
export const bucketCount = 1 << bucketBits;
export const featureCount = namedCount + bucketCount;

/** In words a person can read. */
export function describeFeature(feature: number): string {
  if (feature >= namedCount) return 'its words';
  if (feature >= factOffset) return factNames[feature - factOffset] ?? '';
  if (feature >= structureOffset) return structureNames[feature - structureOffset] ?? '';
  const cue = taskCues[feature % taskCues.length] as TaskCue;
  const zone = cueZones[zoneNames[Math.floor(feature / taskCues.length)] ?? 'any'];
  return [taskCueMeanings[cue], zone].filter((part) => part !== '').join(', ');
}

/** Everything the numbers depend on, as one text to be digested. */
export function spaceText(): string {
  return [zoneNames, taskCues, structureNames, factNames, [bucketBits]]
    .map((part) => part.join('\n'))
    .join('\n\n');
}
