/**
 * GET /admin/export: usage and cost as a file for other tools, streamed, or the file's manifest. Who may see which
 * teams is an argument, so that pages serve the same to people who see some.
 */
import { RouterError } from '../core/errors.ts';
import type { Deps } from '../deps.ts';
import { type Export, exportHeader, mostRows, openExport } from '../finance/export.ts';
import { modelFinder } from '../finance/known-models.ts';
import { wholeExport } from '../finance/whole-export.ts';
import { completeUntil } from '../ledger/complete-until.ts';
import type { VisibleTeams } from '../ledger/query-usage.ts';
import { orUnavailable } from './admin-call.ts';
import { type Endpoint, json } from './endpoint.ts';
import { type ExportQuery, readExportQuery } from './read-export-query.ts';

const ascii = (text: string) =>
  text.replace(/[^\x20-\x7e]/g, (sign) => `\\u${sign.charCodeAt(0).toString(16).padStart(4, '0')}`);

/** Errors: `store_unavailable`; `invalid_request` where the file would have too many rows. */
export async function exportUsage(request: ExportQuery, teams: VisibleTeams, deps: Deps): Promise<Export> {
  if (deps.usage === null) {
    const message = 'Usage needs a store: UPSTASH_REDIS_REST_URL, UPSTASH_REDIS_REST_TOKEN.';
    throw new RouterError('store_unavailable', message, { retryable: false });
  }
  const { config, catalogue, release, outboxState } = deps;
  const { fromMs, toMs, days } = request;
  const period = await orUnavailable(deps.usage({ fromMs, toMs, byHour: false }));
  const source = {
    slices: period.slices,
    teams,
    completeUntilMs: await completeUntil(period.completeUntilMs, outboxState),
    timeZone: config.ledger.timeZone,
    findModel: modelFinder(config, catalogue),
    configVersion: config.version,
    release,
  };
  const opened = openExport(request, source, days);
  if (opened.rowsAtMost <= mostRows) return opened;
  const message = `gives up to ${opened.rowsAtMost} rows, and ${mostRows} is the most: ask for fewer days, or by team`;
  throw new RouterError('invalid_request', message, { param: 'from' });
}

function streamOf({ pieces }: Export): ReadableStream<Uint8Array> {
  const utf8 = new TextEncoder();
  const left = pieces();
  return new ReadableStream({
    pull(controller) {
      const { done, value } = left.next();
      if (done === true) controller.close();
      else controller.enqueue(utf8.encode(value.text));
    },
  });
}

async function answerManifest(opened: Export): Promise<Response> {
  const whole = await wholeExport(opened);
  if (whole !== null) return json(whole.manifest);
  const message = 'is too long for a manifest to be made here; `signalbox export` makes one of the file';
  throw new RouterError('invalid_request', message, { param: 'from' });
}

/** `params` as GET /admin/export takes them. Errors: `invalid_request`, naming the parameter; `store_unavailable`. */
export async function answerExportOf(
  params: URLSearchParams,
  teams: VisibleTeams,
  deps: Deps,
): Promise<Response> {
  const read = readExportQuery(params, { timeZone: deps.config.ledger.timeZone, nowMs: deps.now() });
  if (!read.ok) throw new RouterError('invalid_request', read.error.message, { param: read.error.field });
  const opened = await exportUsage(read.value, teams, deps);
  if (read.value.isManifest) return answerManifest(opened);
  const { fileName, head } = opened;
  return new Response(streamOf(opened), {
    headers: {
      'content-type': 'text/csv; charset=utf-8',
      'content-disposition': `attachment; filename="${fileName}"`,
      'cache-control': 'private, no-store',
      [exportHeader]: ascii(JSON.stringify({ file: fileName, ...head })),
    },
  });
}

export const exportEndpoint: Endpoint = {
  method: 'GET',
  path: '/admin/export',
  auth: 'admin',
  errors: 'openai-chat',
  summary: 'Usage and cost as a file for other tools: FOCUS or a daily CSV, or its manifest',
  query: {
    kind: '`focus` (by default), `usage-daily` or `manifest`',
    of: 'with `kind=manifest`: the kind of the file that it is of; by default `focus`',
    version: 'of FOCUS: `1.2` (by default) or `1.4`',
    from: 'a date; by default the first of the month of `to`',
    to: 'a date that belongs to the period; by default today',
    team: 'only this team; may be repeated, as the next three',
    route: 'only this route',
    model: 'only this model',
    task: 'only this task',
  },
  answer: ({ http, deps }) => answerExportOf(new URL(http.url).searchParams, 'all', deps),
};
