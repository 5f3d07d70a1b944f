/** What a file holds, in a line or two for people. Pure. */
import type { ExportManifest } from '../finance/export.ts';
import type { CheckedExport } from './check-export.ts';
import { printUsd } from './print-numbers.ts';

const count = (value: number) => value.toLocaleString('en');

/** Of USD with nine decimals. */
const money = (usd: string) => printUsd(Number(usd.replace('.', '')));

export function printExport(manifest: ExportManifest, checked: CheckedExport, file: string): string[] {
  const { rows, cost_usd, estimated_cost_usd, is_complete, complete_until, from, to, time_zone } = manifest;
  const sum = manifest.kind === 'focus' ? 'sum of EffectiveCost' : 'sum of cost_usd';
  const state = is_complete
    ? 'complete'
    : `incomplete: counted until ${complete_until ?? 'nothing is over yet'}`;
  const lines = [
    `${file === '-' ? manifest.file : file}: ${count(rows)} rows, ${sum} ${money(cost_usd)}, ${state}`,
    `${from} to ${to}, days of ${time_zone}; ${money(estimated_cost_usd)} of it estimated`,
  ];
  const without = checked.rowsWithoutUnitPrice ?? 0;
  if (without > 0)
    lines.push(`${count(without)} rows without a unit price: of several prices, or of calls of tools`);
  return lines;
}
