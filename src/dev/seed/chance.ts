/** Chance that is the same in every run with the same seed: what demo traffic is drawn from. */
import { seededRandom } from '../simulator/seed.ts';

/** Weights by what may be drawn; they need not add up to 1. */
export type Weights<T extends string> = Readonly<Partial<Record<T, number>>>;

export type Chance = {
  /** 0 to 1, 1 excluded. */
  share(): number;
  /** True in `probability` of all cases. */
  happens(probability: number): boolean;
  /** A whole number from 0 to `count - 1`. */
  below(count: number): number;
  /** `weights` names at least one. */
  pick<T extends string>(weights: Weights<T>): T;
  /** Log-normal, as sizes and times are: half of all are below `median`; `sigma` in nats. Whole, and at least 1. */
  around(median: number, sigma: number): number;
  /** How many come, where `expected` do on average. */
  count(expected: number): number;
  /** `length` characters of `[a-z0-9]`. */
  text(length: number): string;
};

const alphabet = 'abcdefghijklmnopqrstuvwxyz0123456789';
/** Above it a count is drawn as if it were normal, which is close and takes two numbers. */
const manyExpected = 60;

function createNormal(share: () => number): () => number {
  return () => Math.sqrt(-2 * Math.log(1 - share())) * Math.cos(2 * Math.PI * share());
}

function countFew(expected: number, share: () => number): number {
  const end = Math.exp(-expected);
  let count = 0;
  for (let left = share(); left > end; left *= share()) count++;
  return count;
}

export function createChance(seed: string): Chance {
  const share = seededRandom(seed);
  const normal = createNormal(share);
  return {
    share,
    happens: (probability) => share() < probability,
    below: (count) => Math.floor(share() * count),
    pick: <T extends string>(weights: Weights<T>): T => {
      const entries = Object.entries(weights) as [T, number][];
      let left = share() * entries.reduce((sum, [, weight]) => sum + weight, 0);
      for (const [name, weight] of entries) {
        left -= weight;
        if (left < 0) return name;
      }
      const [last] = entries.at(-1) ?? [];
      if (last === undefined) throw new Error('there is nothing to draw');
      return last;
    },
    around: (median, sigma) => Math.max(1, Math.round(median * Math.exp(sigma * normal()))),
    count: (expected) => {
      if (expected < manyExpected) return countFew(expected, share);
      return Math.max(0, Math.round(expected + Math.sqrt(expected) * normal()));
    },
    text: (length) => {
      let text = '';
      while (text.length < length) text += alphabet[Math.floor(share() * alphabet.length)];
      return text;
    },
  };
}
