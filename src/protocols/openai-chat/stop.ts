/** Why an answer stopped: `finish_reason` both ways, with the words of other hosts that speak this protocol. */
import type { FaultKind } from '../../core/errors.ts';
import type { LlmResponse, Stop, StopReason } from '../../core/response.ts';

const reasons: ReadonlyMap<string, StopReason> = new Map([
  ['stop', 'end'],
  ['length', 'max-tokens'],
  ['tool_calls', 'tool-calls'],
  ['function_call', 'tool-calls'],
  ['content_filter', 'content-filter'],
  // Others' words.
  ['end_turn', 'end'],
  ['eos', 'end'],
  ['stop_sequence', 'stop-string'],
  ['max_tokens', 'max-tokens'],
  ['model_length', 'context-window'], // Mistral
  ['model_context_window_exceeded', 'context-window'], // Z.ai
  ['tool_use', 'tool-calls'],
  ['sensitive', 'content-filter'], // Z.ai
  ['safety', 'content-filter'], // Google
  ['refusal', 'refusal'],
]);

/** Words for an answer that failed on its way. */
const faults: ReadonlyMap<string, FaultKind> = new Map([
  ['error', 'server'], // OpenRouter, Mistral
  ['network_error', 'server'], // Z.ai
  ['insufficient_system_resource', 'overloaded'], // DeepSeek
]);

export function faultOfFinish(word: string): FaultKind | undefined {
  return faults.get(word.toLowerCase());
}

/**
 * `word` is null where the provider gave none. Calls decide over `stop`: a forced call and some hosts end that way
 * although the model waits for results.
 */
export function decodeStop(word: string | null, hasCalls: boolean, hasRefusal: boolean): Stop {
  const known = word === null ? undefined : reasons.get(word.toLowerCase());
  const raw = word === null ? {} : { raw: word };
  if (hasCalls && (known === undefined || known === 'end')) return { reason: 'tool-calls', ...raw };
  if (hasRefusal && known === 'end') return { reason: 'refusal', ...raw };
  return { reason: known ?? 'unknown', ...raw };
}

/** `hasRefusal`: the answer itself carries a refusal, which this wire ends with `stop`. */
export function encodeStop(reason: StopReason, hasRefusal: boolean): string {
  switch (reason) {
    case 'end':
    case 'stop-string':
    case 'pause':
    case 'unknown':
      return 'stop';
    case 'max-tokens':
    case 'context-window':
      return 'length';
    case 'tool-calls':
      return 'tool_calls';
    case 'content-filter':
      return 'content_filter';
    case 'refusal':
      return hasRefusal ? 'stop' : 'content_filter';
    default:
      return reason satisfies never;
  }
}

/** What a refusal without a text of its own says to the client. */
export function refusalText(stop: LlmResponse['stop']): string | null {
  return stop.reason === 'refusal' ? (stop.explanation ?? null) : null;
}
