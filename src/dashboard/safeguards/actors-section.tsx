/** End users under enforcement, by their keyed hash, each with what suspends and releases them. */
import type { Child } from 'hono/jsx';
import { type ActorLevel, type StrikeKind, strikeKinds } from '../../core/actor.ts';
import { momentAt } from '../parts/clock.ts';
import { count } from '../parts/format.ts';
import { Table } from '../parts/table.tsx';
import { requestHref } from '../requests/request-href.ts';
import { type Actors, type HeldActor, mostActors } from './load.ts';
import { actorsPath } from './paths.ts';

const levelWords: Readonly<Record<ActorLevel, string>> = {
  none: 'nothing',
  warned: 'warned',
  slowed: 'slowed',
  'stepped-down': 'stepped down',
  suspended: 'suspended',
};

const strikeWords: Readonly<Record<StrikeKind, string>> = {
  policy: "refused by the provider's safeguards",
  refusal: 'the model refused',
  refused: "refused by this router's rules",
  'high-risk': 'high risk',
  'elevated-risk': 'elevated risk',
};

function strikeWord(kind: string): string {
  return kind in strikeKinds ? strikeWords[kind as StrikeKind] : kind;
}

type FormProps = { readonly id: string | null; readonly back: string; readonly usualHours: number };

/** `id`: null: it is asked for. */
function ChangeForm({ id, back, usualHours }: FormProps) {
  return (
    <form method="post" action={actorsPath} class="stacked">
      <input type="hidden" name="back" value={back} />
      {id === null ? (
        <label>
          End user, 32 hex digits
          <input name="id" required pattern="[0-9a-f]{32}" maxlength={32} autocomplete="off" />
        </label>
      ) : (
        <input type="hidden" name="id" value={id} />
      )}
      <label>
        Reason, without names and content
        <input name="reason" required maxlength={200} autocomplete="off" />
      </label>
      <label>
        Hours of a suspension
        <input type="number" name="hours" min="0.1" max="8760" step="any" placeholder={String(usualHours)} />
      </label>
      <span>
        <button type="submit" name="action" value="suspend">
          Suspend
        </button>{' '}
        <button type="submit" name="action" value="release">
          Release
        </button>
      </span>
    </form>
  );
}

function why({ record }: HeldActor): Child {
  if (record === null) return '–';
  const [last] = record.last;
  const imposed = record.imposed === null ? '' : `${record.reason} (by ${record.by})`;
  if (last === undefined) return imposed;
  return (
    <>
      {imposed === '' ? '' : `${imposed}; `}last{' '}
      <a href={requestHref(last.requestId)}>{strikeWord(last.kind)}</a>
    </>
  );
}

type Props = {
  readonly actors: Actors | 'off' | null;
  readonly timeZone: string;
  readonly back: string;
  readonly usualHours: number;
};

function ActorTable({ actors, timeZone, back, usualHours }: Props & { readonly actors: Actors }) {
  const { all, first } = actors;
  const rest = all > mostActors ? `, the first ${mostActors} of ${count(all)}` : '';
  return (
    <Table
      caption={`End users whose strikes amount to something, the strictest first${rest}`}
      rows={first}
      empty="No end user is under enforcement."
      columns={[
        { head: 'End user', isText: true, cell: ({ id }) => <code class="hash">{id}</code> },
        { head: 'Team', isText: true, cell: ({ record }) => record?.team ?? '–' },
        { head: 'Is', isText: true, isWhole: true, cell: ({ level }) => levelWords[level] },
        { head: 'Strikes', cell: ({ sum }) => sum.toFixed(2) },
        {
          head: 'Until',
          unit: timeZone,
          isText: true,
          isWhole: true,
          cell: ({ untilMs }) => (untilMs === null ? 'they fade' : momentAt(untilMs, timeZone)),
        },
        { head: 'Why', isText: true, cell: why },
        {
          head: 'Change',
          isText: true,
          cell: ({ id }) => (
            <details>
              <summary>
                Suspend or release<span class="unseen"> {id}</span>
              </summary>
              <ChangeForm id={id} back={back} usualHours={usualHours} />
            </details>
          ),
        },
      ]}
    />
  );
}

export function ActorsSection(props: Props) {
  const { actors, back, usualHours } = props;
  return (
    <section>
      <h2>End users</h2>
      {actors === null ? <p class="banner">End users cannot be read now.</p> : null}
      {actors === 'off' ? (
        <p class="empty">
          End users are not held to account: safeguards.actors is false, or there is no store.
        </p>
      ) : null}
      {actors === null || actors === 'off' ? null : (
        <>
          <ActorTable {...props} actors={actors} />
          <details>
            <summary>Suspend or release somebody else</summary>
            <ChangeForm id={null} back={back} usualHours={usualHours} />
          </details>
          <p class="note">
            Everybody knows within a minute. A release takes all strikes back. The reason is in the audit log
            and with the end user's record; the end user is told the hash, for an appeal, and no reason.
          </p>
        </>
      )}
    </section>
  );
}
