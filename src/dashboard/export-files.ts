/**
 * Files that pages offer, for the period and filters that a page shows, to people who are signed in: the same files as
 * those of GET /admin/export and GET /admin/usage, as far as the person may see them.
 */
import { answerExportOf } from '../endpoints/admin-export.ts';
import { answerUsageOf } from '../endpoints/admin-usage.ts';
import type { Endpoint } from '../endpoints/endpoint.ts';
import { dayNames } from '../ledger/cell.ts';
import { type Signed, sessionEndpoint } from './serve.tsx';

export type ExportFile = {
  /** Last part of its path. */
  readonly file: string;
  readonly name: string;
  readonly says: string;
  /** What it asks for, beside the period and filters. */
  readonly asks: Readonly<Record<string, string>>;
  readonly from: 'export' | 'usage';
};

/** Groups of a file of usage, unless the address has others. */
const usualGroups = 'day,team,route,model';

const focus = (version: '1.2' | '1.4'): ExportFile => ({
  file: `focus-${version}.csv`,
  name: `FOCUS ${version}`,
  says: 'a row for each charge, for FinOps tools',
  asks: { kind: 'focus', version },
  from: 'export',
});

const manifest = (file: string, name: string, asks: Readonly<Record<string, string>>): ExportFile => ({
  file,
  name,
  says: 'sums, rows and SHA-256 of that file, to check it by',
  asks: { kind: 'manifest', ...asks },
  from: 'export',
});

export const exportFiles: readonly ExportFile[] = [
  {
    file: 'usage.csv',
    name: 'Usage, CSV',
    says: 'every figure by day, team, route and model',
    asks: { format: 'csv' },
    from: 'usage',
  },
  {
    file: 'usage.json',
    name: 'Usage, JSON',
    says: 'the same in nano-dollars',
    asks: { format: 'json' },
    from: 'usage',
  },
  {
    file: 'usage-daily.csv',
    name: 'Usage by day, CSV',
    says: 'a line for each day, team, route, task and model',
    asks: { kind: 'usage-daily' },
    from: 'export',
  },
  focus('1.2'),
  focus('1.4'),
  manifest('manifest-focus-1.2.json', 'Manifest of FOCUS 1.2', { of: 'focus', version: '1.2' }),
  manifest('manifest-focus-1.4.json', 'Manifest of FOCUS 1.4', { of: 'focus', version: '1.4' }),
  manifest('manifest-usage-daily.json', 'Manifest of usage by day', { of: 'usage-daily' }),
];

export const exportPath = (file: string) => `/dashboard/export/${file}`;

async function answerFile({ asks, from }: ExportFile, { http, deps, person }: Signed): Promise<Response> {
  const { searchParams } = new URL(http.url);
  const known: readonly string[] = ['from', 'to', ...dayNames, ...(from === 'usage' ? ['by'] : [])];
  const given = [...searchParams].filter(([name, value]) => known.includes(name) && value !== '');
  const params = new URLSearchParams([...given, ...Object.entries(asks)]);
  if (from === 'usage' && !params.has('by')) params.set('by', usualGroups);
  const answer = from === 'usage' ? answerUsageOf : answerExportOf;
  const response = await answer(params, person.teams, deps);
  response.headers.set('cache-control', 'private, no-store');
  response.headers.set('x-content-type-options', 'nosniff');
  return response;
}

export const exportEndpoints: readonly Endpoint[] = exportFiles.map((file) =>
  sessionEndpoint(
    { method: 'GET', path: exportPath(file.file), role: 'viewer', summary: `${file.name}: ${file.says}` },
    (call) => answerFile(file, call),
  ),
);
