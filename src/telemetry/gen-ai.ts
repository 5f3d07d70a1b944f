/** Words of OpenTelemetry's GenAI conventions that spans and metrics share. Data and pure functions only. */
import type { StopReason } from '../core/response.ts';
import type { Row } from '../core/row.ts';
import type { Values } from './otlp-json.ts';

/** Providers that the conventions know by another name than ours; the others keep theirs. */
const providerNames: Readonly<Record<string, string>> = { google: 'gcp.gemini', moonshot: 'moonshot_ai' };

/** The usual words for how an answer ends; what has none keeps ours. */
const finishReasons: Readonly<Partial<Record<StopReason, string>>> = {
  end: 'stop',
  'stop-string': 'stop',
  'max-tokens': 'length',
  'tool-calls': 'tool_calls',
  'content-filter': 'content_filter',
};

export function finishReason(stop: StopReason): string {
  return finishReasons[stop] ?? stop;
}

/** What every span and every measurement of an attempt has. */
export function attemptValues({ provider, model, route, role }: Row): Values {
  return {
    'gen_ai.operation.name': 'chat',
    'gen_ai.provider.name': providerNames[provider] ?? provider,
    'gen_ai.request.model': model,
    'signalbox.route': route,
    'signalbox.attempt.role': role,
  };
}
