/** `signalbox models`: the catalogue as a table, filtered and sorted. */
import { listModels } from '../catalogue/catalogue.ts';
import { type Effort, efforts } from '../core/target.ts';
import { type Command, UsageError } from './command.ts';
import { listRows, type ModelRow, sortings } from './list-models.ts';
import { alignPoints, printDuration, printRate, printTokens } from './print-numbers.ts';
import { oneOfWords, readArguments } from './read-arguments.ts';
import { type Cell, type Column, printTable, type TableOptions } from './table.ts';
import { writeAnswer } from './write-output.ts';

const usage = `signalbox models [--sort WORD] [--filter TEXT] [--provider NAME] [--json]

The catalogue: what each model costs today, takes and reaches. Nothing is asked of any provider.

  --sort WORD      price (of output, then input), quality (best first), context (longest first) or name
  --filter TEXT    only models with the text in their id, name, alias or provider
  --provider NAME  only models of this provider
  --json           all that is known, as one JSON list

in, cached, out: USD per million tokens. index: Artificial Analysis v4.1, 0-100, at the best effort and at the
effort that clients get who ask for none. first: time to the first event at that effort. –: unknown.`;

/** `low–xhigh` where nothing lies between that the model does not take; else each by name. */
function printEfforts(taken: readonly Effort[]): string {
  const [first, last] = [taken[0], taken.at(-1)];
  if (first === undefined || last === undefined) return '';
  const between = efforts.slice(efforts.indexOf(first), efforts.indexOf(last) + 1);
  // `minimal` is of few models: its absence is no gap.
  const isRun = between.every((effort) => effort === 'minimal' || taken.includes(effort));
  return isRun && taken.length > 2 ? `${first}–${last}` : taken.join(' ');
}

function effortsOf({ model }: ModelRow): string | Cell {
  if (model.reasoning === null) return { text: 'does not reason', style: 'faint' };
  return printEfforts(model.reasoning.efforts) || { text: 'always reasons', style: 'faint' };
}

function printIndex(index: ModelRow['best']): string | null {
  if (index === null) return null;
  return index.effort === null ? index.value.toFixed(1) : `${index.value.toFixed(1)} ${index.effort}`;
}

function printEnd({ state, model }: ModelRow): string | Cell {
  switch (state.kind) {
    case 'retired':
      return { text: `ended ${state.date}`, style: 'bad' };
    case 'retiring':
      return { text: `${state.date}, in ${state.days} days`, style: 'warn' };
    case 'active':
      return model.shutdown ?? '';
  }
}

function columnsOf(rows: readonly ModelRow[]): readonly Column<ModelRow>[] {
  const rates = (title: string, rate: 'input' | 'cachedInput' | 'output', dropRank = 0): Column<ModelRow> => {
    const texts = alignPoints(rows.map(({ price }) => printRate(price?.[rate])));
    return { title, align: 'right', cell: (row) => texts[rows.indexOf(row)] ?? null, dropRank };
  };
  return [
    { title: 'model', cell: ({ model }) => model.id },
    { title: 'provider', cell: ({ model }) => model.provider, dropRank: 4 },
    rates('in', 'input'),
    rates('cached', 'cachedInput', 3),
    rates('out', 'output'),
    { title: 'context', align: 'right', cell: ({ model }) => printTokens(model.contextTokens), dropRank: 1 },
    { title: 'efforts', cell: effortsOf, dropRank: 5 },
    { title: 'best index', cell: ({ best }) => printIndex(best) },
    { title: 'by default', cell: ({ usual }) => printIndex(usual), dropRank: 2 },
    {
      title: 'first',
      align: 'right',
      cell: ({ firstEventMs }) => printDuration(firstEventMs),
      dropRank: 2,
    },
    { title: 'ends', cell: printEnd },
  ];
}

export function printModels(rows: readonly ModelRow[], options: TableOptions = {}): string[] {
  return printTable(columnsOf(rows), rows, options);
}

/** Rates in USD per million tokens; null is unknown. */
function toJson({ model, price, best, usual, firstEventMs, state }: ModelRow) {
  const usd = (rate: number | null | undefined) =>
    rate === null || rate === undefined ? null : rate / 1_000_000;
  return {
    id: model.id,
    name: model.name ?? model.id,
    provider: model.provider,
    aliases: model.aliases,
    protocols: model.protocols,
    usdPerMillionTokens: price && {
      input: usd(price.input),
      cachedInput: usd(price.cachedInput),
      cacheWrite5m: usd(price.cacheWrite5m),
      cacheWrite1h: usd(price.cacheWrite1h),
      output: usd(price.output),
    },
    contextTokens: model.contextTokens,
    maxOutputTokens: model.maxOutputTokens,
    efforts: model.reasoning?.efforts ?? null,
    defaultEffort: model.reasoning?.default ?? null,
    index: model.quality ?? {},
    bestIndex: best?.value ?? null,
    defaultIndex: usual?.value ?? null,
    firstEventMs,
    state: state.kind,
    shutdown: model.shutdown,
    successor: model.successor,
  };
}

async function run(args: readonly string[]): Promise<number> {
  const { values, files } = readArguments(
    args,
    {
      sort: { type: 'string' },
      filter: { type: 'string' },
      provider: { type: 'string' },
      json: { type: 'boolean' },
    },
    usage,
  );
  if (files.length > 0) throw new UsageError(`To look for '${files[0]}', write --filter ${files[0]}.`);
  const all = listModels();
  const providers = [...new Set(all.map(({ provider }) => provider))];
  const choice = {
    sort: oneOfWords('--sort', values.sort, sortings),
    provider: oneOfWords('--provider', values.provider, providers),
    filter: values.filter,
  };
  const rows = listRows(all, choice, Date.now());
  if (rows.length === 0 && !values.json) {
    process.stderr.write(`No model of the catalogue has '${choice.filter}' in its name.\n`);
    return 1;
  }
  writeAnswer(rows.map(toJson), values.json, (options) => printModels(rows, options));
  return 0;
}

export const command: Command = { usage, run };
