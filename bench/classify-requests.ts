/** Requests to be classified: one row per kind of text and size, built from a few sentences. Data and no measuring. */
import type { LlmRequest, Message } from '../src/core/request.ts';

const english = [
  'Please go through the delivery report below and tell me which depots missed their target last month. ',
  'The night shift moved 4,180 parcels, while the early shift stopped at 2,930 because a belt had failed. ',
  'Two drivers asked whether the new rota could begin a week later; nobody has answered them so far. ',
  'I would like three short paragraphs that the whole team can read on Monday, without any blame. ',
];

const chinese = [
  '请阅读下面的仓库月报，告诉我哪些站点上个月没有完成目标。',
  '夜班处理了四千一百八十件包裹，早班因为传送带故障只处理了两千九百三十件。',
  '两位司机询问新的排班能否推迟一周开始，目前还没有人答复。',
  '请写成三小段，星期一可以给全组看，不要责怪任何人。',
];

const code = [
  'Why does this loop skip every second depot?\n```ts\nfor (const depot of depots) {\n',
  '  if (depot.missed(target)) depots.splice(depots.indexOf(depot), 1);\n',
  '  const rows = await db.query(`select id, count(*) from parcels where depot = $1 group by id`, [depot.id]);\n',
  '  total += rows.reduce((sum: number, row) => sum + Number(row.count ?? 0), 0);\n}\n',
];

const log = [
  '2026-03-02T04:11:09Z belt-3 WARN motor current 8.1 A, limit 7.5 A\n',
  '2026-03-02T04:11:40Z belt-3 ERROR stopped: {"code":"E_OVERLOAD","retry":false}\n',
  '2026-03-02T04:12:02Z gate-1 INFO truck 41 waits, eta=00:07:30\n',
];

const encoder = new TextEncoder();

/** As many whole characters as `bytes` of UTF-8 hold. */
function fill(sentences: readonly string[], bytes: number): string {
  const once = sentences.join('');
  const perUnit = encoder.encode(once).byteLength / once.length;
  const units = Math.floor(bytes / perUnit);
  return once.repeat(Math.ceil(units / once.length)).slice(0, units);
}

function said(role: Message['role'], text: string): Message {
  return { role, content: [{ type: 'text', text }] };
}

function result(text: string): Message {
  const content = [{ type: 'text' as const, text }];
  return { role: 'user', content: [{ type: 'tool-result', callId: 'call-1', kind: 'function', content }] };
}

/** Bytes of all texts of a request together, in UTF-8. */
export const sizes = { '2 KB': 2_000, '200 KB': 200_000 } as const;

export type SizeName = keyof typeof sizes;

const tools = ['read_log', 'restart_belt', 'send_message'].map((name) => {
  return { kind: 'function', name, description: `${name.replace('_', ' ')} of one depot` } as const;
});

/** What a request of this many bytes of text holds. */
const kinds = {
  English: (length) => ({ messages: [said('user', fill(english, length))] }),
  Chinese: (length) => ({ messages: [said('user', fill(chinese, length))] }),
  code: (length) => ({ messages: [said('user', fill(code, length))] }),
  conversation: (length) => ({
    messages: Array.from({ length: 9 }, (_, turn) =>
      said(turn % 2 === 0 ? 'user' : 'assistant', fill(english, length / 9)),
    ),
  }),
  'tool loop': (length) => ({
    system: [{ type: 'text', text: fill(english, length / 4) }],
    messages: [said('user', fill(english, length / 8)), result(fill(log, (5 * length) / 8))],
    tools,
  }),
} as const satisfies Record<string, (length: number) => Pick<LlmRequest, 'messages'> & Partial<LlmRequest>>;

export type KindName = keyof typeof kinds;

export const kindNames = Object.keys(kinds) as KindName[];

/** Read from JSON, as requests are: a text that was put together is slower to walk than one that was parsed. */
export function buildRequest(kind: KindName, size: SizeName): LlmRequest {
  const request: LlmRequest = {
    model: 'auto',
    system: [],
    tools: [],
    sampling: {},
    reasoning: {},
    state: {},
    stream: false,
    wantsUsage: false,
    features: [],
    ...kinds[kind](sizes[size]),
  };
  return JSON.parse(JSON.stringify(request));
}
