/** A route's configuration as it is in force, and which configurations were before it. */
import type { AuditEntry } from '../../core/audit.ts';
import type { Config } from '../../core/config.ts';
import type { Person } from '../../core/person.ts';
import type { Deps } from '../../deps.ts';
import { momentAt } from '../parts/clock.ts';
import { Table } from '../parts/table.tsx';
import { routeTerms, type Term } from './route-words.ts';

/** `away`: the audit log does not answer; null: there is none. Newest first. */
export type History = readonly AuditEntry[] | 'away' | null;

const mostShown = 20;

export async function readHistory({ audit }: Pick<Deps, 'audit'>): Promise<History> {
  return audit === null ? null : audit.latest('config.activated', mostShown).catch(() => 'away' as const);
}

function Lines({ lines, isOrdered }: Pick<Term, 'lines' | 'isOrdered'>) {
  if (lines.length === 1) return <>{lines[0]}</>;
  const items = lines.map((line) => <li>{line}</li>);
  return isOrdered ? <ol>{items}</ol> : <ul>{items}</ul>;
}

/** What is shown for a name that is in the figures and in no configuration. */
function absence(name: string): string {
  return name === 'model'
    ? 'These requests name a model in place of a route: no route chooses for them.'
    : 'This route is no longer in the configuration: what is shown here is what it used before.';
}

type RouteConfigProps = { readonly name: string; readonly config: Config; readonly person: Person };

export function RouteConfig({ name, config, person }: RouteConfigProps) {
  const route = config.routes.get(name);
  if (route === undefined) return <p class="banner">{absence(name)}</p>;
  return (
    <dl class="terms">
      {routeTerms(route, config, person).map(({ term, lines, isOrdered }) => (
        <div>
          <dt>{term}</dt>
          <dd>
            <Lines lines={lines} {...(isOrdered && { isOrdered })} />
          </dd>
        </div>
      ))}
    </dl>
  );
}

type HistoryProps = { readonly history: History; readonly version: string; readonly timeZone: string };

const word = (value: AuditEntry['details'][string] | undefined) => (typeof value === 'string' ? value : '–');

export function ConfigHistory({ history, version, timeZone }: HistoryProps) {
  if (history === null)
    return (
      <p class="note">
        In force: <code>{version}</code>. When it became so is not kept: there is no audit log here.
      </p>
    );
  if (history === 'away')
    return (
      <p class="banner" role="alert">
        The audit log does not answer. In force: <code>{version}</code>.
      </p>
    );
  const newest = history.findIndex(({ object }) => object === version);
  return (
    <>
      <Table
        caption={`Configurations of the router, newest first, ${timeZone}`}
        rows={history.map((entry, at) => ({ entry, isInForce: at === newest }))}
        empty={`In force: ${version}. The audit log has not been told of it yet; that takes a minute.`}
        columns={[
          { head: 'Since', isText: true, cell: ({ entry }) => momentAt(Date.parse(entry.at), timeZone) },
          {
            head: 'Configuration',
            isText: true,
            cell: ({ entry, isInForce }) => (
              <>
                <code>{entry.object}</code>
                {isInForce ? ' in force' : ''}
              </>
            ),
          },
          { head: 'Release', isText: true, cell: ({ entry }) => word(entry.details.release) },
          { head: 'Deployment', isText: true, cell: ({ entry }) => word(entry.details.deployment) },
        ]}
      />
      <p class="note">
        Versions name the whole configuration; whether this route changed with one is not kept. Two files are
        compared by <code>signalbox diff</code>.
      </p>
    </>
  );
}
