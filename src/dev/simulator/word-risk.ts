// How risky a text is, by words alone: scores by the moderation endpoint's categories, the same for the same text.
// Must not stand for judgement: a real model reads sentences.

import { seededRandom } from './seed.ts';

interface CategoryRow {
  /** One of these in the text scores 0.75, each further one more. */
  words: RegExp;
  /** Whether images are looked at too. */
  images: boolean;
}

const categories = {
  harassment: { words: /\b(idiots?|morons?|losers?|stupid|worthless|shut up)\b/gi, images: false },
  'harassment/threatening': {
    words: /\b(i('ll| will) (find|hurt|kill) you|watch your back|you will (pay|regret))\b/gi,
    images: false,
  },
  hate: { words: /\b(subhumans?|vermin|inferior race|ethnic cleansing)\b/gi, images: false },
  'hate/threatening': { words: /\b(exterminate them|gas them|purge them)\b/gi, images: false },
  illicit: {
    words: /\b(shoplift\w*|forg(e|ing) (a |an )?\w+|launder\w*|counterfeit\w*|ransomware|steal\w*|meth)\b/gi,
    images: false,
  },
  'illicit/violent': { words: /\b(pipe bombs?|explosives?|ghost guns?|build a bomb)\b/gi, images: false },
  'self-harm': {
    words: /\b(suicide|kill myself|cut(ting)? myself|end my life|starve myself)\b/gi,
    images: true,
  },
  'self-harm/instructions': {
    words: /\b(how (to|do i|can i) (kill|cut|hurt) myself|painless (way|method)s?)\b/gi,
    images: true,
  },
  'self-harm/intent': {
    words: /\b(i want to (die|end my life|kill myself)|end my life tonight)\b/gi,
    images: true,
  },
  sexual: { words: /\b(erotic\w*|porn\w*|nudes?|explicit sex)\b/gi, images: true },
  'sexual/minors': { words: /\b(sexual\w* .{0,20}\b(minors?|child|children))\b/gi, images: false },
  violence: { words: /\b(kill|murder|stab|shoot|massacre|behead)\w*\b/gi, images: true },
  'violence/graphic': { words: /\b(gore|entrails|dismember\w*|blood-soaked)\b/gi, images: true },
} as const satisfies Record<string, CategoryRow>;

export type RiskCategory = keyof typeof categories;

export const riskCategories = Object.keys(categories) as RiskCategory[];

const READ_CHARACTERS = 20_000;

export function looksAtImages(category: RiskCategory): boolean {
  return categories[category].images;
}

/** 0-1. Without a word it is near 0 and differs from text to text, as the real scores do. */
export function scoreWords(text: string): Record<RiskCategory, number> {
  const random = seededRandom(`risk:${text}`);
  const read = text.slice(0, READ_CHARACTERS);
  const scores = riskCategories.map((category) => {
    const hits = read.match(categories[category].words)?.length ?? 0;
    const noise = random() / 1000;
    return [category, hits === 0 ? noise : 1 - 0.25 ** hits - noise] as const;
  });
  return Object.fromEntries(scores) as Record<RiskCategory, number>;
}

/** The category that scores highest, and its score. */
export function worstCategory(text: string): { category: RiskCategory; score: number } {
  const scores = scoreWords(text);
  const [first = 'harassment', ...rest] = riskCategories;
  const category = rest.reduce((best, each) => (scores[each] > scores[best] ? each : best), first);
  return { category, score: scores[category] };
}
