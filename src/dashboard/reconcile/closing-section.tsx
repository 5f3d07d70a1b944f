/** The checklist before a month's figures go to the books, each point with what settles it. */
import { type CloseItem, type CloseState, isClosable, isLeft } from '../../finance/month-close.ts';
import { Table } from '../parts/table.tsx';

const words: Readonly<Record<CloseState, string>> = {
  ok: '✓ settled',
  open: '✗ open',
  unknown: '? unknown',
  note: 'note',
};

const names: Readonly<Record<string, string>> = {
  hours: 'Hours are counted',
  outbox: 'Nothing waits',
  unpriced: 'Everything has a price',
  estimated: 'Estimates are few',
  'reconciled:openai': 'Bill of OpenAI',
  'reconciled:anthropic': 'Bill of Anthropic',
  unreported: 'Other providers',
  budgets: 'Budgets used up',
};

export function ClosingSection({
  month,
  items,
}: {
  readonly month: string;
  readonly items: readonly CloseItem[];
}) {
  const left = items.filter(isLeft).length;
  return (
    <section>
      <h2>Closing {month}</h2>
      <p class={isClosable(items) ? 'note' : 'banner'}>
        {isClosable(items)
          ? `Nothing is open: the figures of ${month} can go to the books.`
          : `${left} of ${items.length} points are open or unknown.`}
      </p>
      <Table
        caption={`What ${month} needs before its figures go to the books`}
        rows={items}
        columns={[
          { head: 'Point', isText: true, cell: ({ name }) => names[name] ?? name },
          { head: 'State', isText: true, isWhole: true, cell: ({ state }) => words[state] },
          { head: 'What is known', isText: true, cell: ({ sentence }) => sentence },
          {
            head: 'What settles it',
            isText: true,
            cell: ({ command }) => (command === null ? '' : <code>{command}</code>),
          },
        ]}
      />
    </section>
  );
}
