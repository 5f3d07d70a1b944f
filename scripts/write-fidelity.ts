/** Writes docs/fidelity.md from the carriage tables of the three protocols, so that the page cannot be out of date. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  type AnswerFeature,
  answerFeatures,
  type Carriage,
  type RequestFeature,
  requestFeatures,
} from '../src/core/features.ts';
import { protocolIds } from '../src/core/target.ts';
import { protocols } from '../src/protocols/index.ts';

const columns = protocolIds.map((id) => protocols[id]);

function cell({ how, note }: Carriage): string {
  const mark = how === 'carried' ? 'yes' : `**${how}**`;
  return note ? `${mark}: ${note.replaceAll('|', '\\|')}` : mark;
}

function table<F extends string>(
  features: Readonly<Record<F, string>>,
  read: (at: number, feature: F) => Carriage,
): string {
  const head = `| feature | ${columns.map(({ title }) => title).join(' | ')} |`;
  const line = `| --- |${' --- |'.repeat(columns.length)}`;
  const rows = (Object.keys(features) as F[]).map((feature) => {
    const cells = columns.map((_, at) => cell(read(at, feature)));
    return `| \`${feature}\`: ${features[feature]} | ${cells.join(' | ')} |`;
  });
  return [head, line, ...rows].join('\n');
}

function carriageOf(at: number): (typeof columns)[number]['carriage'] {
  const column = columns[at];
  if (column === undefined) throw new Error(`no protocol ${at}`);
  return column.carriage;
}

const page = `# Fidelity: what survives between protocols

Made by \`npm run docs\` from the tables in \`src/protocols/*/carriage.ts\`; do not edit.

When a request is served over the protocol it came in, its bytes pass and nothing here applies but \`provider-choice\`.
When it is served over another one, this is what becomes of each feature:

- **yes**: it arrives.
- **adapted**: it arrives in another form; the header \`x-signalbox-losses\` says so.
- **dropped**: it does not arrive; the header says so.
- **refused**: a request that needs it is not sent over this protocol. With no other target left, the caller gets a
  400 that names the field.

## Requests, by the protocol of the target

${table<RequestFeature>(requestFeatures, (at, feature) => carriageOf(at).request[feature])}

## Answers, by the protocol of the caller

The header goes out before a streamed answer is known, so this part is not in it: a stream loses what this table
says, always.

${table<AnswerFeature>(answerFeatures, (at, feature) => carriageOf(at).answer[feature])}

## Besides

- A model's own rules change a request too: sampling parameters that it refuses are dropped, an effort it does not
  know becomes the nearest below, an output cap above its own is lowered, one below the least of its protocol (16 on
  Responses) raised. Each shows in \`x-signalbox-losses\`. A cap that no model of the catalogue reaches is a 400 that names
  the field.
- Four exceptions to "bytes pass": the model's name in the request, the end user in it, who goes on under a name that
  says nothing ([identity.md](identity.md)), fields by which a provider would choose a model or a host itself
  (\`src/core/choosing-fields.ts\`; what only narrows, \`data_collection\` and \`zdr\` of OpenRouter's \`provider\`, stays), and
  the usage chunk of a Chat Completions stream
  that the router asked for and the client did not. Then the events go on one by one with their data as sent.
  Where safeguards of a route mask, fence, take tools out, hold calls or inspect answers, they change what they are there to
  change ([safeguards.md](safeguards.md)).
- Messages cannot say that a count of tokens was not reported: it reads 0 there. The record keeps the difference. A
  translated stream begins with an estimate of its input tokens; the count of the provider follows at its end.
- A refusal's explanation is text to clients of Chat Completions and Responses. Responses knows a refusal by a part
  that needs a text; where the model gave none, it reads "The model declined to answer.".
- What a provider says of the router's own account (credentials, quota, rate limits) and of its own failures is told
  in this router's words, on every lane. Where it refuses the translated request itself its words are quoted, and the
  field is named as the caller sent it, if that is known.
- Losses name fields of the caller's own body; of a conversation whose messages are counted otherwise the whole.
- Sealed reasoning (Anthropic signatures, OpenAI encrypted content, the signatures of Gemini's calls) travels through
  another protocol's signature field with a prefix of ours and goes back to its maker only. A seal without that prefix,
  of an answer that was passed through, is told by its form: Claude's, DeepSeek's and MiniMax's differ. A provider of
  \`routes.config.ts\` that speaks Messages can say its own (\`sealForm\`); where it does not, what the client sends back
  goes to it.
- Google refuses a turn that goes on without the signatures of its calls. Where one is missing, over the same protocol
  too, the first call of each step gets the value that Google takes for any: \`thought-signatures\` in the header.
`;

writeFileSync(join(import.meta.dirname, '../docs/fidelity.md'), page);
