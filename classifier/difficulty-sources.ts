/**
 * Where the outcomes and levels that difficulty is learnt from come from, and whether their licence lets us ship
 * weights trained on them. What may not be shipped is judged only, as requests from a world the model never saw.
 */

export type DifficultyFamily = {
  /** `source` of the rows, and `dataset` where a source has several. */
  readonly name: string;
  readonly licence: string;
  /** Why its rows train no shipped weights; absent: they do. */
  readonly evaluationOnly?: string;
  /** Families that share texts: a model that read one has seen the other. */
  readonly kin?: string;
};

/** Outcomes of nine open models on questions of benchmarks; the outcomes are MIT, the questions as stated here. */
export const difficultyFamilies: readonly DifficultyFamily[] = [
  { name: 'agentverse-logicgrid', licence: 'Apache-2.0' },
  { name: 'agentverse-mgsm', licence: 'CC-BY-SA-4.0', kin: 'gsm8k' },
  { name: 'arc_challenge', licence: 'CC-BY-SA-4.0' },
  { name: 'commongen', licence: 'MIT' },
  { name: 'commonsense_qa', licence: 'MIT' },
  { name: 'gsm8k', licence: 'MIT', kin: 'agentverse-mgsm' },
  { name: 'human_eval', licence: 'MIT' },
  { name: 'math', licence: 'MIT' },
  { name: 'mbpp', licence: 'CC-BY-4.0' },
  {
    name: 'mmlu',
    licence: 'MIT, passages of RACE',
    evaluationOnly: 'most rows are reading passages that are not for commercial use',
  },
  { name: 'natural_qa', licence: 'Apache-2.0, CC-BY-SA-3.0' },
  { name: 'openbook_qa', licence: 'Apache-2.0' },
  {
    name: 'trivia_qa',
    licence: 'Apache-2.0, questions of quiz sites',
    evaluationOnly: 'the authors do not own the questions, and their owners state no licence',
  },
  { name: 'flask', licence: 'none', evaluationOnly: 'no licence stated' },
  { name: 'alpaca_eval', licence: 'CC-BY-NC-4.0', evaluationOnly: 'not for commercial use' },
];

/** Own rows are a family per author. */
export function difficultyFamilyOf(name: string): DifficultyFamily {
  if (name.startsWith('own')) return { name, licence: 'ours' };
  const found = difficultyFamilies.find((family) => family.name === name);
  if (found === undefined) throw new Error(`classifier/difficulty-sources.ts does not know ${name}`);
  return found;
}
