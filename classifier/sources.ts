/**
 * Where training rows come from and whether their licence lets us ship weights trained on them. Rows of other sources
 * are looked at in evaluation only, as requests from a world the model never saw.
 */

export type Family = {
  readonly name: string;
  /** Source names, exactly or by prefix with `*`. */
  readonly sources: readonly string[];
  readonly licence: string;
  /** Why its rows train no shipped weights; absent: they do. */
  readonly evaluationOnly?: string;
};

/** Sources that share authors or texts are one family: a model that saw one has seen them all. */
export const families: readonly Family[] = [
  { name: 'agentbench', sources: ['agentbench_os'], licence: 'Apache-2.0' },
  { name: 'agentverse', sources: ['agentverse_logicgrid'], licence: 'MIT' },
  { name: 'agieval', sources: ['agieval_*'], licence: 'MIT' },
  {
    name: 'asset',
    sources: ['asset_templated'],
    licence: 'CC-BY-NC-4.0',
    evaluationOnly: 'not for commercial use',
  },
  {
    name: 'autoj',
    sources: ['autoj', 'autoj_critique_zh', 'autoj_pairwise'],
    licence: 'none',
    evaluationOnly: 'no licence stated for the prompts',
  },
  { name: 'awesome_prompts', sources: ['awesome_prompts_zh'], licence: 'MIT' },
  {
    name: 'belle',
    sources: ['belle_eval_zh'],
    licence: 'research only',
    evaluationOnly: 'not for commercial use',
  },
  { name: 'bfcl', sources: ['bfcl'], licence: 'Apache-2.0' },
  { name: 'clinc150', sources: ['clinc150'], licence: 'CC-BY-3.0' },
  {
    name: 'code_alpaca',
    sources: ['code_alpaca_2k'],
    licence: 'Apache-2.0, text of text-davinci',
    evaluationOnly: 'generated text whose terms forbid it',
  },
  { name: 'cyberseceval', sources: ['cyberseceval_*'], licence: 'MIT' },
  { name: 'gpteacher', sources: ['gpteacher_roleplay'], licence: 'MIT' },
  { name: 'gsm8k', sources: ['gsm8k_train'], licence: 'MIT' },
  { name: 'jglue', sources: ['jcommonsenseqa', 'jsquad', 'jsquad_question_only'], licence: 'CC-BY-SA-4.0' },
  { name: 'mbpp', sources: ['mbpp'], licence: 'CC-BY-4.0' },
  { name: 'mgsm', sources: ['mgsm_*'], licence: 'CC-BY-SA-4.0' },
  {
    name: 'multi30k',
    sources: ['multi30k_templated'],
    licence: 'Flickr30k terms',
    evaluationOnly: 'not for commercial use',
  },
  { name: 'nq_open', sources: ['nq_open'], licence: 'Apache-2.0, CC-BY-SA-3.0' },
  { name: 'pclue', sources: ['pclue_zh'], licence: 'none', evaluationOnly: 'no licence stated' },
  {
    name: 'asdiv',
    sources: ['qwen_math_asdiv'],
    licence: 'CC-BY-NC-4.0',
    evaluationOnly: 'not for commercial use',
  },
  { name: 'qwen_math', sources: ['qwen_math_*'], licence: 'MIT' },
  { name: 't0_templates', sources: ['t0_templates'], licence: 'Apache-2.0' },
  { name: 'taskbench', sources: ['taskbench'], licence: 'MIT' },
  { name: 'toolalpaca', sources: ['toolalpaca'], licence: 'Apache-2.0' },
  { name: 'toolbench', sources: ['toolbench'], licence: 'Apache-2.0' },
  { name: 'xcopa', sources: ['xcopa_templated'], licence: 'CC-BY-4.0' },
  { name: 'xquad', sources: ['xquad', 'xquad_question_only', 'xquad_templated'], licence: 'CC-BY-SA-4.0' },
];

/** Families of which rows were read, to see what is misjudged and why, before `own-task-e-*` was written. */
export const familiesRead: ReadonlySet<string> = new Set([
  'agentverse',
  'agieval',
  'awesome_prompts',
  'belle',
  'bfcl',
  'clinc150',
  'gpteacher',
  'jglue',
  'nq_open',
  't0_templates',
  'taskbench',
  'toolalpaca',
  'xcopa',
]);

function matches(pattern: string, source: string): boolean {
  return pattern.endsWith('*') ? source.startsWith(pattern.slice(0, -1)) : pattern === source;
}

/** The family of a source; the first that matches. Own rows are a family per author. */
export function familyOf(source: string): Family {
  if (source.startsWith('own')) return { name: source, sources: [source], licence: 'ours' };
  const found = families.find((family) => family.sources.some((pattern) => matches(pattern, source)));
  if (found === undefined) throw new Error(`classifier/sources.ts does not know the source ${source}`);
  return found;
}
