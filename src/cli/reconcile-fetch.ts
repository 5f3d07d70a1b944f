/**
 * Asks a provider for usage and cost of an organisation by UTC day, page by page, with its admin key from the
 * environment. The key goes to the provider's own address alone. Errors: `UsageError`, `RouterRefusal`.
 */
import type { InvalidRequest, Result } from '../core/errors.ts';
import { isObject } from '../core/json.ts';
import { decodeAnthropicCosts, decodeAnthropicUsage } from '../finance/reconcile-anthropic.ts';
import type { CostLine, ReportPage, UsageLine } from '../finance/reconcile-figures.ts';
import { decodeOpenaiCosts, decodeOpenaiEmbeddings, decodeOpenaiUsage } from '../finance/reconcile-openai.ts';
import type { ReconciledProvider } from '../ledger/reconciliations.ts';
import { RouterRefusal, UsageError } from './command.ts';
import { parseJson } from './parse-json.ts';
import { readRouterUrl } from './router-client.ts';

export type Bill = { readonly usage: readonly UsageLine[]; readonly costs: readonly CostLine[] };

/** Whole UTC days. */
export type BillQuery = {
  readonly fromMs: number;
  /** Exclusive. */
  readonly toMs: number;
  /** Projects or workspaces; empty: all of the organisation. */
  readonly projects: readonly string[];
};

type Report<Line> = {
  readonly path: string;
  readonly groups: readonly string[];
  /** How it is narrowed to projects; null: it cannot be, and what is others' is left out here. */
  readonly projectFilter: string | null;
  readonly decode: (body: unknown) => Result<ReportPage<Line>, InvalidRequest>;
};

type ProviderReports = {
  readonly keyName: string;
  readonly baseName: string;
  readonly headers: (key: string) => Readonly<Record<string, string>>;
  readonly span: (query: BillQuery) => Readonly<Record<string, string>>;
  readonly usage: readonly Report<UsageLine>[];
  readonly costs: Report<CostLine>;
};

const isoOf = (atMs: number) => new Date(atMs).toISOString().replace('.000Z', 'Z');

const byProject = { groups: ['project_id', 'model'], projectFilter: 'project_ids' } as const;
const byWorkspace = { groups: ['workspace_id', 'model'], projectFilter: 'workspace_ids' } as const;

const reports: Readonly<Record<ReconciledProvider, ProviderReports>> = {
  openai: {
    keyName: 'OPENAI_ADMIN_KEY',
    baseName: 'OPENAI_BASE_URL',
    headers: (key) => ({ authorization: `Bearer ${key}` }),
    span: ({ fromMs, toMs }) => ({ start_time: String(fromMs / 1000), end_time: String(toMs / 1000) }),
    usage: [
      { ...byProject, path: '/organization/usage/completions', decode: decodeOpenaiUsage },
      { ...byProject, path: '/organization/usage/embeddings', decode: decodeOpenaiEmbeddings },
    ],
    costs: {
      path: '/organization/costs',
      groups: ['project_id', 'line_item'],
      projectFilter: 'project_ids',
      decode: decodeOpenaiCosts,
    },
  },
  anthropic: {
    keyName: 'ANTHROPIC_ADMIN_KEY',
    baseName: 'ANTHROPIC_BASE_URL',
    headers: (key) => ({ 'x-api-key': key, 'anthropic-version': '2023-06-01' }),
    span: ({ fromMs, toMs }) => ({ starting_at: isoOf(fromMs), ending_at: isoOf(toMs) }),
    usage: [
      { ...byWorkspace, path: '/v1/organizations/usage_report/messages', decode: decodeAnthropicUsage },
    ],
    costs: {
      path: '/v1/organizations/cost_report',
      groups: ['workspace_id', 'description'],
      projectFilter: null,
      decode: decodeAnthropicCosts,
    },
  },
};

/** Days of a page; both providers take as many. */
const pageDays = 31;
/** Beyond it a provider turns in circles. */
const mostPages = 50;

type Connection = { readonly url: string; readonly headers: Readonly<Record<string, string>> };

/** What the provider says went wrong, in one line; its words, and no key of ours is in them. */
function complaintOf(body: unknown): string {
  const error = isObject(body) ? body.error : undefined;
  const message = isObject(error) ? error.message : undefined;
  return typeof message === 'string' ? `: ${message.replaceAll(/\s+/g, ' ').slice(0, 300)}` : '';
}

async function ask({ url, headers }: Connection, path: string, params: URLSearchParams): Promise<unknown> {
  const response = await fetch(`${url}${path}?${params}`, { headers, redirect: 'manual' }).catch(
    (error: unknown) => {
      const cause = error instanceof Error ? (error.cause ?? error) : error;
      const why = cause instanceof Error && 'code' in cause ? ` (${String(cause.code)})` : '';
      throw new RouterRefusal(`Nothing answers at ${url}${why}.`);
    },
  );
  const body = parseJson(await response.text());
  if (response.status === 200 && isObject(body)) return body;
  throw new RouterRefusal(`${url}${path} answers with ${response.status}${complaintOf(body)}`);
}

async function fetchReport<Line extends { readonly project: string | null }>(
  { path, groups, projectFilter, decode }: Report<Line>,
  query: BillQuery,
  span: Readonly<Record<string, string>>,
  connection: Connection,
): Promise<Line[]> {
  const params = new URLSearchParams({ ...span, bucket_width: '1d', limit: String(pageDays) });
  for (const name of groups) params.append('group_by[]', name);
  if (projectFilter !== null) for (const id of query.projects) params.append(`${projectFilter}[]`, id);
  const lines: Line[] = [];
  for (let pages = 0; pages < mostPages; pages++) {
    const read = decode(await ask(connection, path, params));
    if (!read.ok)
      throw new RouterRefusal(`${connection.url}${path}: ${read.error.field} ${read.error.message}.`);
    lines.push(...read.value.lines);
    if (read.value.next === null) {
      const isAsked = ({ project }: Line) => project !== null && query.projects.includes(project);
      return query.projects.length === 0 ? lines : lines.filter(isAsked);
    }
    params.set('page', read.value.next);
  }
  throw new RouterRefusal(`${connection.url}${path} has more than ${mostPages} pages.`);
}

function connect(provider: ReconciledProvider, usualUrl: string, env: NodeJS.ProcessEnv): Connection {
  const { keyName, baseName, headers } = reports[provider];
  const key = env[keyName] ?? '';
  if (key === '')
    throw new UsageError(`${keyName} is not set: it holds an admin key of the organisation at ${provider}.`);
  if (/[^\x21-\x7e]/.test(key))
    throw new UsageError(`${keyName} holds what no header can carry: a space, a line break or the like.`);
  return { url: readRouterUrl(baseName, env[baseName] || usualUrl, 'the admin key'), headers: headers(key) };
}

/** `usualUrl`: where the provider is unless its variable says otherwise. */
export function createBillReader(
  provider: ReconciledProvider,
  usualUrl: string,
  env: NodeJS.ProcessEnv,
): (query: BillQuery) => Promise<Bill> {
  const connection = connect(provider, usualUrl, env);
  const { span, usage, costs } = reports[provider];
  return async (query) => {
    const asked = span(query);
    const used: UsageLine[] = [];
    for (const report of usage) used.push(...(await fetchReport(report, query, asked, connection)));
    return { usage: used, costs: await fetchReport(costs, query, asked, connection) };
  };
}
