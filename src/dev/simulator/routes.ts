// Which endpoint a path means: the first segment names the provider, the suffix the endpoint.
// Must not answer anything.

import type { AnthropicReport } from './invoice-anthropic.ts';
import type { OpenaiReport } from './invoice-openai.ts';
import type { WireName } from './models.ts';

export type ResponseAction = 'retrieve' | 'cancel' | 'delete' | 'list-input';

export type Endpoint =
  | { kind: 'completion'; wire: 'chat' | 'responses' | 'messages' }
  | { kind: 'count-tokens'; wire: 'messages' }
  | { kind: 'embeddings'; wire: 'embeddings' }
  | { kind: 'moderations'; wire: 'moderations' }
  | { kind: 'response'; wire: 'responses'; action: ResponseAction; id: string }
  | { kind: 'models'; wire: null; id: string | null }
  | { kind: 'openai-report'; wire: null; report: OpenaiReport }
  | { kind: 'anthropic-report'; wire: null; report: AnthropicReport };

interface RouteRow {
  method: string;
  suffix: RegExp;
  endpoint: (id: string) => Endpoint;
}

const openaiReports: Readonly<Record<string, OpenaiReport>> = {
  completions: 'completions',
  embeddings: 'embeddings',
};

const rows: readonly RouteRow[] = [
  { method: 'POST', suffix: /\/chat\/completions$/, endpoint: () => ({ kind: 'completion', wire: 'chat' }) },
  { method: 'POST', suffix: /\/responses$/, endpoint: () => ({ kind: 'completion', wire: 'responses' }) },
  { method: 'POST', suffix: /\/messages$/, endpoint: () => ({ kind: 'completion', wire: 'messages' }) },
  {
    method: 'POST',
    suffix: /\/messages\/count_tokens$/,
    endpoint: () => ({ kind: 'count-tokens', wire: 'messages' }),
  },
  { method: 'POST', suffix: /\/embeddings$/, endpoint: () => ({ kind: 'embeddings', wire: 'embeddings' }) },
  {
    method: 'POST',
    suffix: /\/moderations$/,
    endpoint: () => ({ kind: 'moderations', wire: 'moderations' }),
  },
  { method: 'GET', suffix: /\/responses\/([^/]+)$/, endpoint: (id) => response('retrieve', id) },
  { method: 'DELETE', suffix: /\/responses\/([^/]+)$/, endpoint: (id) => response('delete', id) },
  { method: 'POST', suffix: /\/responses\/([^/]+)\/cancel$/, endpoint: (id) => response('cancel', id) },
  {
    method: 'GET',
    suffix: /\/responses\/([^/]+)\/input_items$/,
    endpoint: (id) => response('list-input', id),
  },
  { method: 'GET', suffix: /\/models$/, endpoint: () => ({ kind: 'models', wire: null, id: null }) },
  {
    method: 'GET',
    suffix: /\/organization\/(?:usage\/(completions|embeddings)|costs)$/,
    endpoint: (id) => ({ kind: 'openai-report', wire: null, report: openaiReports[id] ?? 'costs' }),
  },
  {
    method: 'GET',
    suffix: /\/organizations\/usage_report\/messages$/,
    endpoint: () => ({ kind: 'anthropic-report', wire: null, report: 'usage' }),
  },
  {
    method: 'GET',
    suffix: /\/organizations\/cost_report$/,
    endpoint: () => ({ kind: 'anthropic-report', wire: null, report: 'cost' }),
  },
  { method: 'GET', suffix: /\/models\/(.+)$/, endpoint: (id) => ({ kind: 'models', wire: null, id }) },
];

function response(action: ResponseAction, id: string): Endpoint {
  return { kind: 'response', wire: 'responses', action, id };
}

export function findEndpoint(method: string, pathname: string): Endpoint | undefined {
  for (const row of rows) {
    const match = row.method === method ? row.suffix.exec(pathname) : null;
    if (match !== null) return row.endpoint(decodeURIComponent(match[1] ?? ''));
  }
  return undefined;
}

export function providerOf(pathname: string): string {
  return pathname.split('/')[1] ?? '';
}

/** In which shape to refuse a request whose path means nothing. */
export function wireOfPath(pathname: string): WireName {
  return pathname.startsWith('/anthropic/') || pathname.includes('/messages') ? 'messages' : 'chat';
}
