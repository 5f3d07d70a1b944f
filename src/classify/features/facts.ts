/** What a request declares beside its text: tools, formats, media, how far the conversation is. */
import { declaredTools } from '../../core/declared-tools.ts';
import type { LlmRequest } from '../../core/request.ts';
import type { Sample } from '../sample.ts';
import type { FeatureBag } from './bag.ts';
import type { FactName } from './fact-names.ts';
import { factFeatures } from './space.ts';

type Setter = (name: FactName, isTrue: boolean) => void;

function setTools(set: Setter, request: LlmRequest): void {
  const count = declaredTools(request).length;
  set('tools declared', count > 0);
  set('one tool declared', count === 1);
  set('up to five tools declared', count > 1 && count <= 5);
  set('up to twenty tools declared', count > 5 && count <= 20);
  set('over twenty tools declared', count > 20);
  const mode = request.toolChoice?.mode;
  set('a tool is demanded', mode === 'required' || mode === 'tool');
  set('a tool was called before', hasBlock(request, 'tool-call'));
  const last = request.messages.at(-1);
  set('waits on a tool result', last?.content.some((block) => block.type === 'tool-result') ?? false);
}

/** In the last turns: what lies further back says little of what is asked now. */
function hasBlock(request: LlmRequest, type: string): boolean {
  return request.messages.slice(-12).some((message) => message.content.some((block) => block.type === type));
}

const fewTokens = 64;

function setterOf(bag: FeatureBag): Setter {
  return (name, isTrue) => {
    if (isTrue) bag.set(factFeatures.get(name) ?? 0, 1);
  };
}

export function setFacts(bag: FeatureBag, request: LlmRequest, sample: Sample): void {
  const set = setterOf(bag);
  setTools(set, request);
  set('system prompt', sample.system !== '');
  set('long system prompt', sample.system.length > 400);
  set('JSON output demanded', request.format?.kind === 'json' || request.format?.kind === 'schema');
  set('output schema given', request.format?.kind === 'schema');
  set('image attached', hasBlock(request, 'image'));
  set('file attached', hasBlock(request, 'file'));
  set('sound attached', hasBlock(request, 'audio'));
  const answers = request.messages.reduce((sum, { role }) => sum + (role === 'assistant' ? 1 : 0), 0);
  set('first turn', answers === 0);
  set('second or third turn', answers === 1 || answers === 2);
  set('later turn', answers > 2);
  set('an answer was given before', answers > 0);
  set('the answer before held code', sample.answer.includes('```'));
  set('the answer before ended with a question', sample.answer.trimEnd().endsWith('?'));
  set('few output tokens allowed', (request.maxOutputTokens ?? fewTokens) < fewTokens);
  set('no text of a user', sample.turns.length === 0);
}
