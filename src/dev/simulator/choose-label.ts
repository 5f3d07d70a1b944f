// What a model that is asked to label a text answers: the member of an enum that the text's words speak for.
// Must not know whose schema it is: it goes by the names that labels commonly have.

import { asList, type Json } from './json.ts';
import type { Hint } from './schema-example.ts';
import { type RiskCategory, worstCategory } from './word-risk.ts';

/** Names under which schemas have what a category means. */
const namesOf: Readonly<Record<RiskCategory, RegExp>> = {
  harassment: /hate|harass/,
  'harassment/threatening': /hate|harass/,
  hate: /hate|harass/,
  'hate/threatening': /hate|harass/,
  illicit: /fraud|illicit|illegal|crime/,
  'illicit/violent': /violen|weapon/,
  'self-harm': /self.?harm|suicide/,
  'self-harm/instructions': /self.?harm|suicide/,
  'self-harm/intent': /self.?harm|suicide/,
  sexual: /sexual/,
  'sexual/minors': /sexual/,
  violence: /violen|weapon/,
  'violence/graphic': /violen|weapon/,
};

const LOW_FROM = 0.2;
const HIGH_FROM = 0.9;

/** For enums with `none`: a level, or a kind of harm. Other properties are left to themselves. */
export function labelHint(text: string): Hint {
  const { category, score } = worstCategory(text);
  return (_name, schema) => {
    const choices = asList(schema.enum);
    if (!choices.includes('none')) return undefined;
    if (score < LOW_FROM) return 'none';
    return chooseLevel(choices, score) ?? chooseKind(choices, category);
  };
}

function chooseLevel(choices: Json[], score: number): Json | undefined {
  if (!choices.includes('high')) return undefined;
  const middle = ['elevated', 'medium', 'low'].find((level) => choices.includes(level));
  return score >= HIGH_FROM ? 'high' : middle;
}

function chooseKind(choices: Json[], category: RiskCategory): Json | undefined {
  return choices.find((choice) => typeof choice === 'string' && namesOf[category].test(choice));
}
