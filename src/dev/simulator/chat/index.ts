// Chat Completions: accepts a call and names its renderers.
// Must not talk to sockets.

import { decideAnswer } from '../answer.ts';
import { asNumber } from '../json.ts';
import { checkWindow, renderOpenaiError } from '../openai-checks.ts';
import { mintId } from '../seed.ts';
import { countPrompt } from '../usage.ts';
import type { WireProtocol } from '../wire.ts';
import { readAsk, readPrompt } from './parse.ts';
import { checkRules } from './rules.ts';
import { renderErrorEvents, renderEvents } from './stream.ts';
import { renderBody } from './unary.ts';

export const chat: WireProtocol = {
  accept(call) {
    const refused = checkRules(call);
    if (refused !== undefined) return { error: refused };
    const prompt = countPrompt(call, readPrompt(call.body));
    const tooLarge = checkWindow(prompt.total, call.family, 'messages');
    if (tooLarge !== undefined) return { error: tooLarge };
    const ask = readAsk(call);
    const choices = asNumber(call.body.n) ?? 1;
    const answers = Array.from({ length: choices }, (_unused, index) =>
      decideAnswer(index === 0 ? ask : { ...ask, seed: `${ask.seed}#${index}` }),
    );
    const id = mintId('chat', `${ask.seed}:${call.serial}`);
    return { ...call, id, ask, answers, prompt, isStream: call.body.stream === true };
  },
  renderBody,
  renderEvents,
  renderError: renderOpenaiError,
  renderErrorEvents,
};
