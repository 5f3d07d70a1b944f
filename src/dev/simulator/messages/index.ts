// Messages: accepts a call and names its renderers.
// Must not talk to sockets; counting tokens only is in count-tokens.ts.

import { decideAnswer } from '../answer.ts';
import { mintId } from '../seed.ts';
import { countPrompt } from '../usage.ts';
import type { Call, WireError, WireProtocol } from '../wire.ts';
import { invalid, renderError } from './errors.ts';
import { readAsk, readPrompt } from './parse.ts';
import { checkRules } from './rules.ts';
import { renderErrorEvents, renderEvents } from './stream.ts';
import { renderBody } from './unary.ts';

export const messages: WireProtocol = {
  accept(call) {
    const refused = checkRules(call);
    if (refused !== undefined) return { error: refused };
    const prompt = countPrompt(call, readPrompt(call.body));
    const tooLong = checkWindow(prompt.total, call);
    if (tooLong !== undefined) return { error: tooLong };
    const ask = readAsk(call);
    const id = mintId('message', `${ask.seed}:${call.serial}`);
    return { ...call, id, ask, answers: [decideAnswer(ask)], prompt, isStream: call.body.stream === true };
  },
  renderBody,
  renderEvents,
  renderError,
  renderErrorEvents,
};

function checkWindow(inputTokens: number, { family }: Call): WireError | undefined {
  if (inputTokens <= family.contextTokens) return undefined;
  return invalid(`prompt is too long: ${inputTokens} tokens > ${family.contextTokens} maximum`);
}
