/**
 * Runs every scripted outage against the real Worker and writes what it cost into docs/routing.md, between two marks.
 * `npm run outages -- silent silent-hedged` runs those alone, and writes nothing.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Figures, measureOutage } from '../test/support/outages/measure-outage.ts';
import { runOutage } from '../test/support/outages/run-outage.ts';
import { requests, scenarios, undisturbed } from '../test/support/outages/scenarios.ts';
import { bundleOutages } from '../test/support/outages/start-worker.ts';

const file = join(import.meta.dirname, '../docs/routing.md');
const from = '<!-- outages: written by npm run outages -->';
const to = '<!-- end of outages -->';

const percent = (share: number) => `${Math.round(share * 1000) / 10} %`;

function added(ms: number, usualMs: number): string {
  const more = Math.round(ms - usualMs);
  return `${more < 0 ? '-' : '+'}${Math.abs(more)} ms`;
}

function latenciesOf({ p50Ms, p95Ms, p99Ms }: Figures): readonly number[] {
  return [p50Ms, p95Ms, p99Ms];
}

function row(title: string, latency: string, figures: Figures, usual: Figures): string {
  const { whole, calls, failingCalls, amplification, wastedNanoUsd } = figures;
  const cells = [
    title,
    percent(whole / requests),
    latency,
    (calls / requests).toFixed(2),
    String(failingCalls),
    amplification.toFixed(2),
    percent(wastedNanoUsd / usual.billedNanoUsd),
  ];
  const line = `| ${cells.join(' | ')} |`;
  console.log(line);
  return line;
}

const bundle = await bundleOutages();
// The first run warms up what all of them share: the clients and the simulators.
await runOutage(undisturbed, bundle);
const usualRun = await runOutage(undisturbed, bundle);
const usual = { half: measureOutage(usualRun), all: measureOutage(usualRun, 'all') };
const rows = [
  '| outage of the first target | whole answers | added latency p50 / p95 / p99 | calls per request | calls to it | retry amplification | extra cost |',
  '| --- | --- | --- | --- | --- | --- | --- |',
  row(
    undisturbed.title,
    `(${latenciesOf(usual.half).map(Math.round).join(' / ')} ms)`,
    usual.half,
    usual.half,
  ),
];
const asked = process.argv.slice(2);
const wanted = scenarios.filter(({ id }) => asked.length === 0 || asked.includes(id));
for (const scenario of [...wanted, { ...undisturbed, title: 'none, once more' }]) {
  const figures = measureOutage(await runOutage(scenario, bundle), scenario.streams);
  const before = latenciesOf(usual[scenario.streams]);
  const latency =
    figures.whole === 0
      ? ''
      : latenciesOf(figures)
          .map((ms, at) => added(ms, before[at] ?? Number.NaN))
          .join(' / ');
  rows.push(row(scenario.title, latency, figures, usual.half));
}
await bundle.remove();

if (asked.length === 0) {
  const page = readFileSync(file, 'utf8');
  const start = page.indexOf(from);
  const end = page.indexOf(to);
  if (start === -1 || end === -1) throw new Error(`docs/routing.md lacks its marks ${from} and ${to}`);
  writeFileSync(file, `${page.slice(0, start)}${from}\n\n${rows.join('\n')}\n\n${page.slice(end)}`);
}
