/** The made-up streams of the three protocols in parts that a test can send one by one, as often as it likes. */
import { type ProtocolId, protocolIds } from '../../src/core/target.ts';
import { streams } from './world/answers.ts';

export type StreamParts = {
  /** Before any output. */
  readonly start: string;
  /** One piece of text: letters and spaces. */
  readonly delta: (text: string) => string;
  /** Everything behind the text, usage and end marker among it. */
  readonly end: string;
};

function partsOf(protocol: ProtocolId): StreamParts {
  const { events, outputAt } = streams[protocol];
  const piece = events[outputAt] ?? '';
  return {
    start: events.slice(0, outputAt).join(''),
    delta: (text) => piece.replace('Hello ', text),
    // Two events of text stand in the middle.
    end: events.slice(outputAt + 2).join(''),
  };
}

export const streamParts = Object.fromEntries(
  protocolIds.map((protocol) => [protocol, partsOf(protocol)]),
) as Readonly<Record<ProtocolId, StreamParts>>;
