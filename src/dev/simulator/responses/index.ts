// Responses: accepts a call, names its renderers, and keeps what was answered.
// Must not talk to sockets; later looks at a kept response are in lifecycle.ts.

import { decideAnswer } from '../answer.ts';
import { checkWindow, renderOpenaiError } from '../openai-checks.ts';
import { mintId } from '../seed.ts';
import { countPrompt } from '../usage.ts';
import type { Exchange, WireProtocol } from '../wire.ts';
import { allItems, readAsk, readPrompt } from './parse.ts';
import { checkRules } from './rules.ts';
import { StoredResponse } from './store.ts';
import { renderErrorEvents, renderEvents } from './stream.ts';
import { renderBody, renderItems } from './unary.ts';

export const responses: WireProtocol = {
  accept(call) {
    const refused = checkRules(call);
    if (refused !== undefined) return { error: refused };
    const items = allItems(call);
    const prompt = countPrompt(call, readPrompt(call.body, items));
    const tooLarge = checkWindow(prompt.total, call.family, 'input');
    if (tooLarge !== undefined) return { error: tooLarge };
    const ask = readAsk(call, items);
    const id = mintId('response', `${ask.seed}:${call.serial}`);
    return { ...call, id, ask, answers: [decideAnswer(ask)], prompt, isStream: call.body.stream === true };
  },
  renderBody,
  renderEvents,
  renderError: renderOpenaiError,
  renderErrorEvents,
  keep(exchange) {
    const stored = storedOf(exchange);
    exchange.responses.remember(stored.output);
    if (exchange.body.store !== false) exchange.responses.keep(stored);
  },
};

/** An answer as the provider keeps it; a background one begins its life when it is kept. */
function storedOf(exchange: Exchange): StoredResponse {
  const begins = exchange.isStream ? 'in_progress' : 'queued';
  const state = exchange.body.background === true ? begins : 'completed';
  return new StoredResponse(exchange, allItems(exchange), renderItems(exchange), state);
}
