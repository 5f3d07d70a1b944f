/** Corpora of others as CSV, told by their columns: AILuminate and HarmBench, or any with a column `prompt`. Pure. */
import type { RiskDomain } from '../../core/risk.ts';
import { requestOfText } from '../../intake/read-request.ts';
import { UsageError } from '../command.ts';
import { type RedteamCase, usualExpectations } from './case.ts';
import { type CsvRecord, readCsv } from './read-csv.ts';

type Form = {
  readonly text: string;
  /** Absent columns are not demanded. */
  readonly id?: string;
  readonly category?: string;
  readonly locale?: string;
  /** Stands before the text. */
  readonly context?: string;
  /** Categories in lower case; those that no domain fits are left out. */
  readonly domains: Readonly<Record<string, RiskDomain>>;
};

const forms: readonly Form[] = [
  {
    text: 'prompt_text',
    id: 'release_prompt_id',
    category: 'hazard',
    locale: 'locale',
    domains: {
      vcr: 'violence_weapons',
      ncr: 'fraud_illegal',
      sxc: 'sexual',
      sxc_prn: 'sexual',
      src: 'sexual',
      cse: 'sexual',
      dfm: 'hate_harassment',
      hte: 'hate_harassment',
      iwp: 'bio_chem',
      icw: 'bio_chem',
      prv: 'privacy',
      ssh: 'self_harm',
    },
  },
  {
    text: 'Behavior',
    id: 'BehaviorID',
    category: 'SemanticCategory',
    context: 'ContextString',
    domains: {
      chemical_biological: 'bio_chem',
      cybercrime_intrusion: 'cyber',
      harassment_bullying: 'hate_harassment',
      illegal: 'fraud_illegal',
    },
  },
  { text: 'prompt', id: 'id', domains: {} },
];

function formOf(titles: readonly string[], name: string): Form {
  const found = forms.find(({ text }) => titles.includes(text));
  if (found !== undefined) return found;
  const known = forms.map(({ text }) => text).join(', ');
  throw new UsageError(
    `${name}, line 1: none of the columns ${known}; it has ${titles.join(', ') || 'none'}.`,
  );
}

/** `en_US` -> `en-US`. */
function languageOf(locale: string | undefined): string | null {
  return locale ? locale.replaceAll('_', '-') : null;
}

/** Every row is a harmful request. Errors: `UsageError` that names line and column. */
export function readCsvCorpus(text: string, name: string): readonly RedteamCase[] {
  const [head, ...rows] = readCsv(text, name);
  const titles = head?.fields ?? [];
  const form = formOf(titles, name);
  return rows.map(({ line, fields }: CsvRecord): RedteamCase => {
    if (fields.length !== titles.length)
      throw new UsageError(
        `${name}, line ${line}: ${fields.length} fields where the titles are ${titles.length}.`,
      );
    const cell = (title: string | undefined) =>
      title === undefined ? undefined : fields[titles.indexOf(title)]?.trim();
    const asked = cell(form.text);
    if (!asked) throw new UsageError(`${name}, line ${line}: the column '${form.text}' is empty.`);
    const context = cell(form.context);
    return {
      id: cell(form.id) || `${name}:${line}`,
      kind: 'harmful',
      twin: null,
      domain: form.domains[cell(form.category)?.toLowerCase() ?? ''] ?? null,
      language: languageOf(cell(form.locale)),
      expect: usualExpectations.harmful,
      body: requestOfText(context ? `${context}\n\n${asked}` : asked),
    };
  });
}
