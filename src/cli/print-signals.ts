/** The signals of a request in words, for `signalbox classify`. Kinds and counts: there is no value to print. */
import type { LanguageShare, Signals } from '../core/signals.ts';

function percent(share: number): string {
  return `${(share * 100).toFixed(0)} %`;
}

function printLanguages(shares: readonly LanguageShare[]): string {
  return shares.map(({ code, share }) => (share === 1 ? code : `${code} ${percent(share)}`)).join(', ');
}

function printCode({ share, languages }: Signals['code']): string[] {
  if (share < 0.005) return [];
  return [`${percent(share)} code${languages.length > 0 ? ` (${languages.join(', ')})` : ''}`];
}

function printMedia({ images, audio, files }: Signals['input']): string[] {
  const counts = { images, 'audio parts': audio, files };
  return Object.entries(counts).flatMap(([name, count]) => (count > 0 ? [`${count} ${name}`] : []));
}

function printLoop({ state, openCalls, steps }: Signals['toolLoop']): string[] {
  if (state === 'open') return [`${openCalls} tool calls without a result`];
  return state === 'results-in' ? [`tool results in, step ${steps}`] : [];
}

/** `de, 1,200 tokens, 30 % code (python), JSON by a schema`. */
export function printFacts(signals: Signals): string {
  const { language, tokens, structuredOutput } = signals;
  const formats = { none: [], json: ['JSON wanted'], schema: ['JSON by a schema wanted'] } as const;
  return [
    printLanguages(language.whole) || 'no language',
    `${tokens.openai} tokens`,
    ...printCode(signals.code),
    ...printMedia(signals.input),
    ...formats[structuredOutput],
    ...printLoop(signals.toolLoop),
  ].join(', ');
}

/** `2 email (caller), 1 card (tool-result)`; empty where nothing was found. */
export function printFound({ found, isWhole }: Signals): string {
  const kinds = found.map(({ kind, origin, count }) => `${count} ${kind} (${origin})`);
  return [...kinds, ...(isWhole ? [] : ['not scanned whole'])].join(', ');
}
