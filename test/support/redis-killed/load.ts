/**
 * Load from a process of its own, as it is due, whether or not others have been answered: `node load.ts PLAN`, a JSON of
 * `LoadPlan`. What would be more than `mostUnderway` is not sent: a machine that cannot keep up is not buried, and
 * workerd ends when it runs out of sockets. Prints one JSON line for each answer.
 */

export type LoadPlan = {
  readonly url: string;
  readonly perSecond: number;
  readonly seconds: number;
  /** In turn. */
  readonly calls: readonly { readonly key: string; readonly name: string; readonly model: string }[];
};

export type Answered = {
  /** Of the call. */
  readonly name: string;
  /** 0: there was no answer. */
  readonly status: number;
  readonly requestId: string;
  /** Unix milliseconds. */
  readonly sentAtMs: number;
  readonly endedAtMs: number;
  /** The end of what went wrong. */
  readonly detail: string;
};

const maxTokens = 20;
const mostUnderway = 20;

async function ask(plan: LoadPlan, number: number): Promise<Answered> {
  const call = plan.calls[number % plan.calls.length];
  if (call === undefined) throw new Error('a plan without calls');
  const { name, key, model } = call;
  const sentAtMs = Date.now();
  const done = (status: number, requestId: string, detail: string) => {
    return { name, status, requestId, sentAtMs, endedAtMs: Date.now(), detail };
  };
  try {
    const response = await fetch(`${plan.url}/v1/chat/completions`, {
      method: 'POST',
      headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
      body: JSON.stringify({ model, max_tokens: maxTokens, messages: [{ role: 'user', content: 'Hello' }] }),
    });
    const text = await response.text();
    const id = response.headers.get('x-request-id') ?? '';
    return done(response.status, id, response.ok ? '' : text.slice(0, 200));
  } catch (cause) {
    return done(0, '', cause instanceof Error ? String(cause.cause ?? cause) : String(cause));
  }
}

async function run(plan: LoadPlan): Promise<void> {
  const beganAt = performance.now();
  const count = plan.perSecond * plan.seconds;
  const underway = new Set<Promise<void>>();
  for (let number = 0; number < count; ) {
    const due = Math.floor(((performance.now() - beganAt) * plan.perSecond) / 1000) + 1;
    for (; number < Math.min(count, due); number++) {
      if (underway.size >= mostUnderway) continue;
      const one = ask(plan, number).then((answered) => {
        underway.delete(one);
        process.stdout.write(`${JSON.stringify(answered)}\n`);
      });
      underway.add(one);
    }
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
  await Promise.all(underway);
}

if (process.argv[1] === import.meta.filename) await run(JSON.parse(process.argv[2] ?? '') as LoadPlan);
