/** The text of a whole answer, unary or streamed, whichever protocol it is in. */
import type { ProtocolId } from '../../../src/core/target.ts';

/** Throws where the answer has another form. */
export function textOf(caller: ProtocolId, stream: boolean, text: string): string {
  if (!stream) {
    const answer = JSON.parse(text);
    if (caller === 'openai-chat') return answer.choices[0].message.content;
    if (caller === 'anthropic-messages') return answer.content[0].text;
    return answer.output.at(-1).content[0].text;
  }
  return dataIn(text)
    .map((data) => {
      if (caller === 'openai-chat') return data.choices?.[0]?.delta.content ?? '';
      if (caller === 'anthropic-messages') return data.delta?.text ?? '';
      return data.type === 'response.output_text.delta' ? data.delta : '';
    })
    .join('');
}

// biome-ignore lint/suspicious/noExplicitAny: three protocols' events; whoever reads them names the members
export function dataIn(text: string): any[] {
  return [...text.matchAll(/^data: (\{.*)$/gm)].map(([, data]) => JSON.parse(data ?? ''));
}
