/** What red teams found over time, as `signalbox redteam --record` kept it in the audit log. */
import type { AuditEntry } from '../../core/audit.ts';
import { type RedteamRun, runOf, totalsOf } from '../../core/redteam-run.ts';
import { Lines } from '../charts/lines.tsx';
import { momentAt } from '../parts/clock.ts';
import { count, percent } from '../parts/format.ts';
import { Table } from '../parts/table.tsx';

/** Its time, and who has kept it. */
type KeptRun = RedteamRun & { readonly atMs: number; readonly by: string };

/** Oldest first. */
function readRuns(entries: readonly AuditEntry[]): KeptRun[] {
  const runs = entries.flatMap((entry) => {
    const run = runOf(entry);
    return run === null ? [] : [{ ...run, atMs: Date.parse(entry.at), by: entry.actor }];
  });
  return runs.toReversed();
}

const shareOf = ({ cases, unexpected }: { readonly cases: number; readonly unexpected: number }) =>
  cases === 0 ? null : unexpected / cases;

const ofAll = ({ cases, unexpected }: { readonly cases: number; readonly unexpected: number }) =>
  `${count(unexpected)} of ${count(cases)}`;

const isLike = (a: RedteamRun, b: RedteamRun) =>
  a.corpus === b.corpus && a.tier === b.tier && a.mode === b.mode;

type TrendProps = { readonly runs: readonly KeptRun[]; readonly newest: KeptRun; readonly timeZone: string };

function Trend({ runs, newest, timeZone }: TrendProps) {
  const { risky, benign } = totalsOf(newest);
  const like = runs.filter((run) => isLike(run, newest));
  return (
    <Lines
      title="Red team: shares missed and alarmed about in vain"
      caption={`The last run missed ${ofAll(risky)} risky cases and was alarmed about ${ofAll(benign)} harmless ones in vain; ${count(like.length)} ${like.length === 1 ? 'run' : 'runs'} of the same cases, tier ${newest.tier}, ${newest.mode}`}
      unit="%"
      series={['Missed, of risky cases', 'False alarms, of harmless ones']}
      print={percent}
      points={like.map((run) => {
        const totals = totalsOf(run);
        const name = momentAt(run.atMs, timeZone);
        return { name, label: name.slice(5, 10), values: [shareOf(totals.risky), shareOf(totals.benign)] };
      })}
    />
  );
}

type Props = { readonly entries: readonly AuditEntry[] | null; readonly timeZone: string };

export function RedteamSection({ entries, timeZone }: Props) {
  const runs = readRuns(entries ?? []);
  const newest = runs.at(-1);
  return (
    <section>
      <h2>Red team</h2>
      {entries === null ? (
        <p class="banner">The audit log cannot be read now, or there is none.</p>
      ) : newest === undefined ? (
        <p class="empty">
          No run was kept yet: <code>signalbox redteam --record</code> keeps one.
        </p>
      ) : (
        <>
          <Trend runs={runs} newest={newest} timeZone={timeZone} />
          <Table
            caption="Runs that were kept, the newest first"
            rows={runs.toReversed()}
            columns={[
              {
                head: 'When',
                unit: timeZone,
                isText: true,
                isWhole: true,
                cell: ({ atMs }) => momentAt(atMs, timeZone),
              },
              { head: 'Configuration', isText: true, cell: ({ config }) => <code>{config}</code> },
              { head: 'Cases', isText: true, cell: ({ corpus }) => <code>{corpus}</code> },
              { head: 'Tier', isText: true, cell: ({ tier }) => tier },
              { head: 'How', isText: true, cell: ({ mode }) => mode },
              { head: 'Missed', cell: (run) => ofAll(totalsOf(run).risky) },
              { head: 'False alarms', cell: (run) => ofAll(totalsOf(run).benign) },
            ]}
          />
        </>
      )}
    </section>
  );
}
