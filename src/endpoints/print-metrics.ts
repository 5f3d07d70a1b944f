/** The text format that Prometheus scrapes, version 0.0.4. Pure. */

export type Sample = {
  readonly labels: Readonly<Record<string, string>>;
  /** A text is a decimal number that is to lose no digit. */
  readonly value: number | string;
};

/** Gauges only: what the ledger corrects may fall, which a counter must not. */
export type MetricFamily = {
  /** With its unit: `signalbox_outbox_oldest_age_seconds`. */
  readonly name: string;
  readonly help: string;
  readonly samples: readonly Sample[];
};

const escapeHelp = (text: string) => text.replaceAll('\\', '\\\\').replaceAll('\n', '\\n');
const escapeLabel = (text: string) => escapeHelp(text).replaceAll('"', '\\"');

function printSample(name: string, { labels, value }: Sample): string {
  const pairs = Object.entries(labels).map(([label, text]) => `${label}="${escapeLabel(text)}"`);
  return `${name}${pairs.length === 0 ? '' : `{${pairs.join(',')}}`} ${value}\n`;
}

/** Families without samples are left out: what is not known is not there. */
export function printMetrics(families: readonly MetricFamily[]): string {
  return families
    .filter(({ samples }) => samples.length > 0)
    .map(({ name, help, samples }) => {
      const head = `# HELP ${name} ${escapeHelp(help)}\n# TYPE ${name} gauge\n`;
      return head + samples.map((sample) => printSample(name, sample)).join('');
    })
    .join('');
}
