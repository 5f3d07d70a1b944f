/**
 * Where rows of risk come from, which sources are tested together, and whether their licence lets us ship weights
 * trained on them. Ordinary requests (`benign_*`) belong to the family their requests were taken from.
 */
import { type Family, familyOf } from './sources.ts';

/** Sources that share authors, generators or texts are one family. */
export const riskFamilies: readonly Family[] = [
  { name: 'ailuminate', sources: ['ailuminate_demo'], licence: 'CC-BY-4.0' },
  {
    name: 'banking77',
    sources: ['banking77'],
    licence: 'none',
    evaluationOnly: 'no licence stated for this copy',
  },
  { name: 'bipia', sources: ['bipia_train'], licence: 'MIT' },
  { name: 'red_instruct', sources: ['catqa', 'harmfulqa'], licence: 'Apache-2.0' },
  { name: 'counsel_chat', sources: ['counsel_chat'], licence: 'MIT' },
  { name: 'cybermetric', sources: ['cybermetric'], licence: 'none', evaluationOnly: 'no licence stated' },
  { name: 'cysecbench', sources: ['cysecbench'], licence: 'MIT' },
  { name: 'deepset', sources: ['deepset_prompt_injections'], licence: 'Apache-2.0' },
  { name: 'jailbreaks', sources: ['gptfuzzer_templates', 'inthewild_jailbreaks'], licence: 'MIT' },
  { name: 'openai_moderation', sources: ['openai_moderation_eval'], licence: 'MIT' },
  {
    name: 'safety_tuned',
    sources: ['safety_tuned_llamas', 'stl_*'],
    licence: 'CC-BY-NC-4.0',
    evaluationOnly: 'not for commercial use',
  },
  { name: 'xsafety', sources: ['xsafety_*'], licence: 'Apache-2.0' },
  {
    name: 'llmrouter',
    sources: ['benign_llmrouter_*'],
    licence: 'underlying sets vary',
    evaluationOnly: 'licences vary',
  },
];

export function riskFamilyOf(source: string): Family {
  const found = riskFamilies.find((family) =>
    family.sources.some((pattern) =>
      pattern.endsWith('*') ? source.startsWith(pattern.slice(0, -1)) : pattern === source,
    ),
  );
  if (found !== undefined) return found;
  if (source === 'benign_autoj_critique') return familyOf('autoj');
  if (source === 'benign_agentverse_logicgrid') return familyOf('agentverse_logicgrid');
  return familyOf(source.startsWith('benign_') ? source.slice('benign_'.length) : source);
}
