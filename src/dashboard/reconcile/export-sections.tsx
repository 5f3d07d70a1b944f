/** Every file of the period with what it is for, the same in the terminal, and the files that are sent by themselves. */
import { cliCommand } from '../../core/cli-command.ts';
import type { ScheduledExport } from '../../core/export.ts';
import { exportFiles } from '../export-files.ts';
import { momentAt } from '../parts/clock.ts';
import { fileHref } from '../parts/downloads.tsx';
import { count } from '../parts/format.ts';
import { Table } from '../parts/table.tsx';
import type { SentExport } from './load.ts';

type FilesProps = {
  readonly url: URL;
  readonly days: readonly [from: string, to: string];
  /** Attempts of the period without a price. */
  readonly unpriced: number;
};

/** What the terminal takes for the period; filters are the reader's to add. */
function commandsOf([from, to]: FilesProps['days']): string[] {
  const period = `--from ${from} --to ${to}`;
  return [
    `export focus --version 1.2 ${period}`,
    `export usage-daily ${period}`,
    `usage ${period} --by day,team,route,model --csv`,
  ].map(cliCommand);
}

export function FilesSection({ url, days, unpriced }: FilesProps) {
  const files = exportFiles.map((each) => ({ ...each, href: fileHref(each, { url, days }) }));
  return (
    <section>
      <h2>Files</h2>
      <Table
        caption={`${days[0]} to ${days[1]}, with the filters above; money in USD with nine decimals`}
        rows={files}
        columns={[
          {
            head: 'File',
            isText: true,
            cell: ({ name, href }) =>
              href === null ? (
                name
              ) : (
                <a href={href} download>
                  {name}
                </a>
              ),
          },
          {
            head: 'For',
            isText: true,
            cell: ({ says, href }) => (href === null ? `${says}; of whole days only` : says),
          },
        ]}
      />
      {unpriced === 0 ? null : (
        <p class="banner">
          {count(unpriced)} attempts have no known price. No file counts them as 0: FOCUS leaves them out, the
          others leave their cost empty, and the manifest says how many they are.
        </p>
      )}
      <p class="note">The same in the terminal:</p>
      <pre tabindex={0}>{commandsOf(days).join('\n')}</pre>
    </section>
  );
}

const kindOf = ({ kind, version }: ScheduledExport) =>
  kind === 'focus' ? `FOCUS ${version}` : 'Usage by day';

function destinationOf({ to }: ScheduledExport): string {
  return to.kind === 'r2' ? `R2 ${to.binding}/${to.prefix}` : new URL(to.url).host;
}

function stateOf({ mark }: SentExport, nowMs: number, timeZone: string): string {
  if (mark === null) return 'cannot be read now';
  if (mark.tries === 0) return mark.sentUntilMs === null ? 'none was due yet' : 'sent';
  const from = mark.dueFromMs === null ? '' : `due from ${momentAt(mark.dueFromMs, timeZone).slice(0, 16)}: `;
  const tries = mark.tries === 1 ? 'once' : `${count(mark.tries)} times`;
  const again = mark.againAtMs <= nowMs ? 'now' : `at ${momentAt(mark.againAtMs, timeZone)}`;
  return `${from}tried ${tries} and not taken; again ${again}`;
}

type SentProps = {
  readonly exports: readonly SentExport[];
  readonly nowMs: number;
  readonly timeZone: string;
};

export function SentSection({ exports, nowMs, timeZone }: SentProps) {
  return (
    <section>
      <h2>Files that are sent by themselves</h2>
      <Table
        caption={`Scheduled exports, days and months of ${timeZone}`}
        rows={exports}
        empty="None is set up: exports in routes.config.ts names them."
        columns={[
          { head: 'File', isText: true, cell: (each) => kindOf(each.export) },
          { head: 'Every', isText: true, cell: (each) => each.export.every },
          { head: 'To', isText: true, cell: (each) => destinationOf(each.export) },
          {
            head: 'Sent until',
            isText: true,
            isWhole: true,
            cell: ({ mark }) =>
              mark === null || mark.sentUntilMs === null
                ? '–'
                : momentAt(mark.sentUntilMs, timeZone).slice(0, 16),
          },
          { head: 'State', isText: true, cell: (each) => stateOf(each, nowMs, timeZone) },
        ]}
      />
    </section>
  );
}
